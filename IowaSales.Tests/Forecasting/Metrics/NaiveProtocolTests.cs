using System.Globalization;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Metrics;

/// <summary>The two naive rows that the original system published for its own window: reproducing them shows that the measure is the same.</summary>
public sealed class NaiveProtocolTests
{
    private static readonly DateOnly Origin = new(2024, 5, 15);

    [Theory]
    [InlineData(1, 1.5704016362613098)]
    [InlineData(7, 0.891550165249577)]
    public void Forward_filled_naive_forecasts_score_as_published(int season, double published)
    {
        var panel = Read();
        var origin = panel.DayOf(Origin);
        var history = History.At(panel, origin);
        var actual = Backtest.ActualSales(panel, [origin], 7);
        var forecast = new ForecastCube(1, panel.SeriesCount, 7);
        var scales = new double[panel.SeriesCount];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            scales[series] = SeriesScale.Absolute(history, series, ScoredDays.Reported);
            for (var step = 0; step < 7; step++)
            {
                forecast[0, series][step] = LastRowUpTo(panel, series, season == 1 ? origin - 1 : origin + step - season);
                if (panel.Rows(series).Days.BinarySearch(origin + step) < 0)
                {
                    actual[0, series][step] = double.NaN;
                }
            }
        }

        Assert.Equal(published, AccuracyTally.Mase(actual, forecast, scales), 1e-12);
    }

    private static double LastRowUpTo(SalesPanel panel, int series, int day)
    {
        var rows = panel.Rows(series);
        var index = rows.Days.BinarySearch(day);
        return rows.Values[index < 0 ? ~index - 1 : index];
    }

    private static SalesPanel Read()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", "iowa_sales.csv");
            if (File.Exists(path))
            {
                return Parse(path);
            }
        }

        Assert.Skip("The real sales are not beside this checkout.");
        throw new InvalidOperationException();
    }

    private static SalesPanel Parse(string path)
    {
        var builder = new SalesPanelBuilder();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var (first, last) = (line.IndexOf(',', StringComparison.Ordinal), line.LastIndexOf(','));
            builder.Add(
                DateOnly.Parse(line.AsSpan(0, first), CultureInfo.InvariantCulture),
                line.AsSpan()[(first + 1)..last],
                double.Parse(line.AsSpan(last + 1), CultureInfo.InvariantCulture));
        }

        return builder.Build();
    }
}
