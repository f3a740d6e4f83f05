using System.Security.Cryptography;
using System.Text;
using IowaSales.Storage.Import;
using Xunit;

namespace IowaSales.Tests.Storage;

/// <summary>Batches of earlier versions are known by this hash: it must not change.</summary>
public sealed class RowsHashTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void Is_the_hash_of_the_rows_one_after_another(int count)
    {
        using var hash = new RowsHash();
        var bytes = new List<byte>();
        for (var index = 0; index < count; index++)
        {
            var row = new SalesRow(index + 2, new DateOnly(2024, 1, 1).AddDays(index % 300), $"Ä {new string('x', index % 190)}", index / 3.0);
            hash.Append(row);
            bytes.AddRange(BitConverter.GetBytes(row.Date.DayNumber));
            bytes.AddRange(BitConverter.GetBytes(row.Total));
            bytes.AddRange(Encoding.Unicode.GetBytes(row.Item));
            bytes.Add((byte)'\n');
        }

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. bytes])), hash.Finish());
    }
}
