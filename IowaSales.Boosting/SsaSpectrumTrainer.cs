using System.Runtime.InteropServices;
using IowaSales.Forecasting.Models.SingularSpectrum;
using Microsoft.ML;
using Microsoft.ML.Transforms.TimeSeries;

namespace IowaSales.Boosting;

/// <summary>
/// Learns singular spectrum forecasts with ML.NET's <c>ForecastBySsa</c> and takes them down to the linear filter that they are, by the
/// response to a single 1 amid zeros.
/// </summary>
public sealed class SsaSpectrumTrainer : ISpectrumTrainer
{
    /// <summary>Whether the linear algebra that the package computes with, Intel's MKL, loads here.</summary>
    public static bool IsAvailable { get; } =
        NativeLibrary.TryLoad("MklImports", typeof(SsaForecastingTransformer).Assembly, searchPath: null, out _);

    /// <inheritdoc/>
    public SpectrumFilter? Learn(ReadOnlySpan<double> values, int window, int rank, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, window);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(values.Length, 2 * window);
        var scale = Scale(values);
        var scaled = new float[values.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = (float)(values[i] / scale);
        }

        var (context, transformer) = TrainModel(scaled, window, rank, steps);
        return ResponseOf(context, transformer, lags: 2 * window, steps);
    }

    /// <summary>ML.NET's own model of one series.</summary>
    /// <param name="values">Values in time order, finite, more than <c>2 * window</c> of them.</param>
    /// <param name="window">Window length L of the trajectory matrix, at least 2.</param>
    /// <param name="rank">Number of components that are signal, 1 .. <paramref name="window"/> - 1.</param>
    /// <param name="steps">Number of steps to forecast, at least 1.</param>
    /// <returns>The context it was trained in and the trained transformer, from the column <c>Value</c> to the column <c>Forecast</c>.</returns>
    internal static (MLContext Context, SsaForecastingTransformer Transformer) TrainModel(float[] values, int window, int rank, int steps)
    {
        var context = new MLContext(seed: 0);
        var transformer = context.Forecasting.ForecastBySsa(
            outputColumnName: nameof(Response.Forecast),
            inputColumnName: nameof(Observation.Value),
            windowSize: window,
            seriesLength: values.Length,
            trainSize: values.Length,
            horizon: steps,
            rankSelectionMethod: RankSelectionMethod.Fixed,
            rank: rank)
            .Fit(context.Data.LoadFromEnumerable(values.Select(value => new Observation { Value = value })));
        return (context, transformer);
    }

    /// <summary>Zeros until nothing of the series is left in the state, a 1, and zeros while it lasts.</summary>
    private static SpectrumFilter? ResponseOf(MLContext context, SsaForecastingTransformer transformer, int lags, int steps)
    {
        var probe = new Observation[2 * lags];
        for (var i = 0; i < probe.Length; i++)
        {
            probe[i] = new Observation { Value = i == lags ? 1 : 0 };
        }

        var weights = new float[steps * lags];
        var row = 0;
        foreach (var response in context.Data.CreateEnumerable<Response>(
            transformer.Transform(context.Data.LoadFromEnumerable(probe)), reuseRowObject: true))
        {
            for (var step = 0; step < steps && row >= lags; step++)
            {
                weights[(step * lags) + row - lags] = response.Forecast[step];
            }

            row++;
        }

        return Array.TrueForAll(weights, float.IsFinite) ? new SpectrumFilter(lags, weights) : null;
    }

    private static double Scale(ReadOnlySpan<double> values)
    {
        var magnitude = 0.0;
        foreach (var value in values)
        {
            magnitude += Math.Abs(value) / values.Length;
        }

        return magnitude > 0 ? magnitude : 1;
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
