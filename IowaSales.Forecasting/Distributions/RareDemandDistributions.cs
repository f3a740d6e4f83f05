using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// Predictive distributions of rare demand around its mean. A series that sells on one day in thirty has a median of 0 and an upper quantile
/// of a whole delivery, so that no spread around the mean describes it (Kolassa 2016, Evaluating predictive count data distributions in
/// retail sales forecasting). The mean forecast in units of the series' usual demand is about the chance that it sells at all; days of
/// all series with a like chance share one empirical distribution of what was sold in those units (conformal prediction by category;
/// Vovk, Gammerman &amp; Shafer 2005, section 4.5). Holds no state of any series.
/// </summary>
public sealed class RareDemandDistributions : IForecastDistributions
{
    private readonly double[] _chances;
    private readonly double[][] _quantiles;

    private RareDemandDistributions(double[] chances, double[][] quantiles, double[][] template)
    {
        _chances = chances;
        _quantiles = quantiles;
        Template = template;
    }

    /// <summary>Joint ranks: each path holds one probability level per step.</summary>
    public IReadOnlyList<double[]> Template { get; }

    /// <summary>Learns from validation windows.</summary>
    /// <param name="actual">Sales; NaN on closed days.</param>
    /// <param name="mean">Mean forecasts made without knowing those sales.</param>
    /// <param name="histories">What was known at each origin. Series that had sold nothing by then teach nothing: that they are in the panel tells that they will sell.</param>
    /// <returns>The distributions.</returns>
    public static RareDemandDistributions Learn(ForecastCube actual, ForecastCube mean, IReadOnlyList<History> histories)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(histories);
        var evidence = new RareDemandEvidence();
        for (var o = 0; o < actual.OriginCount; o++)
        {
            for (var series = 0; series < actual.SeriesCount; series++)
            {
                Collect(evidence, histories[o], series, actual[o, series], mean[o, series]);
            }
        }

        return Of(evidence, actual.Horizon);
    }

    /// <summary>Learns from evidence.</summary>
    /// <param name="evidence">What validation windows tell.</param>
    /// <param name="horizon">Days of a window.</param>
    internal static RareDemandDistributions Of(RareDemandEvidence evidence, int horizon)
    {
        var (chances, sold) = evidence.Categorize();
        return new RareDemandDistributions(
            chances,
            [.. sold.Select(amounts => (double[])[.. QuantileLevels.Grid.Select(amounts.Quantile)])],
            JointRanks.Template(evidence.Ranks(chances, sold), horizon));
    }

    /// <summary>Counts a window of a series, if it had sold by its origin: that it is in the panel tells that it will sell.</summary>
    /// <param name="evidence">Where it is counted.</param>
    /// <param name="history">What was known at the origin.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="actual">Sales; NaN on closed days.</param>
    /// <param name="mean">Mean forecasts made without knowing those sales.</param>
    internal static void Collect(RareDemandEvidence evidence, History history, int series, ReadOnlySpan<double> actual, ReadOnlySpan<double> mean)
    {
        evidence.Windows++;
        if (TypicalDemand(history, series) is > 0 and var size)
        {
            evidence.Add(history, series, actual, mean, size);
        }
    }

    /// <summary>Reads back what <see cref="Write"/> wrote after its mark.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The distributions.</returns>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static RareDemandDistributions Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var distributions = new RareDemandDistributions(reader.ReadRow(), reader.ReadRows(), reader.ReadRows());
        return distributions._chances.Length > 0
            && distributions._chances.Length == distributions._quantiles.Length
            && Array.TrueForAll(distributions._quantiles, row => row.Length == QuantileLevels.Grid.Count)
            && distributions.Template.All(path => Array.TrueForAll(path, rank => rank is >= 0 and <= 1))
            ? distributions
            : throw new InvalidDataException("The distributions of rare demand are damaged.");
    }

    /// <inheritdoc/>
    public SeriesForecast Around(History history, int series, bool knownToModel, double[] centre)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(centre);
        var size = TypicalDemand(history, series);
        var units = new double[centre.Length];
        var standards = new double[centre.Length][];
        for (var step = 0; step < centre.Length; step++)
        {
            var unit = Math.Max(size, centre[step]);
            units[step] = unit;
            standards[step] = StandardAt(centre[step], unit);
        }

        // A series that never sold, or only had returns, is forecast to sell nothing.
        var chances = DayChance.Of(history, series, size > 0 ? 1 : 0, centre.Length);
        return new SeriesForecast(history.Items[series], knownToModel, centre, units, standards, chances, Template);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(DistributionFormat.RareDemand);
        writer.WriteRow(_chances);
        writer.WriteRows(_quantiles);
        writer.WriteRows(Template);
    }

    private double[] StandardAt(double mean, double unit) => _quantiles[unit > 0 ? RareDemandEvidence.CategoryOf(_chances, mean / unit) : 0];

    /// <summary>Mean size of the known demands of a series; 0 when there is none.</summary>
    private static double TypicalDemand(History history, int series)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in history.Rows(series).Values)
        {
            if (value > 0)
            {
                sum += value;
                count++;
            }
        }

        return count > 0 ? sum / count : 0;
    }
}
