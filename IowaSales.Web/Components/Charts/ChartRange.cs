using System.Globalization;
using IowaSales.Web.Text;

namespace IowaSales.Web.Components.Charts;

/// <summary>The days a chart shows: a number of weeks up to its last day, everything, or two given days. Lives in the address.</summary>
public sealed record ChartRange
{
    private const string Everything = "all";
    private const string Between = "..";

    private ChartRange(string text, int? weeks = null, DateOnly? from = null, DateOnly? to = null) =>
        (Text, Weeks, From, To) = (text, weeks, from, to);

    /// <summary>Eight weeks.</summary>
    public static ChartRange EightWeeks { get; } = new("8w", weeks: 8);

    /// <summary>Half a year.</summary>
    public static ChartRange HalfYear { get; } = new("26w", weeks: 26);

    /// <summary>A year.</summary>
    public static ChartRange Year { get; } = new("52w", weeks: 52);

    /// <summary>Everything there is.</summary>
    public static ChartRange All { get; } = new(Everything);

    /// <summary>As it stands in the address.</summary>
    public string Text { get; }

    private int? Weeks { get; }

    private DateOnly? From { get; }

    private DateOnly? To { get; }

    /// <summary>Reads <c>8w</c>, <c>26w</c>, <c>52w</c>, <c>all</c> or <c>2024-01-01..2024-03-31</c>.</summary>
    /// <param name="text">The address's parameter.</param>
    /// <param name="fallback">Taken when the parameter is missing or cannot be read.</param>
    /// <returns>The range.</returns>
    public static ChartRange Parse(string? text, ChartRange fallback)
    {
        if (text?.Split(Between) is [var first, var second]
            && DateOnly.TryParseExact(first, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            && DateOnly.TryParseExact(second, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            && from < to)
        {
            return Of(from, to);
        }

        return new[] { EightWeeks, HalfYear, Year, All }.FirstOrDefault(preset => preset.Text == text) ?? fallback;
    }

    /// <summary>Two given days.</summary>
    public static ChartRange Of(DateOnly from, DateOnly to) =>
        new($"{Format.IsoDay(from)}{Between}{Format.IsoDay(to)}", from: from, to: to);

    /// <summary>The days to show of a chart that has some.</summary>
    /// <param name="first">First day there is.</param>
    /// <param name="last">Last day there is.</param>
    /// <returns>A window inside them; never empty.</returns>
    public DayWindow Within(DateOnly first, DateOnly last)
    {
        var to = To is { } end && end < last && end > first ? end : last;
        var from = Weeks is { } weeks ? to.AddDays(-7 * weeks) : From ?? first;
        return new DayWindow(from < first || from >= to ? first : from, to);
    }
}

/// <summary>Days from one to another, both included.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
public sealed record DayWindow(DateOnly From, DateOnly To);
