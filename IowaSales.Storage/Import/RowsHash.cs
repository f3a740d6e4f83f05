using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IowaSales.Storage.Import;

/// <summary>
/// What the same rows imported again are known by: the SHA-256 of the number of rows and of the sum of their SHA-256, so that their order, which
/// changes with the format of a file, does not count.
/// </summary>
internal sealed class RowsHash
{
    private readonly ulong[] _sum = new ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
    private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];
    private byte[] _row = new byte[1024];
    private long _rows;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row; where it stands in its file does not count.</param>
    public void Append(SalesRow row)
    {
        var name = MemoryMarshal.AsBytes(row.Item.AsSpan());
        var length = sizeof(int) + sizeof(double) + name.Length;
        if (length > _row.Length)
        {
            _row = new byte[length];
        }

        var content = _row.AsSpan(0, length);
        BinaryPrimitives.WriteInt32LittleEndian(content, row.Date.DayNumber);
        BinaryPrimitives.WriteDoubleLittleEndian(content[sizeof(int)..], row.Total);
        name.CopyTo(content[(sizeof(int) + sizeof(double))..]);
        SHA256.HashData(content, _digest);
        for (var lane = 0; lane < _sum.Length; lane++)
        {
            _sum[lane] += BinaryPrimitives.ReadUInt64LittleEndian(_digest.AsSpan(lane * sizeof(ulong)));
        }

        _rows++;
    }

    /// <summary>The hash of all rows added, in hexadecimal.</summary>
    public string Finish()
    {
        var all = new byte[SHA256.HashSizeInBytes + sizeof(long)];
        for (var lane = 0; lane < _sum.Length; lane++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(all.AsSpan(lane * sizeof(ulong)), _sum[lane]);
        }

        BinaryPrimitives.WriteInt64LittleEndian(all.AsSpan(SHA256.HashSizeInBytes), _rows);
        return Convert.ToHexStringLower(SHA256.HashData(all));
    }
}
