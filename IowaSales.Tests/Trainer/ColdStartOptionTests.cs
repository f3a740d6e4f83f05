using System.Globalization;
using System.Text;
using IowaSales.Tests.Api;
using IowaSales.Trainer.CommandLine;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>Items that never sold, through the command line.</summary>
public sealed class ColdStartOptionTests : IDisposable
{
    private const int Days = 120;

    private readonly TrainerRun _trainer = new();

    [Fact]
    public async Task An_item_without_sales_is_forecast_from_items_with_its_attributes_where_it_is_named()
    {
        var text = new StringBuilder("date,item_name,total_amount_sold\n");
        for (var day = 0; day < Days; day++)
        {
            var date = ModelFactory.FirstDate.AddDays(day);
            for (var item = 0; item < 12 && date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday); item++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd},I{item},{(item < 6 ? 400 : 20) + (((day * 7) + item) % 5)}\n");
            }
        }

        _trainer.Write("sales.csv", text.ToString());
        _trainer.Write("items.csv", $"item_name,kind\n{string.Concat(Enumerable.Range(0, 12).Select(item => $"I{item},{(item < 6 ? "gin" : "rum")}\n"))}New Rum,rum\n");
        _trainer.Write("more.csv", "item_name,kind\nNew Gin,gin\n");
        await _trainer.DoAsync("train", "--data", "sales.csv", "--preset", "fast", "--attributes", "items.csv");

        await _trainer.DoAsync("predict", "--attributes", "more.csv", "--items", "new gin", "New Rum", "I0");

        Assert.Contains("'New Gin' has no sales: its forecast is what items with its attributes sell.", _trainer.Error, StringComparison.Ordinal);
        var lines = _trainer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => line.Split(',')).ToArray();
        Assert.Equal(["New Gin", "New Rum", "I0"], lines.Select(line => line[0]).Distinct());
        double Sum(string item) => lines.Where(line => line[0] == item).Sum(line => double.Parse(line[2], CultureInfo.InvariantCulture));
        Assert.InRange(Sum("New Rum"), 5 * 20, 0.7 * Sum("New Gin"));
        Assert.InRange(Sum("New Gin"), 5 * 100, Sum("I0"));
        Assert.All(lines, line => Assert.Equal(line[0] == "I0" ? "true" : "false", line[^1]));

        await _trainer.DoAsync("predict", "--attributes", "more.csv");
        Assert.DoesNotContain("New", _trainer.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("predict", "--items", "New Gin"));
        Assert.Contains("There is no item 'New Gin'", _trainer.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _trainer.Dispose();
}
