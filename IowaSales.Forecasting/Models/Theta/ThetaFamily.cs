using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.Theta;

/// <summary>The standard Theta method in trading time on the last year, spikes held to what their weekday usually does.</summary>
public sealed class ThetaFamily : LocalFamily<ThetaFamily.Parameters>
{
    /// <summary>A line through more than a year says little of the next weeks.</summary>
    private const int MaxWeeks = 52;

    /// <inheritdoc/>
    public override string Name => "Theta";

    /// <inheritdoc/>
    public override int RelativeCost => 3;

    /// <inheritdoc/>
    protected override bool TradingWeekdaysOnly => true;

    /// <inheritdoc/>
    protected override Parameters FitSeries(History history, int series, FitOptions options)
    {
        var time = SeriesTime.Trading(history, series, MaxWeeks);
        var values = Values(history, series, time);
        return new Parameters(time, SeriesTime.IsSparse(values) ? ThetaModel.Mean(values) : ThetaModel.Fit(values, time.Season));
    }

    /// <inheritdoc/>
    protected override void ForecastSeries(History history, int series, Parameters parameters, Span<double> forecast)
    {
        var time = parameters.Time;
        var steps = new double[time.StepsAhead(history, forecast.Length)];
        parameters.Model.Forecast(Values(history, series, time), steps);
        time.Spread(history, steps, forecast);
    }

    /// <inheritdoc/>
    protected override void WriteParameters(BinaryWriter writer, Parameters parameters)
    {
        parameters.Time.Write(writer);
        parameters.Model.Write(writer);
    }

    /// <inheritdoc/>
    protected override Parameters ReadParameters(BinaryReader reader) => new(SeriesTime.Read(reader), ThetaModel.Read(reader));

    private static double[] Values(History history, int series, SeriesTime time)
    {
        var values = time.Values(history, series, double.NaN);
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
        internal Parameters(SeriesTime time, ThetaModel model) => (Time, Model) = (time, model);

        /// <summary>The fitted method.</summary>
        public ThetaModel Model { get; }

        internal SeriesTime Time { get; }
    }
}
