using System.Globalization;

namespace IowaSales.Trainer.Fetch;

/// <summary>What is asked of the service.</summary>
/// <param name="Source">Address of the data set, or path of a file.</param>
/// <param name="Fields">Names of its fields.</param>
/// <param name="From">First day; null for the first there is.</param>
/// <param name="Through">Last day; null for the last there is.</param>
/// <param name="Items">Products by name; empty for the top or all.</param>
/// <param name="Top">Number of best-selling products; null for the named or all.</param>
internal sealed record FetchRequest(
    string Source, SodaFields Fields, DateOnly? From, DateOnly? Through, IReadOnlyList<string> Items, int? Top)
{
    /// <summary>The request as one line, the same for the same request.</summary>
    public string Identity => string.Join(' ', (string[])
    [
        Source,
        Fields.Date, Fields.Item, Fields.Amount, .. Fields.Dollars is { } dollars ? [dollars] : Array.Empty<string>(),
        $"{Day(From)}..{Day(Through)}",
        Top is { } top ? $"top {top.ToString(CultureInfo.InvariantCulture)}" : Items.Count == 0 ? "all" : string.Join('|', Items.Order(StringComparer.Ordinal)),
    ]);

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Names of the fields of a data set of sales.</summary>
/// <param name="Date">Day of the sale.</param>
/// <param name="Item">Name of the product.</param>
/// <param name="Amount">Number sold.</param>
/// <param name="Dollars">What was paid; null where prices are not asked for.</param>
/// <param name="About">Category and vendor of the product; null where they are not asked for.</param>
internal sealed record SodaFields(string Date, string Item, string Amount, string? Dollars = null, (string Category, string Vendor)? About = null)
{
    /// <summary>What the sum of the dollars is called in answers.</summary>
    public const string TotalDollars = "total_dollars";

    /// <summary>What the sum of the amounts is called in answers.</summary>
    public const string Total = "total_amount_sold";
}
