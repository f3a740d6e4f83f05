using System.Globalization;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>The rows that <c>predict</c> writes, and what must hold of any of them.</summary>
internal sealed record ForecastRows(IReadOnlyList<ForecastRows.Row> Rows)
{
    private const double Rounding = 1e-3;

    public IEnumerable<string> Items => Rows.Select(row => row.Item).Distinct();

    public static ForecastRows Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var header = lines[0].Split(',');
        var rows = new List<Row>();
        foreach (var line in lines.Skip(1))
        {
            // No item of the cases has a comma in its name.
            var fields = line.Split(',');
            string Field(string name) => fields[Array.IndexOf(header, name)];
            double Number(string name) => double.Parse(Field(name), CultureInfo.InvariantCulture);
            rows.Add(new Row(
                Field("item_name"),
                DateOnly.ParseExact(Field("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Number("mean"),
                [.. Enumerable.Range(1, 9).Select(tenth => Number($"quantile_0.{tenth}"))],
                bool.Parse(Field("closed"))));
        }

        return new ForecastRows(rows);
    }

    public Row At(string item, string date) =>
        Rows.Single(row => row.Item == item && row.Date == DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Quantiles do not cross, the mean lies among them, nothing is negative or not finite, and a closed day sells nothing.</summary>
    public void HoldTogether()
    {
        Assert.NotEmpty(Rows);
        Assert.All(Rows, row =>
        {
            Assert.All(row.Quantiles.Append(row.Mean), value => Assert.True(double.IsFinite(value) && value >= 0));
            Assert.Equal(row.Quantiles.Order(), row.Quantiles);
            Assert.InRange(row.Mean, row.Quantiles[0] - Rounding, row.Quantiles[^1] + Rounding);
            Assert.True(!row.Closed || (row.Mean == 0 && row.Quantiles[^1] == 0));
        });
    }

    /// <summary>One row.</summary>
    internal sealed record Row(string Item, DateOnly Date, double Mean, double[] Quantiles, bool Closed)
    {
        public double Median => Quantiles[4];
    }
}
