using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>
/// Exponential smoothing made for medians of skewed, spiky sales: additive forms on a logarithmic scale that takes zeros, where a season is a
/// factor and the median keeps its place, with spikes held to what their weekday usually does (in the spirit of Gelper, Fried &amp; Croux
/// 2010, Robust forecasting with exponential and Holt-Winters smoothing). In trading time, or in calendar time with closed days as zeros.
/// </summary>
/// <param name="inCalendarTime">Whether all days of the week are steps.</param>
public sealed class RobustEtsFamily(bool inCalendarTime) : LocalFamily<RobustEtsFamily.Parameters>
{
    private const int MaxWeeks = 156;

    private static readonly EtsSearch Search = EtsSearch.Fast with { Forms = [EtsForm.Simple, EtsForm.Parse("ANA"), EtsForm.Parse("AAdA")] };

    /// <inheritdoc/>
    public override string Name => inCalendarTime ? "RobustEtsCalendar" : "RobustEts";

    /// <inheritdoc/>
    public override int RelativeCost => inCalendarTime ? 10 : 9;

    private double Closed => inCalendarTime ? 0 : double.NaN;

    /// <inheritdoc/>
    protected override bool TradingWeekdaysOnly => true;

    /// <inheritdoc/>
    protected override Parameters FitSeries(History history, int series, FitOptions options)
    {
        var time = inCalendarTime ? SeriesTime.Calendar(history, series, MaxWeeks) : SeriesTime.Trading(history, series, MaxWeeks);
        var values = time.Values(history, series, Closed);
        var search = SeriesTime.IsSparse(values) ? EtsSearch.MeanOnly : Search;
        var scale = SymmetricLog.For(values);
        return new Parameters(time, scale, EtsEstimator.Select(Clean(values, time, scale), time.Season, search));
    }

    /// <inheritdoc/>
    protected override void ForecastSeries(History history, int series, Parameters parameters, Span<double> forecast)
    {
        if (parameters.Model.Observations == 0)
        {
            parameters = FitSeries(history, series, new FitOptions(forecast.Length));
        }

        var time = parameters.Time;
        var steps = new double[time.StepsAhead(history, forecast.Length)];
        parameters.Model.Forecast(Clean(time.Values(history, series, Closed), time, parameters.Scale), steps);
        parameters.Scale.Invert(steps);
        time.Spread(history, steps, forecast);
    }

    /// <inheritdoc/>
    protected override void WriteParameters(BinaryWriter writer, Parameters parameters)
    {
        parameters.Time.Write(writer);
        writer.Write(parameters.Scale.Unit);
        parameters.Model.Write(writer);
    }

    /// <inheritdoc/>
    protected override Parameters ReadParameters(BinaryReader reader) =>
        new(SeriesTime.Read(reader), new SymmetricLog(reader.ReadDouble()), EtsModel.Read(reader));

    private static double[] Clean(double[] values, SeriesTime time, SymmetricLog scale)
    {
        scale.Apply(values);
        if (SeriesTime.IsSparse(values))
        {
            return values;
        }

        var clean = new double[values.Length];
        SpikeFilter.Apply(values, time.Season, clean);
        return clean;
    }

    /// <summary>What is learnt of one series.</summary>
    public sealed class Parameters
    {
        internal Parameters(SeriesTime time, SymmetricLog scale, EtsModel model) => (Time, Scale, Model) = (time, scale, model);

        /// <summary>The chosen model of the transformed series.</summary>
        public EtsModel Model { get; }

        internal SeriesTime Time { get; }

        internal SymmetricLog Scale { get; }
    }
}
