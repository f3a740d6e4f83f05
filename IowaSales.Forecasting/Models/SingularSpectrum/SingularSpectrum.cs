using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.SingularSpectrum;

/// <summary>
/// Singular spectrum analysis (Golyandina, Nekrutkin &amp; Zhigljavsky 2001, Analysis of Time Series Structure): the trajectory matrix of a
/// series is cut to its strongest components, and what remains is carried on by the linear recurrence that they obey. As many components as
/// a level and a weekly pattern have together: one for each day of the week. In trading time on the last two years, spikes held to what
/// their weekday usually does; a series that is short, rarely sells or never changes gets its mean.
/// </summary>
/// <param name="trainer">Learns the filters; null in a program that only forecasts.</param>
public sealed class SingularSpectrum(ISpectrumTrainer? trainer = null) : LocalFamily<SingularSpectrum.Parameters>
{
    private const int MaxWeeks = 104;
    private const int WindowWeeks = 8;

    /// <summary>Fewer windows of values than this tell no component from noise.</summary>
    private const int MinWindows = 3;

    /// <inheritdoc/>
    public override string Name => "SingularSpectrum";

    /// <inheritdoc/>
    public override int RelativeCost => 20;

    /// <inheritdoc/>
    protected override Parameters FitSeries(History history, int series, FitOptions options)
    {
        var time = SeriesTime.Trading(history, series, MaxWeeks);
        var values = Values(history, series, time, out var known);
        var window = WindowWeeks * time.Season;
        if (trainer is null || known < MinWindows * window || SeriesTime.IsSparse(time.Values(history, series, double.NaN))
            || values.AsSpan().IndexOfAnyExcept(values[0]) < 0)
        {
            return new Parameters(time, null);
        }

        var weeks = (options.Horizon + 6) / 7;
        return new Parameters(time, trainer.Learn(values, window, rank: time.Season, steps: (weeks + 1) * time.Season));
    }

    /// <inheritdoc/>
    protected override void ForecastSeries(History history, int series, Parameters parameters, Span<double> forecast)
    {
        var time = parameters.Time;
        var values = Values(history, series, time, out _);
        var steps = new double[time.StepsAhead(history, forecast.Length)];
        if (parameters.Filter is { } filter)
        {
            filter.Forecast(values, steps);
        }
        else
        {
            Array.Fill(steps, Mean(values));
        }

        time.Spread(history, steps, forecast);
    }

    /// <inheritdoc/>
    protected override void WriteParameters(BinaryWriter writer, Parameters parameters)
    {
        parameters.Time.Write(writer);
        writer.Write(parameters.Filter is not null);
        parameters.Filter?.Write(writer);
    }

    /// <inheritdoc/>
    protected override Parameters ReadParameters(BinaryReader reader) =>
        new(SeriesTime.Read(reader), reader.ReadBoolean() ? SpectrumFilter.Read(reader) : null);

    /// <summary>The series without gaps and spikes.</summary>
    private static double[] Values(History history, int series, SeriesTime time, out int known)
    {
        var values = time.Values(history, series, double.NaN);
        known = values.Count(value => !double.IsNaN(value));
        var calm = new double[values.Length];
        SpikeFilter.Apply(values, time.Season, calm);
        ClassicalDecomposition.Fill(calm, time.Season, values);
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

    /// <summary>What is learnt of one series.</summary>
    public sealed class Parameters
    {
        internal Parameters(SeriesTime time, SpectrumFilter? filter) => (Time, Filter) = (time, filter);

        /// <summary>The learnt filter; null where the mean is all there is.</summary>
        public SpectrumFilter? Filter { get; }

        internal SeriesTime Time { get; }
    }
}
