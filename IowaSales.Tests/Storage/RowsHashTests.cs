using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using IowaSales.Storage.Import;
using Xunit;

namespace IowaSales.Tests.Storage;

/// <summary>Batches in a store are known by this hash: it must not change.</summary>
public sealed class RowsHashTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void Is_the_hash_of_the_sum_of_the_rows_hashes_in_any_order(int count)
    {
        SalesRow[] rows = [.. Enumerable.Range(0, count).Select(index =>
            new SalesRow(index + 2, new DateOnly(2024, 1, 1).AddDays(index % 300), $"Ä {new string('x', index % 990)}", index / 3.0))];
        var lanes = new BigInteger[4];
        foreach (var row in rows)
        {
            var digest = SHA256.HashData([.. BitConverter.GetBytes(row.Date.DayNumber), .. BitConverter.GetBytes(row.Total), .. Encoding.Unicode.GetBytes(row.Item)]);
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                lanes[lane] += BitConverter.ToUInt64(digest, 8 * lane);
            }
        }

        byte[] all = [.. lanes.SelectMany(lane => BitConverter.GetBytes((ulong)(lane % (BigInteger.One << 64)))), .. BitConverter.GetBytes((long)count)];
        var expected = Convert.ToHexStringLower(SHA256.HashData(all));

        Assert.Equal(expected, HashOf(rows));
        Array.Reverse(rows);
        Assert.Equal(expected, HashOf(rows));
    }

    [Fact]
    public void Differs_when_a_row_does()
    {
        var row = new SalesRow(2, new DateOnly(2024, 1, 1), "RUM", 4);
        SalesRow[][] batches = [[row], [row, row], [row with { Total = 5 }], [row with { Item = "GIN" }], [row with { Date = new DateOnly(2024, 1, 2) }]];

        Assert.Equal(batches.Length, batches.Select(HashOf).Distinct().Count());
        Assert.Equal(HashOf([row]), HashOf([row with { Line = 9 }]));
    }

    private static string HashOf(SalesRow[] rows)
    {
        var hash = new RowsHash();
        foreach (var row in rows)
        {
            hash.Append(row);
        }

        return hash.Finish();
    }
}
