using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IowaSales.Storage.Import;

/// <summary>SHA-256 over the rows of a batch in their order; what the same rows sent again are known by.</summary>
internal sealed class RowsHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _block = new byte[1 << 14];
    private int _filled;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row; where it stands in its file does not count.</param>
    public void Append(SalesRow row)
    {
        var name = MemoryMarshal.AsBytes(row.Item.AsSpan());
        var length = sizeof(int) + sizeof(double) + name.Length + 1;
        if (_filled + length > _block.Length)
        {
            Flush();
        }

        var place = _block.AsSpan(_filled, length);
        BinaryPrimitives.WriteInt32LittleEndian(place, row.Date.DayNumber);
        BinaryPrimitives.WriteDoubleLittleEndian(place[sizeof(int)..], row.Total);
        name.CopyTo(place[(sizeof(int) + sizeof(double))..]);
        place[^1] = (byte)'\n';
        _filled += length;
    }

    /// <summary>The hash of all rows added, in hexadecimal.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_block, 0, _filled);
        _filled = 0;
    }
}
