using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Ensembles;

/// <summary>Weights of the families: one set for the panel and one per series; each set sums to 1.</summary>
public sealed class EnsembleWeights
{
    private readonly double[] _panel;
    private readonly double[][] _series;

    /// <summary>Creates the weights.</summary>
    /// <param name="families">Names of the families.</param>
    /// <param name="panel">Weight of each family for a series without weights of its own.</param>
    /// <param name="series">Weights of each fitted series.</param>
    public EnsembleWeights(IReadOnlyList<string> families, double[] panel, double[][] series)
    {
        Families = families;
        _panel = panel;
        _series = series;
    }

    /// <summary>Names of the families, in the order of the weights.</summary>
    public IReadOnlyList<string> Families { get; }

    /// <summary>Weights of the panel.</summary>
    public ReadOnlySpan<double> Panel => _panel;

    /// <summary>Weights of one series; the panel's for a series that was not fitted.</summary>
    /// <param name="series">Index of the series.</param>
    public ReadOnlySpan<double> Of(int series) => series < _series.Length ? _series[series] : _panel;

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The weights.</returns>
    public static EnsembleWeights Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var families = new string[reader.ReadCount(1)];
        for (var i = 0; i < families.Length; i++)
        {
            families[i] = reader.ReadString();
        }

        var panel = ReadRow(reader, families.Length);
        var series = new double[reader.ReadCount(sizeof(double) * Math.Max(1, families.Length))][];
        for (var i = 0; i < series.Length; i++)
        {
            series[i] = ReadRow(reader, families.Length);
        }

        return Array.TrueForAll(series, AreWeights) && AreWeights(panel)
            ? new EnsembleWeights(families, panel, series)
            : throw new InvalidDataException("Weights are not shares of a whole.");
    }

    /// <summary>Writes the weights.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Families.Count);
        foreach (var family in Families)
        {
            writer.Write(family);
        }

        WriteRow(writer, _panel);
        writer.Write(_series.Length);
        foreach (var row in _series)
        {
            WriteRow(writer, row);
        }
    }

    /// <summary>Whether weights are shares that add up to 1, but for rounding.</summary>
    private static bool AreWeights(double[] row) => Array.TrueForAll(row, weight => weight is >= 0 and <= 1) && Math.Abs(row.Sum() - 1) < 1e-6;

    private static double[] ReadRow(BinaryReader reader, int length)
    {
        var row = new double[length];
        for (var i = 0; i < length; i++)
        {
            row[i] = reader.ReadDouble();
        }

        return row;
    }

    private static void WriteRow(BinaryWriter writer, double[] row)
    {
        foreach (var value in row)
        {
            writer.Write(value);
        }
    }
}
