using System.Globalization;
using System.IO.Compression;
using IowaSales.Forecasting.Data;

namespace IowaSales.Benchmarks.Protocols;

/// <summary>Reads the data sets of the accuracy protocols: <c>date,item,value</c> by position, plain or gzipped.</summary>
internal static class ProtocolData
{
    public static SalesPanel Read(string path, Func<string, bool>? items = null)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        var builder = new SalesPanelBuilder();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var (first, last) = (line.IndexOf(',', StringComparison.Ordinal), line.LastIndexOf(','));
            var item = line[(first + 1)..last].Trim('"');
            if (items is null || items(item))
            {
                builder.Add(
                    DateOnly.Parse(line.AsSpan(0, first), CultureInfo.InvariantCulture),
                    item,
                    double.Parse(line.AsSpan(last + 1), CultureInfo.InvariantCulture));
            }
        }

        return builder.Build();
    }
}
