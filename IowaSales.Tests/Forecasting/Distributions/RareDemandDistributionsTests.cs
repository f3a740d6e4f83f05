using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models.Intermittent;
using Xunit;

namespace IowaSales.Tests.Forecasting.Distributions;

/// <summary>Series that sell a fixed number of bottles with a fixed chance, every day for itself, so that every quantile is known.</summary>
public sealed class RareDemandDistributionsTests
{
    private const int Series = 2000;
    private const int Origin = 70;
    private const int Horizon = 7;

    /// <summary>Series 0, 4, 8 .. sell on one day in fifty, then on one in ten, on one in three, on four in five.</summary>
    private static readonly double[] Chances = [0.02, 0.1, 1.0 / 3, 0.8];

    private readonly SalesPanel _panel = Panel(new Random(3));

    [Fact]
    public void The_median_of_rare_demand_is_nothing_and_its_upper_quantile_a_whole_delivery()
    {
        var distributions = Learn();

        var rare = Around(distributions, 0);
        Assert.All(rare.Median, median => Assert.Equal(0, median));
        Assert.Equal(0, rare.Quantile(1, 0.95));
        Assert.Equal(Size(0), rare.Quantile(1, 0.99), 6);
        Assert.Equal(0.02 * Size(0), rare.Mean(1), 9);

        var busy = Around(distributions, 3);
        Assert.Equal(0, busy.Quantile(1, 0.1));
        Assert.All(busy.Median, median => Assert.Equal(Size(3), median, 6));
    }

    /// <summary>Quantiles of the binomial distribution of seven days; days that rose and fell together would have 0 and 7 for the outer ones.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0.5, 2)]
    [InlineData(2, 1, 2, 4)]
    [InlineData(3, 4, 6, 7)]
    public void The_weeks_total_has_the_quantiles_of_independent_days(int series, double low, double middle, double high)
    {
        var forecast = Around(Learn(), series);

        Assert.Equal(low, forecast.SumQuantile(Horizon, 0.1) / Size(series), 0.6);
        Assert.Equal(middle, forecast.SumQuantile(Horizon, 0.5) / Size(series), 0.6);
        Assert.Equal(high, forecast.SumQuantile(Horizon, series == 0 ? 0.8 : 0.9) / Size(series), 0.6);
        Assert.Equal(Horizon * Chances[series] * Size(series), forecast.SumMean(Horizon), 6);
    }

    [Fact]
    public void A_series_that_had_sold_nothing_by_the_origin_teaches_nothing_and_is_forecast_to_sell_nothing()
    {
        var (actual, mean) = (Backtest.ActualSales(_panel, [Origin], Horizon), Means());
        var before = RareDemandDistributions.Learn(actual, mean, [History.At(_panel, Origin)]);
        foreach (var series in NotYetSold())
        {
            actual[0, series].Fill(1000);
        }

        var after = RareDemandDistributions.Learn(actual, mean, [History.At(_panel, Origin)]);

        Assert.NotEmpty(NotYetSold());
        Assert.Equal(Bytes(before), Bytes(after));
        var forecast = after.Around(History.At(_panel, Origin), NotYetSold()[0], knownToModel: true, new double[Horizon]);
        Assert.Equal(0, forecast.Quantile(0, 0.99));
    }

    [Fact]
    public void Closed_days_sell_nothing_at_any_level()
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < Origin; day++)
        {
            var date = new DateOnly(2024, 1, 1).AddDays(day);
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                builder.Add(date, "A", 5);
            }
        }

        var history = History.Of(builder.Build());
        var forecast = Learn().Around(history, 0, knownToModel: false, [0, 4, 4, 4, 4, 4, 0]);

        for (var step = 0; step < Horizon; step++)
        {
            Assert.Equal(history.Calendar.IsOpen(history.Origin + step), forecast.Quantile(step, 0.99) > 0);
        }
    }

    [Fact]
    public void Distributions_read_back_are_those_written()
    {
        var written = Learn();
        using var reader = new BinaryReader(new MemoryStream(Bytes(written)));

        var read = DistributionFormat.Read(reader);

        Assert.Equal(Around(written, 2).SumPaths(Horizon), Around(read, 2).SumPaths(Horizon));
    }

    [Fact]
    public void A_segment_with_many_windows_has_distributions_of_its_own_and_one_with_few_those_of_all()
    {
        const int Busy = 3;
        var history = History.At(_panel, Origin);
        var (actual, mean) = (Backtest.ActualSales(_panel, [Origin, Origin, Origin, Origin], Horizon), new ForecastCube(4, Series, Horizon));
        for (var origin = 0; origin < 4; origin++)
        {
            Means().Values.CopyTo(mean.Values[(origin * Series * Horizon)..]);
        }

        // One series in four is busy, in four windows: 2,000 of them; of the new there are far fewer.
        DemandSegment SegmentOf(int series) => series < 10 ? DemandSegment.New : series % Chances.Length == Busy ? DemandSegment.Smooth : DemandSegment.Lumpy;
        History[] histories = [history, history, history, history];
        DemandSegment[] segments = [.. Enumerable.Range(0, Series).Select(SegmentOf)];
        for (var series = 0; series < 10; series++)
        {
            segments[series] = series % Chances.Length == Busy ? DemandSegment.Smooth : segments[series];
        }

        var written = SegmentedDistributions.Learn(actual, mean, histories, [segments, segments, segments, segments]);
        var all = RareDemandDistributions.Learn(actual, mean, histories);
        var evidence = SegmentedDistributions.Collect(actual, mean, histories, [segments, segments, segments, segments]);
        var own = RareDemandDistributions.Of(evidence[(int)DemandSegment.Lumpy], Horizon);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        written.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var read = Assert.IsType<SegmentedDistributions>(DistributionFormat.Read(reader, Horizon));

        Assert.Equal(stream.Length, stream.Position);
        foreach (var distributions in (SegmentedDistributions[])[written, read])
        {
            double[] centre = [.. Enumerable.Repeat(0.1 * Size(1), Horizon)];
            double[] Sums(SeriesForecast forecast) => forecast.SumPaths(Horizon);
            Assert.Equal(Sums(all.Around(history, 1, true, centre)), Sums(distributions.Around(history, DemandSegment.New, 1, true, centre)));
            Assert.Equal(Sums(own.Around(history, 1, true, centre)), Sums(distributions.Around(history, DemandSegment.Lumpy, 1, true, centre)));
            Assert.NotEqual(Sums(all.Around(history, 1, true, centre)), Sums(distributions.Around(history, DemandSegment.Lumpy, 1, true, centre)));
        }
    }

    [Fact]
    public void Damaged_distributions_are_refused()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(DistributionFormat.RareDemand);
        writer.Write(1);
        writer.Write(0.0);
        writer.Write(0);
        writer.Write(0);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);

        Assert.Throws<InvalidDataException>(() => DistributionFormat.Read(reader));
    }

    private static double Size(int series) => 2 + (series % 5);

    private static SalesPanel Panel(Random random)
    {
        var builder = new SalesPanelBuilder();
        for (var series = 0; series < Series; series++)
        {
            for (var day = 0; day < Origin + Horizon; day++)
            {
                if (random.NextDouble() < Chances[series % Chances.Length] || (day == 0 && series < Chances.Length) || day == Origin + Horizon - 1)
                {
                    builder.Add(new DateOnly(2024, 1, 1).AddDays(day), $"{series:D4}", Size(series));
                }
            }
        }

        return builder.Build();
    }

    private static ForecastCube Means()
    {
        var mean = new ForecastCube(1, Series, Horizon);
        for (var series = 0; series < Series; series++)
        {
            mean[0, series].Fill(Chances[series % Chances.Length] * Size(series));
        }

        return mean;
    }

    private static byte[] Bytes(RareDemandDistributions distributions)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        distributions.Write(writer);
        return stream.ToArray();
    }

    private RareDemandDistributions Learn()
    {
        var actual = Backtest.ActualSales(_panel, [Origin], Horizon);
        for (var series = 0; series < Series; series++)
        {
            // The last day has a row in every series, so that all of them are in the panel.
            actual[0, series][Horizon - 1] = double.NaN;
        }

        return RareDemandDistributions.Learn(actual, Means(), [History.At(_panel, Origin)]);
    }

    private SeriesForecast Around(IForecastDistributions distributions, int series)
    {
        var centre = new double[Horizon];
        Array.Fill(centre, Chances[series % Chances.Length] * Size(series));
        return distributions.Around(History.At(_panel, Origin), series, knownToModel: true, centre);
    }

    private int[] NotYetSold() => [.. Enumerable.Range(0, Series).Where(series => _panel.DemandBefore(series, Origin).Count == 0)];
}
