using System.Security.Cryptography;
using System.Text;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>The names of the columns that trees were grown on, in their order.</summary>
/// <param name="names">The names; each once.</param>
internal sealed class FeatureTable(IReadOnlyList<string> names)
{
    /// <summary>Number of bytes of a hash that are kept: an accident, not an attacker, is to be told.</summary>
    private const int HashBytes = 8;

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Tells one table from another: the start of the SHA-256 of the names, one a line, in hexadecimal.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))).AsSpan(0, HashBytes));

    /// <summary>Number of columns.</summary>
    public int Width => Names.Count;
}
