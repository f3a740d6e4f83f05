using System.Globalization;
using IowaSales.Storage.Entities;

namespace IowaSales.Storage.Import;

/// <summary>Decides whether a row can be imported.</summary>
/// <param name="today">The last day that can have sales.</param>
/// <param name="errors">Where errors go.</param>
internal sealed class RowValidator(DateOnly today, RowErrorLog errors)
{
    public const string DateColumn = "date";
    public const string ItemColumn = "item_name";
    public const string TotalColumn = "total_amount_sold";

    private const double LargestTotal = 1e9;

    private static readonly DateOnly Earliest = new(1990, 1, 1);

    private string _lastItem = "";

    /// <summary>Checks the three fields of a row as text; every error is noted.</summary>
    public bool TryRead(long line, ReadOnlySpan<char> date, ReadOnlySpan<char> item, ReadOnlySpan<char> total, out SalesRow row)
    {
        var ok = true;
        if (!DateOnly.TryParseExact(date.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            errors.Add(line, DateColumn, $"'{Shorten(date)}' is not a date; write it as 2024-05-31.");
            ok = false;
        }

        if (!double.TryParse(total.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var sold))
        {
            errors.Add(line, TotalColumn, $"'{Shorten(total)}' is not a number; write it as 1234 or 1234.5.");
            ok = false;
        }

        row = default;
        return TryCheck(line, ok ? day : null, item, ok ? sold : null, ref row) && ok;
    }

    /// <summary>Checks a row whose date and total are already read; null means that they were at fault.</summary>
    public bool TryCheck(long line, DateOnly? date, ReadOnlySpan<char> item, double? total, ref SalesRow row)
    {
        var before = errors.Count;
        var name = item.Trim();
        if (name.IsEmpty)
        {
            errors.Add(line, ItemColumn, "The item has no name.");
        }
        else if (name.Length > Item.MaxNameLength)
        {
            errors.Add(line, ItemColumn, $"The name '{Shorten(name)}' has {name.Length} characters; {Item.MaxNameLength} are allowed.");
        }
        else if (HasControl(name))
        {
            errors.Add(line, ItemColumn, "The name has control characters in it.");
        }

        if (date is { } day && (day > today || day < Earliest))
        {
            errors.Add(line, DateColumn, day > today
                ? string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} lies in the future; today is {today:yyyy-MM-dd}.")
                : string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} lies before {Earliest:yyyy-MM-dd}."));
        }

        if (total is { } sold && !(sold >= 0 && sold <= LargestTotal))
        {
            errors.Add(line, TotalColumn, sold < 0
                ? string.Create(CultureInfo.InvariantCulture, $"The total {sold} is negative; state what was sold that day, 0 or more.")
                : string.Create(CultureInfo.InvariantCulture, $"The total {sold} is not between 0 and {LargestTotal:0}."));
        }

        if (errors.Count != before || date is null || total is null)
        {
            return false;
        }

        // Files are mostly sorted by item or day; a repeated name is not allocated again.
        if (!name.SequenceEqual(_lastItem))
        {
            _lastItem = name.ToString();
        }

        row = new SalesRow(line, date.Value, _lastItem, total.Value);
        return true;
    }

    private static bool HasControl(ReadOnlySpan<char> name)
    {
        foreach (var letter in name)
        {
            if (char.IsControl(letter))
            {
                return true;
            }
        }

        return false;
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}…";
}
