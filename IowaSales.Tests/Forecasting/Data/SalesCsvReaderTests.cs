using System.IO.Compression;
using System.Text;
using IowaSales.Forecasting.Data.Files;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

public sealed class SalesCsvReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Rows_in_any_order_become_series_in_order()
    {
        var file = Read("date,item_name,total_amount_sold\n2024-01-03,B,2.5\n2024-01-01,A,4\n2024-01-02,B,1e2\n");

        Assert.Equal(["A", "B"], file.Panel.Items);
        Assert.Equal(new DateOnly(2024, 1, 1), file.Panel.FirstDate);
        Assert.Equal([1, 2], file.Panel.Rows(1).Days.ToArray());
        Assert.Equal([100, 2.5], file.Panel.Rows(1).Values.ToArray());
        Assert.Equal(0, file.Duplicates);
    }

    [Theory]
    [InlineData("01/31/2024")]
    [InlineData("1/31/2024")]
    [InlineData("20240131")]
    [InlineData("2024/01/31")]
    [InlineData("2024-01-31T00:00:00.000")]
    [InlineData("2024-01-31 00:00:00")]
    public void Every_usual_way_to_write_a_day_is_understood(string day)
    {
        var file = Read($"DATE, Item_Name ,total_amount_sold\n{day},A,1\n");

        Assert.Equal(new DateOnly(2024, 1, 31), file.Panel.FirstDate);
    }

    [Fact]
    public void Quoted_fields_byte_order_mark_blank_lines_and_carriage_returns_are_read()
    {
        var file = Read("\uFEFFdate,item_name,total_amount_sold\r\n\r\n2024-01-01,\"FIVE O'CLOCK, \"\"BIG\"\"\",3\r\n");

        Assert.Equal(["FIVE O'CLOCK, \"BIG\""], file.Panel.Items);
    }

    [Fact]
    public void Rows_of_one_item_and_day_are_summed_and_counted()
    {
        var file = Read("date,item_name,total_amount_sold\n2024-01-01,A,1\n2024-01-01,A,2\n2024-01-01,A,-5\n");

        Assert.Equal([-2], file.Panel.Rows(0).Values.ToArray());
        Assert.Equal(2, file.Duplicates);
        Assert.Equal(3, file.Rows);
    }

    [Fact]
    public void A_key_of_several_columns_names_the_series()
    {
        var columns = new SalesColumns { Key = ["store", "item"], Value = "bottles" };
        var file = Read("date,item,bottles,store\n2024-01-01,7,1,2633\n", columns);

        Assert.Equal(["2633|7"], file.Panel.Items);
    }

    [Theory]
    [InlineData("2024-01-02,A,x", "line 3: 'x' in column total_amount_sold is not a number")]
    [InlineData("2024-01-02,A,NaN", "line 3: 'NaN' in column total_amount_sold is not a number")]
    [InlineData("2024-01-02,A,", "line 3: column total_amount_sold is blank")]
    [InlineData("2024-01-02, ,1", "line 3: column item_name is blank")]
    [InlineData("2024-13-02,A,1", "line 3: '2024-13-02' in column date is not a date in the form yyyy-MM-dd of line 2")]
    [InlineData("2023-02-29,A,1", "line 3: '2023-02-29' in column date is not a date in the form yyyy-MM-dd of line 2")]
    [InlineData("01/02/2024,A,1", "line 3: '01/02/2024' in column date is written MM/dd/yyyy while line 2 is written yyyy-MM-dd: one file, one date format")]
    [InlineData("2024-01-02,A", "line 3: it has more or fewer fields than the header")]
    [InlineData("2024-01-02,A,1,2", "line 3: it has more or fewer fields than the header")]
    public void A_line_that_cannot_be_understood_is_refused_with_its_number(string line, string problem)
    {
        var refusal = Assert.Throws<SalesDataException>(() => Read($"date,item_name,total_amount_sold\n2024-01-01,A,1\n{line}\n2024-01-03,A,1\n"));

        Assert.Equal([problem], refusal.Problems.Select(found => found.ToString()));
        Assert.Contains("sales.csv has 1 line that cannot be read", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_ten_offending_lines_are_named()
    {
        var lines = string.Concat(Enumerable.Range(0, 50).Select(i => $"2024-01-01,A,{(i % 2 == 0 ? "1" : "bad")}\n"));
        var refusal = Assert.Throws<SalesDataException>(() => Read($"date,item_name,total_amount_sold\n{lines}"));

        Assert.Equal([3L, 5, 7, 9, 11, 13, 15, 17, 19, 21], refusal.Problems.Select(problem => problem.Line));
        Assert.Contains("10 or more lines", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("day,item_name,total_amount_sold\n2024-01-01,A,1\n", "has no column date: its header is day,item_name,total_amount_sold")]
    [InlineData("date,item_name,total_amount_sold\n", "has no rows")]
    public void A_file_that_holds_no_sales_is_refused_in_words(string text, string expected)
    {
        var refusal = Assert.Throws<SalesDataException>(() => Read(text));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gzip_is_told_by_its_content_and_damage_is_noticed()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("date,item_name,total_amount_sold\n2024-01-01,A,1\n"));
        }

        var bytes = packed.ToArray();
        var file = new SalesCsvReader(SalesColumns.Default).Read(new MemoryStream(bytes), "sales", new SalesSource { Description = "test" }, Cancellation);
        Assert.Equal(1, file.Panel.RowCount);

        bytes.AsSpan(12, 8).Fill(0xff);
        Assert.Throws<SalesDataException>(
            () => new SalesCsvReader(SalesColumns.Default).Read(new MemoryStream(bytes), "sales", new SalesSource { Description = "test" }, Cancellation));
    }

    [Fact]
    public void The_real_sales_read_as_counted_by_their_provenance()
    {
        var path = Path.Combine(RepositoryFolder.Shared, "data", "iowa_sales.csv");
        if (!File.Exists(path))
        {
            Assert.Skip($"The real sales are not there: {path}");
        }

        var file = new SalesCsvReader(SalesColumns.Default).Read(path, Cancellation);

        Assert.Equal(2033, file.Rows);
        Assert.Equal(5, file.Panel.SeriesCount);
        Assert.Equal(new DateOnly(2023, 1, 2), file.Panel.FirstDate);
        Assert.Equal(new DateOnly(2024, 5, 30), file.Panel.LastDate);
        Assert.Equal("iowa_sales.csv", file.Source.Description);
    }

    private static SalesFile Read(string text, SalesColumns? columns = null) =>
        new SalesCsvReader(columns ?? SalesColumns.Default).Read(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), "sales.csv", new SalesSource { Description = "test" }, Cancellation);
}
