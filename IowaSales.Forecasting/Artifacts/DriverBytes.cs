using System.IO.Compression;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>Drivers and attributes as bytes that are read as they were written, types and levels included; compressed.</summary>
public static class DriverBytes
{
    /// <summary>Writes a set; the same set gives the same bytes.</summary>
    /// <param name="set">The set.</param>
    public static byte[] Write(DriverSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new BinaryWriter(gzip))
        {
            DriverFormat.Write(writer, set);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads a set.</summary>
    /// <param name="bytes">What <see cref="Write"/> gave.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static DriverSet Read(byte[] bytes)
    {
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes, writable: false), CompressionMode.Decompress))
        {
            gzip.CopyTo(plain);
        }

        plain.Position = 0;
        try
        {
            using var reader = new BinaryReader(plain);
            return DriverFormat.Read(reader);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("Drivers are damaged.", exception);
        }
    }
}
