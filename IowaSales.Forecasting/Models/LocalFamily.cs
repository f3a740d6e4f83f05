using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models;

/// <summary>
/// Base of the families that learn each series by itself. Fits in parallel; the result does not depend on the number of cores, since no
/// series sees another.
/// </summary>
/// <typeparam name="TParameters">What is learned of one series.</typeparam>
public abstract class LocalFamily<TParameters> : IModelFamily, ISeriesStates
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public virtual int RelativeCost => 1;

    /// <inheritdoc cref="IFittedFamily.TradingWeekdaysOnly"/>
    protected virtual bool TradingWeekdaysOnly => false;

    /// <inheritdoc/>
    public virtual bool SuitsSparsePanels => false;

    /// <inheritdoc/>
    public IFittedFamily Fit(History history, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(options);
        var parameters = new TParameters[history.SeriesCount];
        Parallel.For(
            0,
            parameters.Length,
            new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            series =>
            {
                parameters[series] = FitSeries(history, series, options);
                options.Advance?.Invoke(1);
            });
        return new Fitted(this, parameters, options.Effort);
    }

    /// <inheritdoc/>
    public IFittedFamily Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (effort, count) = ReadHeader(reader);
        var parameters = new TParameters[count];
        for (var series = 0; series < count; series++)
        {
            parameters[series] = ReadParameters(reader);
        }

        return new Fitted(this, parameters, effort);
    }

    (FitEffort Effort, int Count) ISeriesStates.ReadHeader(BinaryReader reader) => ReadHeader(reader);

    void ISeriesStates.WriteHeader(BinaryWriter writer, FitEffort effort, int count) => WriteHeader(writer, effort, count);

    void ISeriesStates.CopyNext(BinaryReader reader, BinaryWriter writer) => WriteParameters(writer, ReadParameters(reader));

    /// <summary>Learns one series.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series; it may be empty, constant or all zero.</param>
    /// <param name="options">Horizon, seed and effort.</param>
    /// <returns>Its parameters.</returns>
    protected abstract TParameters FitSeries(History history, int series, FitOptions options);

    /// <summary>Forecasts one series with what was learned of it.</summary>
    /// <param name="history">What is known, up to the forecast origin.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="forecast">Receives one finite value per calendar day.</param>
    protected abstract void ForecastSeries(History history, int series, TParameters parameters, Span<double> forecast);

    /// <summary>Writes the parameters of one series.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="parameters">The parameters.</param>
    protected abstract void WriteParameters(BinaryWriter writer, TParameters parameters);

    /// <summary>Reads the parameters of one series.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The parameters.</returns>
    protected abstract TParameters ReadParameters(BinaryReader reader);

    private static void WriteHeader(BinaryWriter writer, FitEffort effort, int count)
    {
        writer.Write((byte)effort);
        writer.Write(count);
    }

    private (FitEffort Effort, int Count) ReadHeader(BinaryReader reader)
    {
        var effort = (FitEffort)reader.ReadByte();
        var count = reader.ReadSeriesCount();
        return Enum.IsDefined(effort) ? (effort, count) : throw new InvalidDataException($"The state of {Name} is damaged.");
    }

    private sealed class Fitted(LocalFamily<TParameters> family, TParameters[] parameters, FitEffort effort) : IFittedFamily
    {
        public bool TradingWeekdaysOnly => family.TradingWeekdaysOnly;

        public void Forecast(History history, int series, Span<double> forecast)
        {
            var known = series < parameters.Length
                ? parameters[series]
                : family.FitSeries(history, series, new FitOptions(forecast.Length, Effort: effort));
            family.ForecastSeries(history, series, known, forecast);
        }

        public void Write(BinaryWriter writer)
        {
            WriteHeader(writer, effort, parameters.Length);
            foreach (var known in parameters)
            {
                family.WriteParameters(writer, known);
            }
        }
    }
}
