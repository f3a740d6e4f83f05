using System.Globalization;

namespace IowaSales.Trainer.Fetch;

/// <summary>A query in the language of Socrata's open-data services (SoQL): its clauses, and its address.</summary>
/// <param name="Clauses">Names with their dollar sign, and values not yet escaped, in the order they are sent.</param>
internal sealed record SodaQuery(IReadOnlyList<(string Name, string Value)> Clauses)
{
    /// <summary>Most characters of escaped product names in one query; longer addresses are refused on the way.</summary>
    private const int MaxNameCharacters = 4000;

    /// <summary>The best-selling products.</summary>
    public static SodaQuery OfTop(FetchRequest request) => new(
    [
        ("$select", $"{request.Fields.Item},sum({request.Fields.Amount}) as {SodaFields.Total}"),
        ("$where", Where(request, null)),
        ("$group", request.Fields.Item),
        ("$order", $"{SodaFields.Total} DESC,{request.Fields.Item}"),
        ("$limit", Number(request.Top!.Value)),
    ]);

    /// <summary>Daily totals of some products, or of all.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="items">Their names as stored; null for all.</param>
    public static SodaQuery OfDays(FetchRequest request, IReadOnlyList<string>? items) => new(
    [
        ("$select", $"{request.Fields.Date},{request.Fields.Item},sum({request.Fields.Amount}) as {SodaFields.Total}{(request.Fields.Dollars is { } dollars ? $",sum({dollars}) as {SodaFields.TotalDollars}" : "")}"),
        ("$where", Where(request, items)),
        ("$group", $"{request.Fields.Date},{request.Fields.Item}"),
        ("$order", $"{request.Fields.Date},{request.Fields.Item}"),
    ]);

    /// <summary>Category and vendor of some products, or of all.</summary>
    /// <param name="request">What is asked; its fields name both.</param>
    /// <param name="items">Their names as stored; null for all.</param>
    public static SodaQuery OfAttributes(FetchRequest request, IReadOnlyList<string>? items) => new(
    [
        ("$select", $"{request.Fields.Item},max({request.Fields.About!.Value.Category}) as {FetchedAttributes.CategoryName},max({request.Fields.About.Value.Vendor}) as {FetchedAttributes.VendorName}"),
        ("$where", Where(request, items)),
        ("$group", request.Fields.Item),
        ("$order", request.Fields.Item),
    ]);

    /// <summary>One page of the answer.</summary>
    /// <param name="size">Rows of a page.</param>
    /// <param name="offset">Rows before it.</param>
    public SodaQuery Page(int size, long offset) => new([.. Clauses, ("$limit", Number(size)), ("$offset", Number(offset))]);

    /// <summary>The address to ask.</summary>
    /// <param name="source">Address of the data set.</param>
    public Uri At(string source) =>
        new($"{source}?{string.Join('&', Clauses.Select(clause => $"{clause.Name}={Uri.EscapeDataString(clause.Value)}"))}");

    /// <summary>Products in groups whose names fit into one address.</summary>
    public static IEnumerable<IReadOnlyList<string>> Batches(IReadOnlyList<string> items)
    {
        var batch = new List<string>();
        var length = 0;
        foreach (var item in items)
        {
            var own = Uri.EscapeDataString(Literal(item)).Length + 3;
            if (batch.Count > 0 && length + own > MaxNameCharacters)
            {
                yield return batch;
                (batch, length) = ([], 0);
            }

            batch.Add(item);
            length += own;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static string Where(FetchRequest request, IReadOnlyList<string>? items)
    {
        var fields = request.Fields;
        var conditions = new List<string> { $"{fields.Date} IS NOT NULL", $"{fields.Item} IS NOT NULL", $"{fields.Amount} IS NOT NULL" };
        if (request.From is { } from)
        {
            conditions.Add($"{fields.Date} >= '{from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}T00:00:00.000'");
        }

        if (request.Through is { } through)
        {
            conditions.Add($"{fields.Date} <= '{through.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}T23:59:59.999'");
        }

        if (items is not null)
        {
            conditions.Add($"{fields.Item} in ({string.Join(',', items.Select(Literal))})");
        }

        return string.Join(" AND ", conditions);
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
