using System.Globalization;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;

namespace IowaSales.Trainer.Data.DuckDb;

/// <summary>
/// The different texts of a column and what they mean by the rules of every file of sales. A column has few of them, so they are read by
/// the same code as those of a CSV, and the engine gets a table of what each means.
/// </summary>
internal static class WrittenTexts
{
    /// <summary>Reads days.</summary>
    /// <param name="texts">The texts with where each stands first (0 when that is not known), by that place.</param>
    /// <param name="format">How days are written.</param>
    /// <param name="rules">What days can be.</param>
    /// <param name="unit">What places count.</param>
    public static ReadDays Days(IReadOnlyList<(string Text, long Place)> texts, SalesFormat format, SalesRules rules, string unit)
    {
        while (true)
        {
            var dates = new SalesDates(format, rules, unit);
            var days = new Dictionary<string, string>(StringComparer.Ordinal);
            var faults = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (text, place) in texts)
            {
                if (dates.Read(text, place, out var date) is { } fault)
                {
                    faults.Add(text, fault);
                }
                else
                {
                    days.Add(text, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                }
            }

            if (dates.Better is not { } better)
            {
                return new ReadDays(days, faults, dates.Ambiguity);
            }

            format = format with { DateFormat = better };
        }
    }

    /// <summary>Reads names.</summary>
    /// <param name="texts">The texts.</param>
    public static ReadNames Names(IEnumerable<string> texts)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var faults = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (ItemName.IsPlain(text))
            {
                continue;
            }

            if (ItemName.Normalize(text, out var name) is { } fault)
            {
                faults.Add(text, fault);
            }
            else if (name != text)
            {
                names.Add(text, name);
            }
        }

        return new ReadNames(names, faults);
    }
}

/// <summary>Days by their text.</summary>
/// <param name="Days">The day of each text that is one, written yyyy-MM-dd.</param>
/// <param name="Faults">What is wrong with each other text, in the words after it.</param>
/// <param name="Ambiguity">How the texts can be read two ways; null when they cannot.</param>
internal sealed record ReadDays(IReadOnlyDictionary<string, string> Days, IReadOnlyDictionary<string, string> Faults, string? Ambiguity);

/// <summary>Names by their text.</summary>
/// <param name="Others">The name of each text that is written in another form.</param>
/// <param name="Faults">What is wrong with each text that is no name, in the words after "the name".</param>
internal sealed record ReadNames(IReadOnlyDictionary<string, string> Others, IReadOnlyDictionary<string, string> Faults);
