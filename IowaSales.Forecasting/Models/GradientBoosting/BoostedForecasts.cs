using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.WeekdayProfiles;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>Forecasts of trees that correct weekday profiles.</summary>
/// <param name="trees">The trees; none leaves the profiles as they are.</param>
/// <param name="shape">The panel's weekday shape.</param>
internal sealed class BoostedForecasts(TreeEnsemble? trees, WeekdayShape shape) : IFittedFamily
{
    private readonly ConditionalWeakTable<History, Known> _known = [];

    /// <inheritdoc/>
    public string FeatureHash => ExampleBuilder.Table.Hash;

    /// <inheritdoc/>
    public void Forecast(History history, int series, Span<double> forecast)
    {
        forecast.Clear();
        var known = _known.GetValue(history, Look);
        var level = known.Origin.LevelOf(series);
        if (level <= 0)
        {
            FromYoung(history, known.Pasts[series], forecast);
            return;
        }

        var builder = new ExampleBuilder(known.Origin, known.Pasts[series], series);
        var mean = known.Origin.MeanProfileOf(series);
        Span<float> example = stackalloc float[ExampleBuilder.Width];
        for (var step = 0; step < forecast.Length; step++)
        {
            var day = history.Origin + step;
            if (history.IsOpen(series, day))
            {
                var expected = mean[known.Origin.Days.Calendar[day].Weekday];
                builder.Fill(step, example);
                forecast[step] = trees is null ? expected : Correction.Apply(expected, level, trees.Score(example));
            }
        }
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        writer.Write(trees is not null);
        trees?.Write(writer);
        shape.Write(writer);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static BoostedForecasts Read(BinaryReader reader)
    {
        var trees = reader.ReadBoolean() ? TreeEnsemble.Read(reader) : null;
        return trees is null || trees.FeatureCount <= ExampleBuilder.Width
            ? new BoostedForecasts(trees, WeekdayShape.Read(reader))
            : throw new InvalidDataException("The trees look at features that there are not.");
    }

    /// <summary>A series of a few weeks is forecast by its profile alone.</summary>
    private void FromYoung(History history, SeriesPast past, Span<double> forecast)
    {
        if (past.Values.Length == 0)
        {
            return;
        }

        Span<double> profiles = stackalloc double[Profiles.Count * 7];
        Span<double> mean = stackalloc double[7];
        Profiles.Fill(past, past.Values.Length, shape, profiles);
        Profiles.Mean(profiles, mean);
        for (var step = 0; step < forecast.Length; step++)
        {
            forecast[step] = mean[(int)history.DateOf(history.Origin + step).DayOfWeek];
        }
    }

    private Known Look(History history)
    {
        var pasts = ExampleTable.Pasts(history, CancellationToken.None);
        return new Known(pasts, new ForecastOrigin(PanelDays.Of(history), pasts, shape, history.Origin));
    }

    private sealed record Known(SeriesPast[] Pasts, ForecastOrigin Origin);
}
