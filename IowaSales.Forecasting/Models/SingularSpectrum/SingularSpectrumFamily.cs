using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.SingularSpectrum;

/// <summary>
/// Singular spectrum analysis (Golyandina, Nekrutkin &amp; Zhigljavsky 2001, Analysis of Time Series Structure): the trajectory matrix of a
/// series is cut to its strongest components, and what remains is carried on by the linear recurrence that they obey. As many components as
/// a level and a weekly pattern have together: one for each day of the week. On the last two years, spikes held to what their weekday
/// usually does; a series that is short, rarely sells or never changes gets its mean.
/// </summary>
/// <param name="trainer">Learns the filters; null in a program that only forecasts.</param>
public sealed class SingularSpectrumFamily(ISpectrumTrainer? trainer = null) : SteppedFamily<SpectrumFilter?>(MaxWeeks, inCalendarTime: false)
{
    private const int MaxWeeks = 104;
    private const int WindowWeeks = 8;

    /// <summary>Fewer windows of values than this tell no component from noise.</summary>
    private const int MinWindows = 3;

    /// <inheritdoc/>
    public override string Name => "SingularSpectrum";

    /// <inheritdoc/>
    public override string Description => "carries on the strongest patterns of level and week";

    /// <inheritdoc/>
    public override int RelativeCost => 20;

    /// <inheritdoc/>
    protected override SpectrumFilter? FitSteps(double[] values, int season, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var known = values.Count(value => !double.IsNaN(value));
        var window = WindowWeeks * season;
        var sparse = SeriesTime.IsSparse(values);
        var whole = Whole(values, season);
        if (trainer is null || known < MinWindows * window || sparse || whole.AsSpan().IndexOfAnyExcept(whole[0]) < 0)
        {
            return null;
        }

        var weeks = (options.Horizon + Week.Days - 1) / Week.Days;
        return trainer.Learn(whole, window, rank: season, steps: (weeks + 1) * season);
    }

    /// <inheritdoc/>
    protected override void ForecastSteps(SpectrumFilter? model, double[] values, int season, Span<double> steps)
    {
        var whole = Whole(values, season);
        if (model is null)
        {
            steps.Fill(Mean(whole));
        }
        else
        {
            model.Forecast(whole, steps);
        }
    }

    /// <inheritdoc/>
    protected override void WriteModel(BinaryWriter writer, SpectrumFilter? model)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(model is not null);
        model?.Write(writer);
    }

    /// <inheritdoc/>
    protected override SpectrumFilter? ReadModel(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.ReadBoolean() ? SpectrumFilter.Read(reader) : null;
    }

    /// <summary>The series without gaps and spikes.</summary>
    private static double[] Whole(double[] values, int season)
    {
        var calm = new double[values.Length];
        SpikeFilter.Apply(values, season, calm);
        ClassicalDecomposition.Fill(calm, season, values);
        return values;
    }

    private static double Mean(double[] values)
    {
        var mean = 0.0;
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        return mean;
    }
}
