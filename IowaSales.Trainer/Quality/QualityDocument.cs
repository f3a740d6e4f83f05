using System.Text.Json;
using System.Text.Json.Serialization;
using IowaSales.Forecasting.Data.Quality;

namespace IowaSales.Trainer.Quality;

/// <summary>The report for machines.</summary>
/// <param name="Rows">Rows, one per item and day.</param>
/// <param name="Items">Number of items.</param>
/// <param name="From">First date.</param>
/// <param name="Through">Last date.</param>
/// <param name="OpenDays">Days with trade.</param>
/// <param name="ClosedDays">Days without.</param>
/// <param name="LongestClosureDays">Longest run of closed days.</param>
/// <param name="Duplicates">Rows summed with others of their item and date.</param>
/// <param name="Negatives">Negative totals.</param>
/// <param name="Zeros">Open days without sales, over all items.</param>
/// <param name="Outliers">Days far outside their item's range.</param>
/// <param name="Started">Items that began well after the first date.</param>
/// <param name="Stopped">Items that no longer sell.</param>
/// <param name="Extremes">Days so far outside their item's range that they are hardly sales.</param>
/// <param name="SimilarNames">Groups of items whose names differ only in case, blanks, accents, quotes or dashes.</param>
/// <param name="OtherSpellings">Items whose name was also written in another form and read as one.</param>
/// <param name="BrokenRules">A sentence for each broken rule, by its name.</param>
/// <param name="PerItem">The same per item.</param>
internal sealed record QualityDocument(
    long Rows,
    int Items,
    DateOnly From,
    DateOnly Through,
    int OpenDays,
    int ClosedDays,
    int LongestClosureDays,
    int Duplicates,
    int Negatives,
    long Zeros,
    int Outliers,
    int Started,
    int Stopped,
    int Extremes,
    IReadOnlyList<IReadOnlyList<string>> SimilarNames,
    IReadOnlyCollection<string> OtherSpellings,
    IReadOnlyDictionary<string, string> BrokenRules,
    IReadOnlyList<ItemQualityReport> PerItem)
{
    /// <summary>Drivers and attributes; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DriverQualityReport? Drivers { get; init; }

    /// <summary>The document of a report.</summary>
    public static QualityDocument Of(QualityReport report, IReadOnlyDictionary<string, string> broken, DriverQualityReport? drivers) => new(
        report.Rows, report.Items.Count, report.From, report.Through, report.OpenDays, report.ClosedDays, report.LongestClosureDays,
        report.Duplicates, report.Negatives, report.Zeros, report.Outliers, report.Started, report.Stopped, report.Extremes, report.SimilarNames, report.OtherSpellings, broken, report.Items)
    {
        Drivers = drivers,
    };

    /// <summary>Writes the document as JSON.</summary>
    public void WriteTo(Stream stream) => JsonSerializer.Serialize(stream, this, QualityJson.Default.QualityDocument);
}

/// <summary>Source-generated JSON of <see cref="QualityDocument"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(QualityDocument))]
internal sealed partial class QualityJson : JsonSerializerContext;
