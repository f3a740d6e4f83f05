using System.Text;
using IowaSales.Api.Sales;
using IowaSales.Storage.Import;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class JsonRowStreamTests
{
    private const string Row = """{"date":"2024-05-31","item_name":"A \"}]{ B","total_amount_sold":12}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Any_number_of_rows_comes_through_as_it_is(bool lines)
    {
        var json = lines ? string.Concat(Enumerable.Repeat($"{Row}\n", 5000)) : $"[{string.Join(',', Enumerable.Repeat(Row, 5000))}]";
        using var reader = new StreamReader(new JsonRowStream(StreamOf(json), lines));
        Assert.Equal(json, await reader.ReadToEndAsync(Cancellation));
    }

    [Theory]
    [InlineData(true, "{\"date\":\"2024-05-31\",\"item_name\":\"")]
    [InlineData(false, "[" + Row + ",{\"date\":\"2024-05-31\",\"item_name\":\"}]}]")]
    [InlineData(false, "[{\"a\":")]
    public async Task A_row_without_end_is_refused_before_it_is_held(bool lines, string start)
    {
        // Endless nesting, an endless text with brackets in it, an endless text in a row of its own.
        var rest = start.EndsWith(':') ? string.Concat(Enumerable.Repeat("{},\"b\":", JsonRowStream.MaxRowBytes)) : new string('x', 2 * JsonRowStream.MaxRowBytes);
        var source = StreamOf(start + rest);
        using var reader = new StreamReader(new JsonRowStream(source, lines));

        var refused = await Assert.ThrowsAsync<BatchRejectedException>(() => reader.ReadToEndAsync(Cancellation));
        Assert.Contains(start.StartsWith("[{\"date", StringComparison.Ordinal) ? "Row 2" : "Row 1", refused.Message, StringComparison.Ordinal);
        Assert.True(source.Position <= 2 * JsonRowStream.MaxRowBytes);
    }

    private static MemoryStream StreamOf(string text) => new(Encoding.UTF8.GetBytes(text));
}
