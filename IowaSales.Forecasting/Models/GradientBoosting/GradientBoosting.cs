using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// One model of gradient-boosted trees over all series (the global, direct multi-step approach of the M5 winners; Makridakis, Spiliotis
/// &amp; Assimakopoulos 2022): learnt from many past origins, each target divided by its series' level at the origin, the step a feature.
/// The trees add to what calendar regression expects of the day (<see cref="CalendarExpectations"/>), on the scale of square roots, so that
/// spikes weigh less and the forecast lies near the median.
/// </summary>
/// <param name="trainer">Grows the trees; null in a program that only forecasts.</param>
public sealed class GradientBoosting(ITreeTrainer? trainer = null) : IModelFamily
{
    /// <summary>
    /// Forests whose mean is the forecast, each grown on origins between the others' and with a seed of its own (bagging; Breiman 1996): what
    /// befell all series on one day sways the mean less.
    /// </summary>
    private const int Forests = 2;

    /// <summary>Examples of each forest, at most.</summary>
    private const int MostExamples = 400_000;
    private const int FewestKnownDays = 28;
    private const double LargestRatio = 12;

    private static readonly CalendarRegression.CalendarRegression Expectation = new();

    /// <inheritdoc/>
    public string Name => "GradientBoosting";

    /// <inheritdoc/>
    public int RelativeCost => 60;

    /// <inheritdoc/>
    public bool IsCheapToFit => false;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The program has no tree trainer.</exception>
    public IFittedFamily Fit(History history, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(options);
        if (trainer is null)
        {
            throw new InvalidOperationException("This program can use gradient-boosted trees but not grow them.");
        }

        var forests = new List<TreeEnsemble>();
        for (var forest = 0; forest < Forests; forest++)
        {
            var table = Examples(history, options, forest);
            if (table.Count > 0)
            {
                var growth = TreeTrainingOptions.For(table.Count) with { Seed = options.Seed + forest };
                forests.Add(trainer.Train(table, growth, options.CancellationToken));
            }
        }

        options.Advance?.Invoke(history.SeriesCount);
        return new Fitted([.. forests], Expectation.Fit(history, options with { Advance = null }));
    }

    /// <inheritdoc/>
    public IFittedFamily Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var count = reader.ReadCount(sizeof(double));
        var ensembles = new TreeEnsemble[count];
        for (var i = 0; i < count; i++)
        {
            ensembles[i] = TreeEnsemble.Read(reader);
            if (ensembles[i].FeatureCount > ExampleBuilder.Width)
            {
                throw new InvalidDataException($"The state of {Name} is damaged.");
            }
        }

        return new Fitted(ensembles, Expectation.Read(reader));
    }

    /// <summary>The examples of past origins, thinned evenly to a bound.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="options">Horizon and cancellation.</param>
    /// <param name="forest">Number of the forest, from 0: it moves the origins on by a share of their distance.</param>
    internal static TrainingTable Examples(History history, FitOptions options, int forest = 0)
    {
        var panel = PanelSignals.Of(history);
        var stride = StrideFor(history, options.Horizon);
        var latest = history.Origin - 1 - (forest * stride / Forests);
        var origins = Enumerable.Range(0, (Math.Max(0, latest) / stride) + 1).Select(i => latest - (i * stride)).Order().ToArray();
        var expectations = CalendarExpectations.Of(history, origins, options);
        var parts = new (List<float> Features, List<float> Labels, List<float> Weights)[history.SeriesCount];
        Parallel.For(
            0,
            history.SeriesCount,
            new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            series => parts[series] = ExamplesOf(history, panel, series, options.Horizon, (latest, stride), expectations));
        var count = parts.Sum(part => part.Labels.Count);
        var features = new float[count * ExampleBuilder.Width];
        var labels = new float[count];
        var weights = new float[count];
        var row = 0;
        foreach (var part in parts)
        {
            part.Features.CopyTo(features, row * ExampleBuilder.Width);
            part.Labels.CopyTo(labels, row);
            part.Weights.CopyTo(weights, row);
            row += part.Labels.Count;
        }

        return new TrainingTable(ExampleBuilder.Width, features, labels, weights);
    }

    /// <summary>Distance between origins: never a multiple of seven, so that every step is seen on every weekday.</summary>
    private static int StrideFor(History history, int horizon)
    {
        var cells = 0L;
        for (var series = 0; series < history.SeriesCount; series++)
        {
            cells += Math.Max(0, history.Origin - history.FirstDay(series) - FewestKnownDays);
        }

        var stride = (int)Math.Clamp(((cells * horizon) + MostExamples - 1) / MostExamples, 1, 1000);
        return stride % 7 == 0 ? stride + 1 : stride;
    }

    private static (List<float> Features, List<float> Labels, List<float> Weights) ExamplesOf(
        History history, PanelSignals panel, int series, int horizon, (int Latest, int Stride) origins, CalendarExpectations expectations)
    {
        var (features, labels, weights) = (new List<float>(), new List<float>(), new List<float>());
        var signals = new SeriesSignals(history, panel, series);
        var builder = new ExampleBuilder(panel);
        Span<float> example = stackalloc float[ExampleBuilder.Width];
        for (var origin = origins.Latest; origin >= signals.FirstDay + FewestKnownDays; origin -= origins.Stride)
        {
            var level = ExampleBuilder.LevelAt(signals, origin);
            if (level <= 0)
            {
                continue;
            }

            var expected = expectations.At(origin, series);
            if (expected.IsEmpty)
            {
                continue;
            }

            for (var step = 0; step < horizon && origin + step < history.Origin; step++)
            {
                if (!panel.Open[origin + step])
                {
                    continue;
                }

                builder.Fill(signals, origin, step, level, expected, example);
                features.AddRange(example);
                labels.Add((float)(Root(signals[origin + step], level) - Root(expected[step], level)));
                weights.Add(1);
            }
        }

        return (features, labels, weights);
    }

    /// <summary>Square root of sales in units of the level, one-off orders held down.</summary>
    private static double Root(double sales, double level) => Math.Sqrt(Math.Clamp(sales / level, 0, LargestRatio));

    private sealed class Fitted(TreeEnsemble[] ensembles, IFittedFamily expectation) : IFittedFamily
    {
        public void Forecast(History history, int series, Span<double> forecast)
        {
            forecast.Clear();
            var first = history.FirstDay(series);
            if (first >= history.Origin)
            {
                return;
            }

            var panel = PanelSignals.Of(history);
            var signals = new SeriesSignals(history, panel, series);
            var level = ExampleBuilder.LevelAt(signals, history.Origin);
            if (level <= 0)
            {
                return;
            }

            var expected = new double[forecast.Length];
            expectation.Forecast(history, series, expected);
            var builder = new ExampleBuilder(panel);
            Span<float> example = stackalloc float[ExampleBuilder.Width];
            for (var step = 0; step < forecast.Length; step++)
            {
                if (!panel.Open[history.Origin + step])
                {
                    continue;
                }

                builder.Fill(signals, history.Origin, step, level, expected, example);
                var correction = 0.0;
                foreach (var ensemble in ensembles)
                {
                    correction += ensemble.Score(example) / ensembles.Length;
                }

                var root = Math.Max(0, Root(expected[step], level) + correction);
                forecast[step] = level * root * root;
            }
        }

        public void Write(BinaryWriter writer)
        {
            writer.Write(ensembles.Length);
            foreach (var ensemble in ensembles)
            {
                ensemble.Write(writer);
            }

            expectation.Write(writer);
        }
    }
}
