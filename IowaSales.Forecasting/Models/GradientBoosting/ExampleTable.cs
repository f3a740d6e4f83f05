using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.WeekdayProfiles;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// Examples of past origins: for a day after each, the features known at the origin, and what was sold, on the scale of square roots and in units of
/// the series' level, less its weekday profile (<see cref="Correction"/>).
/// </summary>
internal static class ExampleTable
{
    /// <summary>Days of a horizon that one origin gives examples of; a longer horizon gives every so many.</summary>
    private const int DaysOfOrigin = 7;

    private const int MinKnownDays = 28;

    /// <summary>Examples of a history, at most about as many as asked for, spread evenly over its days.</summary>
    /// <param name="history">What is known; every example's day lies before its origin.</param>
    /// <param name="shape">The panel's weekday shape.</param>
    /// <param name="horizon">Days to forecast.</param>
    /// <param name="most">Examples, at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static TrainingTable Of(History history, WeekdayShape shape, int horizon, int most, CancellationToken cancellationToken)
    {
        var days = PanelDays.Of(history);
        var pasts = Pasts(history, cancellationToken);
        var stride = StrideFor(history, horizon, most);
        var latest = history.Origin - 1;
        var count = latest < MinKnownDays ? 0 : ((latest - MinKnownDays) / stride) + 1;
        var parts = new Part[count];
        Parallel.For(
            0,
            count,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => parts[i] = ExamplesAt(new ForecastOrigin(days, pasts, shape, latest - (i * stride)), pasts, horizon, history.Origin));
        var rows = parts.Sum(part => part.Labels.Count);
        var features = new float[rows * ExampleBuilder.Width];
        var labels = new float[rows];
        var row = 0;
        foreach (var part in parts)
        {
            part.Features.CopyTo(features, row * ExampleBuilder.Width);
            part.Labels.CopyTo(labels, row);
            row += part.Labels.Count;
        }

        var weights = new float[rows];
        Array.Fill(weights, 1);
        return new TrainingTable(ExampleBuilder.Width, features, labels, weights);
    }

    /// <summary>Every series of a history.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static SeriesPast[] Pasts(History history, CancellationToken cancellationToken)
    {
        var pasts = new SeriesPast[history.SeriesCount];
        Parallel.For(
            0,
            pasts.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            series => pasts[series] = new SeriesPast(history, series));
        return pasts;
    }

    /// <summary>Every how many days of a horizon one origin gives an example: prime to seven, so that every weekday is seen at every step.</summary>
    private static int SkipOf(int horizon)
    {
        var skip = (horizon + DaysOfOrigin - 1) / DaysOfOrigin;
        return skip > 1 && skip % 7 == 0 ? skip + 1 : skip;
    }

    /// <summary>Distance between origins: never a multiple of seven, so that every step is seen on every weekday.</summary>
    private static int StrideFor(History history, int horizon, int most)
    {
        var cells = 0L;
        for (var series = 0; series < history.SeriesCount; series++)
        {
            cells += Math.Max(0, history.Origin - history.FirstDay(series) - MinKnownDays);
        }

        var daysOfOrigin = (horizon + SkipOf(horizon) - 1) / SkipOf(horizon);
        var stride = (int)Math.Clamp(((cells * daysOfOrigin) + most - 1) / most, 1, 1000);
        return stride % 7 == 0 ? stride + 1 : stride;
    }

    private static Part ExamplesAt(ForecastOrigin origin, SeriesPast[] pasts, int horizon, int known)
    {
        var part = new Part([], []);
        Span<float> example = stackalloc float[ExampleBuilder.Width];
        var skip = SkipOf(horizon);
        for (var series = 0; series < pasts.Length; series++)
        {
            var level = origin.LevelOf(series);
            if (level <= 0)
            {
                continue;
            }

            var builder = new ExampleBuilder(origin, pasts[series], series);
            var mean = origin.MeanProfileOf(series);
            for (var step = (origin.Origin + series) % skip; step < horizon && origin.Origin + step < known; step += skip)
            {
                var day = origin.Origin + step;
                if (pasts[series].Knows(day))
                {
                    builder.Fill(step, example);
                    part.Features.AddRange(example);
                    part.Labels.Add((float)Correction.Of(
                        pasts[series].Values[day - pasts[series].FirstDay], mean[origin.Days.Calendar[day].Weekday], level));
                }
            }
        }

        return part;
    }

    private readonly record struct Part(List<float> Features, List<float> Labels);
}
