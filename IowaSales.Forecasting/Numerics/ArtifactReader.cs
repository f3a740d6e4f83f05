using System.Text;

namespace IowaSales.Forecasting.Numerics;

/// <summary>
/// Reads a file that may be damaged or forged: every number is finite, and what is counted fits what is left of the file, so that no more
/// memory is taken than the file has bytes.
/// </summary>
/// <param name="content">The file.</param>
/// <param name="maxSeries">Most series that the state may be of.</param>
/// <param name="maxDays">Most days that the state may be of.</param>
internal sealed class ArtifactReader(byte[] content, int maxSeries = int.MaxValue, int maxDays = int.MaxValue)
    : BinaryReader(new MemoryStream(content, writable: false), Encoding.UTF8)
{
    /// <summary>Most series that the state may be of.</summary>
    public int MaxSeries { get; } = maxSeries;

    /// <summary>Most days that the state may be of.</summary>
    public int MaxDays { get; } = maxDays;

    /// <summary>Whether everything was read.</summary>
    public bool IsAtEnd => BaseStream.Position == BaseStream.Length;

    /// <summary>A finite number.</summary>
    /// <exception cref="InvalidDataException">It is not finite.</exception>
    public override double ReadDouble() => base.ReadDouble() is var value && double.IsFinite(value) ? value : throw NotFinite();

    /// <summary>A finite number.</summary>
    /// <exception cref="InvalidDataException">It is not finite.</exception>
    public override float ReadSingle() => base.ReadSingle() is var value && float.IsFinite(value) ? value : throw NotFinite();

    private static InvalidDataException NotFinite() => new("A number is not finite.");
}

/// <summary>Reads counts before anything is allocated for what they count.</summary>
internal static class ArtifactReads
{
    /// <summary>A count.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="bytesEach">Fewest bytes that one of what is counted has in the file, at least 1.</param>
    /// <exception cref="InvalidDataException">It is negative, or what is left of the file cannot hold so many.</exception>
    public static int ReadCount(this BinaryReader reader, int bytesEach) => reader.Checked(reader.ReadInt32(), bytesEach);

    /// <summary>A count that was written in seven bits a byte.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="bytesEach">Fewest bytes that one of what is counted has in the file, at least 1.</param>
    /// <exception cref="InvalidDataException">It is negative, or what is left of the file cannot hold so many.</exception>
    public static int ReadShortCount(this BinaryReader reader, int bytesEach) => reader.Checked(reader.Read7BitEncodedInt(), bytesEach);

    /// <summary>A number of series: for what may have no bytes of its own per series.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">It is negative, or more than the panel has.</exception>
    public static int ReadSeriesCount(this BinaryReader reader)
    {
        var count = reader.ReadInt32();
        var max = (reader as ArtifactReader)?.MaxSeries ?? int.MaxValue;
        return count >= 0 && count <= max ? count : throw Impossible(count);
    }

    /// <summary>A number that may be NaN, for what is not known, but not infinite.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">It is infinite.</exception>
    public static double ReadDoubleOrNaN(this BinaryReader reader) =>
        BitConverter.Int64BitsToDouble(reader.ReadInt64()) is var value && !double.IsInfinity(value) ? value : throw new InvalidDataException("A number is infinite.");

    /// <summary>A number that may be NaN, for what is not known, but not infinite.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">It is infinite.</exception>
    public static float ReadSingleOrNaN(this BinaryReader reader) =>
        BitConverter.Int32BitsToSingle(reader.ReadInt32()) is var value && !float.IsInfinity(value) ? value : throw new InvalidDataException("A number is infinite.");

    private static int Checked(this BinaryReader reader, int count, int bytesEach) =>
        count >= 0 && count <= (reader.BaseStream.Length - reader.BaseStream.Position) / bytesEach ? count : throw Impossible(count);

    private static InvalidDataException Impossible(int count) => new($"There cannot be {count} of what follows.");
}
