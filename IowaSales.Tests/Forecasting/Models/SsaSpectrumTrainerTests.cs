using IowaSales.Boosting;
using Microsoft.ML.Transforms.TimeSeries;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

/// <summary>What the managed filter forecasts against ML.NET's own prediction engine; only in builds that have its time series package.</summary>
public sealed class SsaSpectrumTrainerTests
{
    private const int Season = 7;
    private const int Window = 8 * Season;
    private const int Steps = 3 * Season;

    /// <summary>Eight weeks of seven days take the package's way through Fourier transforms, those of five days the one without.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(5)]
    public void The_managed_filter_forecasts_what_ml_nets_engine_does_once_it_has_seen_the_values(int season)
    {
        Assert.SkipUnless(SsaSpectrumTrainer.IsAvailable, "Intel's MKL does not load here.");
        var (count, window) = (104 * season, 8 * season);
        var learntFrom = Sales(count, season, seed: 1);
        var filter = new SsaSpectrumTrainer().Learn(learntFrom, window, season, Steps)!;
        var scale = learntFrom.Average();
        var (context, transformer) = SsaSpectrumTrainer.TrainModel([.. learntFrom.Select(value => (float)(value / scale))], window, season, Steps);

        foreach (var values in new[] { learntFrom, Sales(count, season, seed: 2) })
        {
            using var engine = transformer.CreateTimeSeriesEngine<Observation, Response>(context);
            foreach (var value in values)
            {
                engine.Predict(new Observation { Value = (float)(value / scale) });
            }

            var forecast = new double[Steps];
            filter.Forecast(values, forecast);

            Assert.True(forecast.Max() - forecast.Min() > 50);
            var expected = engine.Predict().Forecast;
            for (var step = 0; step < Steps; step++)
            {
                Assert.Equal(expected[step], forecast[step] / scale, 1e-4);
            }
        }
    }

    [Fact]
    public void A_weekly_pattern_without_noise_is_carried_on()
    {
        Assert.SkipUnless(SsaSpectrumTrainer.IsAvailable, "Intel's MKL does not load here.");
        var values = Enumerable.Range(0, 280).Select(day => 100.0 + (10 * (day % Season))).ToArray();
        var forecast = new double[Steps];
        new SsaSpectrumTrainer().Learn(values, Window, Season, Steps)!.Forecast(values, forecast);

        for (var step = 0; step < Steps; step++)
        {
            Assert.Equal(100 + (10 * (step % Season)), forecast[step], 1.0);
        }
    }

    /// <summary>Sixty-one equal values are one component; the second is any direction, here one without a recurrence.</summary>
    [Theory]
    [InlineData(61, 16, 2)]
    [InlineData(211, 56, 7)]
    public void Equal_values_give_no_filter_or_one_that_stays_within_them(int count, int window, int rank)
    {
        Assert.SkipUnless(SsaSpectrumTrainer.IsAvailable, "Intel's MKL does not load here.");
        var values = Enumerable.Repeat(17.0, count).ToArray();
        var forecast = new double[Steps];
        new SsaSpectrumTrainer().Learn(values, window, rank, Steps)?.Forecast(values, forecast);

        Assert.All(forecast, value => Assert.InRange(value, 0, 18));
    }

    [Fact]
    public void The_same_values_give_the_same_bytes()
    {
        Assert.SkipUnless(SsaSpectrumTrainer.IsAvailable, "Intel's MKL does not load here.");

        Assert.Equal(Bytes(), Bytes());
    }

    private static byte[] Bytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        new SsaSpectrumTrainer().Learn(Sales(300, Season, seed: 3), Window, Season, Steps)!.Write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Daily sales with a slow swing, a weekly pattern and noise around 200.</summary>
    private static double[] Sales(int count, int season, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(day =>
            200 + (40 * Math.Sin(day / 60.0)) + (60 * Math.Cos(2 * Math.PI * day / season)) + (30 * random.NextDouble()))];
    }

    private sealed class Observation
    {
        public float Value { get; set; }
    }

    private sealed class Response
    {
        public float[] Forecast { get; set; } = [];
    }
}
