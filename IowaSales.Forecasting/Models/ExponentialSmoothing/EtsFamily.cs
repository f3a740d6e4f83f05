using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>
/// Exponential smoothing in state-space form, the form chosen by AICc (Hyndman et al. 2008), in trading time: weekdays that never trade are
/// dropped and a holiday within the week is a missing value; or in calendar time: a season of seven with closed days as zeros.
/// </summary>
/// <param name="inCalendarTime">Whether all days of the week are steps.</param>
public sealed class EtsFamily(bool inCalendarTime) : LocalFamily<EtsFamily.Parameters>
{
    private const int MaxWeeks = 156;

    private static readonly EtsSearch Thorough = EtsSearch.Fast with { StartingPoints = 2, Finalists = 4, Tolerance = 0.001 };

    /// <inheritdoc/>
    public override string Name => inCalendarTime ? "EtsCalendar" : "Ets";

    /// <inheritdoc/>
    public override int RelativeCost => inCalendarTime ? 8 : 6;

    private double Closed => inCalendarTime ? 0 : double.NaN;

    /// <inheritdoc/>
    protected override bool TradingWeekdaysOnly => true;

    /// <inheritdoc/>
    protected override Parameters FitSeries(History history, int series, FitOptions options)
    {
        var time = inCalendarTime ? SeriesTime.Calendar(history, series, MaxWeeks) : SeriesTime.Trading(history, series, MaxWeeks);
        var values = time.Values(history, series, Closed);
        var search = SeriesTime.IsSparse(values) ? EtsSearch.MeanOnly : options.Effort == FitEffort.High ? Thorough : EtsSearch.Fast;
        return new Parameters(time, EtsEstimator.Select(values, time.Season, search));
    }

    /// <inheritdoc/>
    protected override void ForecastSeries(History history, int series, Parameters parameters, Span<double> forecast)
    {
        if (parameters.Model.Observations == 0)
        {
            parameters = FitSeries(history, series, new FitOptions(forecast.Length));
        }

        var steps = new double[parameters.Time.StepsAhead(history, forecast.Length)];
        parameters.Model.Forecast(parameters.Time.Values(history, series, Closed), steps);
        parameters.Time.Spread(history, steps, forecast);
    }

    /// <inheritdoc/>
    protected override void WriteParameters(BinaryWriter writer, Parameters parameters)
    {
        parameters.Time.Write(writer);
        parameters.Model.Write(writer);
    }

    /// <inheritdoc/>
    protected override Parameters ReadParameters(BinaryReader reader) => new(SeriesTime.Read(reader), EtsModel.Read(reader));

    /// <summary>What is learnt of one series.</summary>
    public sealed class Parameters
    {
        internal Parameters(SeriesTime time, EtsModel model) => (Time, Model) = (time, model);

        /// <summary>The chosen model.</summary>
        public EtsModel Model { get; }

        internal SeriesTime Time { get; }
    }
}
