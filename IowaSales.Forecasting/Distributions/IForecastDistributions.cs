using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// Predictive distributions around an ensemble's point forecasts, learnt from what was sold on validation windows. Safe to use from many
/// threads.
/// </summary>
public interface IForecastDistributions
{
    /// <summary>The predictive distribution of one series.</summary>
    /// <param name="history">What is known; the first forecast day is its origin.</param>
    /// <param name="series">Index of the series; one that was not on the validation windows gets what the others taught.</param>
    /// <param name="knownToModel">Whether the model was fitted on this series.</param>
    /// <param name="centre">The ensemble's point forecasts: one per day, at least 0, for the case that the day is open; 0 on closed days.</param>
    /// <returns>The forecast; nothing is sold on closed days.</returns>
    SeriesForecast Around(History history, int series, bool knownToModel, double[] centre);

    /// <summary>Writes the distributions, culture- and platform-neutral; <see cref="DistributionFormat"/> reads them back.</summary>
    /// <param name="writer">Where to.</param>
    void Write(BinaryWriter writer);
}
