using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models;

/// <summary>
/// Base of the families that learn one series as steps: in trading time, where weekdays that never trade are dropped and a holiday within the
/// week is a missing value, or in calendar time, with a season of seven and closed days as zeros.
/// </summary>
/// <typeparam name="TModel">What is learned of the steps of one series.</typeparam>
/// <param name="maxWeeks">Weeks before the origin that count; older ones are left out.</param>
/// <param name="inCalendarTime">Whether all days of the week are steps.</param>
public abstract class SteppedFamily<TModel>(int maxWeeks, bool inCalendarTime) : LocalFamily<SteppedFamily<TModel>.Parameters>
{
    private double Closed => inCalendarTime ? 0 : double.NaN;

    /// <inheritdoc/>
    protected override bool TradingWeekdaysOnly => true;

    /// <summary>Learns the steps of one series.</summary>
    /// <param name="values">The known values, one per step; NaN is missing. May be changed.</param>
    /// <param name="season">Steps per week.</param>
    /// <param name="options">Horizon, seed and effort.</param>
    protected abstract TModel FitSteps(double[] values, int season, FitOptions options);

    /// <summary>Forecasts the steps after the known ones.</summary>
    /// <param name="model">What was learned.</param>
    /// <param name="values">The known values, one per step; NaN is missing. May be changed.</param>
    /// <param name="season">Steps per week.</param>
    /// <param name="steps">Receives one value per step.</param>
    protected abstract void ForecastSteps(TModel model, double[] values, int season, Span<double> steps);

    /// <summary>Writes what was learned of one series.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="model">What was learned.</param>
    protected abstract void WriteModel(BinaryWriter writer, TModel model);

    /// <summary>Reads what <see cref="WriteModel"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    protected abstract TModel ReadModel(BinaryReader reader);

    /// <summary>Whether there was nothing to learn from, so that newer sales are worth a fit of their own.</summary>
    /// <param name="model">What was learned.</param>
    protected virtual bool IsEmpty(TModel model) => false;

    /// <inheritdoc/>
    protected sealed override Parameters FitSeries(History history, int series, FitOptions options)
    {
        var time = inCalendarTime ? SeriesTime.Calendar(history, series, maxWeeks) : SeriesTime.Trading(history, series, maxWeeks);
        return new Parameters(time, FitSteps(time.Values(history, series, Closed), time.Season, options));
    }

    /// <inheritdoc/>
    protected sealed override void ForecastSeries(History history, int series, Parameters parameters, Span<double> forecast)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (IsEmpty(parameters.Model))
        {
            parameters = FitSeries(history, series, new FitOptions(forecast.Length));
        }

        var time = parameters.Time;
        var steps = new double[time.StepsAhead(history, forecast.Length)];
        ForecastSteps(parameters.Model, time.Values(history, series, Closed), time.Season, steps);
        time.Spread(history, steps, forecast);
    }

    /// <inheritdoc/>
    protected sealed override void WriteParameters(BinaryWriter writer, Parameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Time.Write(writer);
        WriteModel(writer, parameters.Model);
    }

    /// <inheritdoc/>
    protected sealed override Parameters ReadParameters(BinaryReader reader) => new(SeriesTime.Read(reader), ReadModel(reader));

    /// <summary>What is learned of one series.</summary>
    public sealed class Parameters
    {
        internal Parameters(SeriesTime time, TModel model) => (Time, Model) = (time, model);

        /// <summary>What is learned of its steps.</summary>
        public TModel Model { get; }

        internal SeriesTime Time { get; }
    }
}
