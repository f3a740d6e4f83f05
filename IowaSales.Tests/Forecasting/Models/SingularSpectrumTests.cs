using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.SingularSpectrum;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

/// <summary>What is left of singular spectrum analysis where its engine is not: the filter, its file format, and what the family hands the engine.</summary>
public class SingularSpectrumTests
{
    private static readonly DateOnly Monday = new(2023, 1, 2);

    [Fact]
    public void A_filter_weighs_the_last_values_youngest_first()
    {
        // The line through the last two values, one and two steps ahead.
        var filter = new SpectrumFilter(2, [2, -1, 3, -2]);
        var forecast = new double[3];
        filter.Forecast([7, 10, 13, 16], forecast);

        Assert.Equal([19, 22, 22], forecast);
        filter.Forecast([5], forecast);
        Assert.Equal([10, 15, 15], forecast);
    }

    [Fact]
    public void A_filter_written_and_read_is_the_same_and_a_damaged_one_is_refused()
    {
        using var stream = new MemoryStream();
        new SpectrumFilter(2, [2, -1, 3, -2]).Write(new BinaryWriter(stream));
        stream.Position = 0;
        var forecast = new double[1];
        SpectrumFilter.Read(new BinaryReader(stream)).Forecast([4, 6], forecast);

        Assert.Equal(8, forecast[0]);
        Assert.Throws<InvalidDataException>(() => new SpectrumFilter(3, [1, 2]));
        Assert.Throws<InvalidDataException>(() => new SpectrumFilter(1, [float.NaN]));
    }

    [Fact]
    public void The_engine_gets_trading_time_without_gaps_and_its_forecast_comes_back_on_the_calendar()
    {
        var engine = new LastWeek();
        var history = History.Of(Panel());
        var forecast = new double[7];
        new SingularSpectrumFamily(engine).Fit(history, new FitOptions(7)).Forecast(history, 0, forecast);

        Assert.Equal(40, engine.Window);
        Assert.Equal(5, engine.Rank);
        Assert.True(engine.Steps >= 5);
        Assert.DoesNotContain(double.NaN, engine.Values);
        for (var step = 0; step < 7; step++)
        {
            var weekday = (int)history.DateOf(history.Origin + step).DayOfWeek;
            Assert.Equal(weekday is 0 or 6 ? 0 : 10 * weekday, forecast[step], 1e-6);
        }
    }

    [Fact]
    public void Without_its_engine_the_family_reads_what_was_learnt_with_it()
    {
        var history = History.Of(Panel());
        var fitted = new SingularSpectrumFamily(new LastWeek()).Fit(history, new FitOptions(7));
        using var stream = new MemoryStream();
        fitted.Write(new BinaryWriter(stream));
        stream.Position = 0;
        var (before, after) = (new double[7], new double[7]);
        fitted.Forecast(history, 0, before);
        ModelFamilies.Find("SingularSpectrum")!.Read(new BinaryReader(stream)).Forecast(history, 0, after);

        Assert.Equal(before, after);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void A_series_too_short_to_learn_from_gets_its_mean()
    {
        var history = History.Of(Panel());
        var forecast = new double[7];
        new SingularSpectrumFamily(new LastWeek()).Fit(history, new FitOptions(7)).Forecast(history, 1, forecast);

        Assert.All(forecast.Where((_, step) => (int)history.DateOf(history.Origin + step).DayOfWeek is not (0 or 6)), value => Assert.Equal(8, value, 1e-6));
    }

    /// <summary>Sales of 10 .. 50 from Monday to Friday, a holiday here and there; and a series of its last 30 days.</summary>
    private static SalesPanel Panel()
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < 306; day++)
        {
            var date = Monday.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || day % 67 == 0)
            {
                continue;
            }

            builder.Add(date, "a", 10 * (int)date.DayOfWeek);
            if (day > 275)
            {
                builder.Add(date, "b", 8);
            }
        }

        return builder.Build();
    }

    /// <summary>An engine that repeats the last five values.</summary>
    private sealed class LastWeek : ISpectrumTrainer
    {
        public double[] Values { get; private set; } = [];

        public int Window { get; private set; }

        public int Rank { get; private set; }

        public int Steps { get; private set; }

        public SpectrumFilter Learn(ReadOnlySpan<double> values, int window, int rank, int steps)
        {
            (Values, Window, Rank, Steps) = (values.ToArray(), window, rank, steps);
            var weights = new float[steps * 5];
            for (var step = 0; step < steps; step++)
            {
                weights[(step * 5) + 4 - (step % 5)] = 1;
            }

            return new SpectrumFilter(5, weights);
        }
    }
}
