namespace IowaSales.Forecasting.Models;

/// <summary>
/// A family whose fitted state is a header and one state per series, so that the states that were fitted to the parts of a panel can be put together to the
/// state of the whole.
/// </summary>
internal interface ISeriesStates
{
    /// <summary>Reads the header.</summary>
    /// <param name="reader">At the beginning of a state.</param>
    /// <returns>How much work the fit was, and the number of series.</returns>
    (FitEffort Effort, int Count) ReadHeader(BinaryReader reader);

    /// <summary>Writes the header.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="effort">How much work the fit was.</param>
    /// <param name="count">Number of series.</param>
    void WriteHeader(BinaryWriter writer, FitEffort effort, int count);

    /// <summary>Copies the state of the next series.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="writer">Where to.</param>
    void CopyNext(BinaryReader reader, BinaryWriter writer);
}
