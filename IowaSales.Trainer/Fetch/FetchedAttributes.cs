using System.IO.Compression;
using System.Text.Json;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Fetch;

/// <summary>Category and vendor of each product. Where the lines of a product have several, the last of them by name counts.</summary>
/// <param name="Item">Name of the product.</param>
/// <param name="Category">Its category; blank when no line has one.</param>
/// <param name="Vendor">Its vendor; blank when no line has one.</param>
internal sealed record FetchedAttributes(string Item, string Category, string Vendor)
{
    /// <summary>What the fields are called in answers and in the file.</summary>
    public const string CategoryName = "category";
    public const string VendorName = "vendor";

    /// <summary>Asks for the attributes of some products, or of all.</summary>
    /// <param name="client">Asks.</param>
    /// <param name="request">What is asked; its fields name category and vendor.</param>
    /// <param name="items">Names of the products as stored; null for all.</param>
    /// <param name="pageSize">Rows of a page.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="VerbException">The answer is not of the expected shape.</exception>
    public static async Task<List<FetchedAttributes>> AskAsync(
        SodaClient client, FetchRequest request, IReadOnlyList<string>? items, int pageSize, CancellationToken cancellationToken)
    {
        var all = new List<FetchedAttributes>();
        IReadOnlyList<string>?[] batches = items is null ? [null] : [.. SodaQuery.Batches(items)];
        foreach (var query in batches.Select(batch => SodaQuery.OfAttributes(request, batch)))
        {
            List<FetchedAttributes> page;
            var rows = 0;
            do
            {
                page = await client.GetAsync(query.Page(pageSize, rows).At(request.Source), content => Read(content, request), cancellationToken);
                all.AddRange(page);
                rows += page.Count;
            }
            while (page.Count >= pageSize);
        }

        return all;
    }

    /// <summary>Writes <c>item_name,category,vendor</c>, one row a product, by name.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="items">Names of the products that were fetched.</param>
    /// <param name="path">Where to, .csv or .csv.gz.</param>
    public static void Write(IEnumerable<FetchedAttributes> rows, IReadOnlyCollection<string> items, string path) => CompleteFile.Write(path, stream =>
    {
        using var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
        using var writer = CsvOutput.To(packed ?? stream);
        foreach (var column in (string[])["item_name", CategoryName, VendorName])
        {
            writer.WriteField(column);
        }

        writer.EndRecord();
        var fetched = items.ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => fetched.Contains(row.Item)).DistinctBy(row => row.Item).OrderBy(row => row.Item, StringComparer.Ordinal))
        {
            writer.WriteField(row.Item);
            writer.WriteField(row.Category);
            writer.WriteField(row.Vendor);
            writer.EndRecord();
        }
    });

    private static List<FetchedAttributes> Read(byte[] content, FetchRequest request)
    {
        using var document = JsonDocument.Parse(content);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw VerbException.Input($"{request.Source} does not answer with a list of rows; give the address of a data set that answers in JSON (…/resource/ID.json).");
        }

        var rows = new List<FetchedAttributes>();
        foreach (var row in document.RootElement.EnumerateArray())
        {
            if (TextOf(row, request.Fields.Item) is { Length: > 0 } item)
            {
                rows.Add(new FetchedAttributes(item, TextOf(row, CategoryName), TextOf(row, VendorName)));
            }
        }

        return rows;
    }

    /// <summary>A text without blanks around it; the service leaves a field out that has none.</summary>
    private static string TextOf(JsonElement row, string field) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
}
