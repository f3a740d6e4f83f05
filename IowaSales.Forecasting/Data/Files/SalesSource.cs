using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Where a data file came from. A program that writes sales puts it beside the data, <c>iowa_sales.source.json</c> for
/// <c>iowa_sales.csv</c>, with the data's checksum: once the data is replaced, the file beside it no longer speaks of it.
/// </summary>
public sealed record SalesSource
{
    /// <summary>Where the sales came from, in words.</summary>
    public required string Description { get; init; }

    /// <summary>Whether the sales are simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>When they were made or fetched; null when unknown or when it does not matter.</summary>
    public DateTimeOffset? RetrievedAt { get; init; }

    /// <summary>What was asked for when they were fetched, so that the same request is known again; null for sales that were not fetched.</summary>
    public string? Request { get; init; }

    /// <summary>SHA-256 of the data file in hexadecimal; empty for data without such a file.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Path of the file that says where a data file came from.</summary>
    /// <param name="dataPath">Path of the data file.</param>
    public static string PathFor(string dataPath)
    {
        var name = Path.GetFileName(dataPath);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^3];
        }

        return Path.Combine(Path.GetDirectoryName(dataPath) ?? "", Path.ChangeExtension(name, ".source.json"));
    }

    /// <summary>Where a data file came from: as the file beside it says, or else the data file's own name.</summary>
    /// <param name="dataPath">Path of the data file.</param>
    public static SalesSource Of(string dataPath)
    {
        var unknown = new SalesSource { Description = Path.GetFileName(dataPath) };
        var path = PathFor(dataPath);
        if (!File.Exists(path))
        {
            return unknown;
        }

        try
        {
            var source = JsonSerializer.Deserialize(File.ReadAllBytes(path), SalesSourceJson.Default.SalesSource);
            return source is not null && source.Sha256.Equals(HashOf(dataPath), StringComparison.OrdinalIgnoreCase) ? source : unknown;
        }
        catch (JsonException)
        {
            return unknown;
        }
    }

    /// <summary>Writes the file beside a data file that says where it came from.</summary>
    /// <param name="dataPath">Path of the data file, complete.</param>
    public void WriteBeside(string dataPath)
    {
        var path = PathFor(dataPath);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        var json = JsonSerializer.SerializeToUtf8Bytes(this with { Sha256 = HashOf(dataPath) }, SalesSourceJson.Default.SalesSource);
        File.WriteAllBytes(temporary, [.. json, (byte)'\n']);
        File.Move(temporary, path, overwrite: true);
    }

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

/// <summary>Source-generated JSON of <see cref="SalesSource"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(SalesSource))]
internal sealed partial class SalesSourceJson : JsonSerializerContext;
