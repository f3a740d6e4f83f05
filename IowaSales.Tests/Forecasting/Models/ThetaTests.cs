using IowaSales.Forecasting.Models.Theta;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

/// <summary>The Theta methods against R's <c>thetaf</c> and against the papers' equations written out plainly.</summary>
public class ThetaTests
{
    [Theory]
    [MemberData(nameof(EtsReferenceTests.Names), MemberType = typeof(EtsReferenceTests))]
    public void The_standard_method_forecasts_as_the_reference(string name)
    {
        var series = ReferenceValues.Named(name);
        var forecast = new double[series.Horizon];

        ThetaModel.Fit(series.Values, series.Seasonality).Forecast(series.Values, forecast);

        Assert.All(forecast.Zip(series.Theta.Forecast), pair => Assert.Equal(1, pair.First / pair.Second, 0.001));
    }

    [Fact]
    public void A_series_without_a_season_is_not_adjusted()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 100).Select(_ => 100 + random.NextDouble()).ToArray();

        Assert.True(ThetaModel.Fit(values, 7).Factors.IsEmpty);
    }

    [Theory]
    [InlineData("Nile")]
    [InlineData("austres")]
    [InlineData("UKgas")]
    public void The_dynamic_model_has_no_better_parameters_nearby(string name)
    {
        var series = ReferenceValues.Named(name);
        var model = DynamicThetaModel.Fit(series.Values, 1);
        var least = SquaredErrors(series.Values, model.Alpha, model.LineWeight, model.InitialLevel);
        var random = new Random(7);

        for (var attempt = 0; attempt < 2000; attempt++)
        {
            var alpha = Math.Clamp(model.Alpha + (0.2 * (random.NextDouble() - 0.5)), 0.01, 0.99);
            var weight = Math.Clamp(model.LineWeight + (0.4 * (random.NextDouble() - 0.5)), 0, 0.999);
            var level = model.InitialLevel * (1 + (0.2 * (random.NextDouble() - 0.5)));
            Assert.True(SquaredErrors(series.Values, alpha, weight, level) >= least * (1 - 1e-5));
        }
    }

    [Fact]
    public void The_dynamic_model_forecasts_by_the_papers_equations()
    {
        var values = ReferenceValues.Named("austres").Values;
        var model = DynamicThetaModel.Fit(values, 1);
        var forecast = new double[8];

        model.Forecast(values, forecast);

        var extended = values.ToList();
        for (var step = 0; step < forecast.Length; step++)
        {
            var mean = OneStepMean(extended, model.Alpha, model.LineWeight, model.InitialLevel);
            Assert.Equal(mean, forecast[step], 1e-6 * mean);
            extended.Add(mean);
        }
    }

    [Fact]
    public void A_sum_of_squared_errors_allocates_nothing()
    {
        var values = Noisy(600);
        DynamicThetaModel.Solve(values, 0.1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        DynamicThetaModel.Solve(values, 0.01);
        DynamicThetaModel.Solve(values, 0.99);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Both fits evaluate their errors at different numbers of points for different values: more of either than one array of values would show.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_fit_allocates_one_array_of_its_values_whatever_the_number_of_steps_and_evaluations(int season)
    {
        const int Shorter = 300;
        const int Longer = 900;
        foreach (var fit in (Action<double[]>[])[values => ThetaModel.Fit(values, season), values => DynamicThetaModel.Fit(values, season)])
        {
            Allocated(fit, Noisy(Longer));
            Assert.Equal((Longer - Shorter) * sizeof(double), Allocated(fit, Noisy(Longer)) - Allocated(fit, Noisy(Shorter)));
        }

        static long Allocated(Action<double[]> fit, double[] values)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            fit(values);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static double[] Noisy(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(t => t % 37 == 0 ? double.NaN : 100 + (20 * (t % 7)) + (40 * random.NextDouble()))];
    }

    private static double SquaredErrors(double[] values, double alpha, double weight, double level)
    {
        var sum = 0.0;
        for (var t = 0; t < values.Length; t++)
        {
            var error = values[t] - OneStepMean(values[..t], alpha, weight, level);
            sum += error * error;
        }

        return sum;
    }

    /// <summary>Fiorucci et al. (2016), equations (8) to (11), with the line taken from an ordinary least-squares fit to the values so far.</summary>
    private static double OneStepMean(IReadOnlyList<double> known, double alpha, double weight, double level)
    {
        foreach (var value in known)
        {
            level = (alpha * value) + ((1 - alpha) * level);
        }

        if (known.Count == 0)
        {
            return level;
        }

        var centre = (known.Count + 1) / 2.0;
        var mean = known.Average();
        var slope = known.Count == 1
            ? 0
            : known.Select((value, i) => (i + 1 - centre) * (value - mean)).Sum() / known.Select((_, i) => Math.Pow(i + 1 - centre, 2)).Sum();
        var decay = Math.Pow(1 - alpha, known.Count);
        return level + (weight * ((decay * (mean - (slope * centre))) + ((1 - (decay * (1 - alpha))) / alpha * slope)));
    }
}
