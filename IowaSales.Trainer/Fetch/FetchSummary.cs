using System.Text.Json.Serialization;

namespace IowaSales.Trainer.Fetch;

/// <summary>What a fetch did.</summary>
/// <param name="File">The file.</param>
/// <param name="Fresh">Whether the file was young enough already, so that nothing was fetched.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Items">Products in it.</param>
/// <param name="From">First date.</param>
/// <param name="Through">Last date.</param>
/// <param name="Pages">Pages fetched.</param>
/// <param name="PagesKept">Pages that an earlier, interrupted fetch had left.</param>
/// <param name="Retries">How often a page was asked for again.</param>
/// <param name="Missing">Names that were asked for and have no sales.</param>
/// <param name="Seconds">Wall time.</param>
internal sealed record FetchSummary(
    string File,
    bool Fresh,
    int Rows,
    int Items,
    DateOnly? From,
    DateOnly? Through,
    int Pages,
    int PagesKept,
    int Retries,
    IReadOnlyList<string> Missing,
    double Seconds);

/// <summary>A query that would be sent.</summary>
/// <param name="Address">The address, escaped.</param>
/// <param name="Clauses">The clauses, readable.</param>
internal sealed record FetchQuery(string Address, IReadOnlyDictionary<string, string> Clauses);

/// <summary>Source-generated JSON of a fetch.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(FetchSummary))]
[JsonSerializable(typeof(FetchQuery[]))]
internal sealed partial class FetchJson : JsonSerializerContext;
