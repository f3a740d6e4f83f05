namespace IowaSales.Forecasting.Models.SingularSpectrum;

/// <summary>Learns singular spectrum forecasts. The engine behind it may be native; the filter it returns is applied in managed code.</summary>
public interface ISpectrumTrainer
{
    /// <summary>Learns one series; the same values give the same filter.</summary>
    /// <param name="values">Values in time order, finite, more than <c>2 * window</c> of them.</param>
    /// <param name="window">Window length L of the trajectory matrix, at least 2.</param>
    /// <param name="rank">Number of components that are signal, 1 .. <paramref name="window"/> - 1.</param>
    /// <param name="steps">Number of steps to forecast, at least 1.</param>
    /// <returns>What each step's forecast is of the values before it; null where the engine finds no finite recurrence.</returns>
    SpectrumFilter? Learn(ReadOnlySpan<double> values, int window, int rank, int steps);
}
