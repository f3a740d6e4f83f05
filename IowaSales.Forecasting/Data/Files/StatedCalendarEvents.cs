using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// A stated calendar as iCalendar (RFC 5545): every all-day event is a closed day with the event's summary as its name, unless a category is
/// <c>OPEN</c> or the summary begins with "Open". Rules of recurrence are laid out from 1980 to 2060. Events of some hours leave a day open and
/// are passed over, as are cancelled ones.
/// </summary>
internal static class StatedCalendarEvents
{
    private const string OpenWord = "open";
    private const int MaxDaysOfEvent = 366;

    private static readonly DateOnly From = new(1980, 1, 1);
    private static readonly DateOnly To = new(2060, 12, 31);

    /// <summary>Reads the days.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="SalesDataException">It is no calendar, or states no or too many days.</exception>
    public static List<StatedDay> Read(string text, string name)
    {
        var days = new Dictionary<DateOnly, StatedDay>();
        foreach (var one in Load(text, name).Events.Where(one => one.Start is not null && one.IsAllDay && !IsCancelled(one)))
        {
            foreach (var date in DaysOf(one, name))
            {
                // Calendars of several regions overlap: a day that two events close keeps the first name; open goes before closed.
                var day = new StatedDay(date, IsOpen(one), NameOf(one), null);
                if (!days.TryGetValue(date, out var known) || (day.Open && !known.Open))
                {
                    days[date] = day;
                }

                if (days.Count > StatedCalendarFile.MaxDays)
                {
                    throw new SalesDataException($"{name} states more than {StatedCalendarFile.MaxDays:N0} days; leave out rules that recur daily.");
                }
            }
        }

        return days.Count > 0
            ? [.. days.Values]
            : throw new SalesDataException($"{name} has no all-day event; a closed day is an event with DTSTART;VALUE=DATE.");
    }

    private static Calendar Load(string text, string name)
    {
        try
        {
            return Calendar.Load(text) ?? throw new SalesDataException($"{name} holds no calendar.");
        }
        catch (Exception exception) when (exception is System.Runtime.Serialization.SerializationException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new SalesDataException($"{name} is no iCalendar file: {exception.Message.ReplaceLineEndings(" ")}", inner: exception);
        }
    }

    private static IEnumerable<DateOnly> DaysOf(CalendarEvent one, string name)
    {
        using var occurrences = one.GetOccurrences(new CalDateTime(From)).GetEnumerator();
        while (Next(occurrences, name) is { } occurrence && occurrence.Period.StartTime.Date <= To)
        {
            var first = occurrence.Period.StartTime.Date;
            var end = occurrence.Period.EffectiveEndTime?.Date ?? first.AddDays(1);
            for (var date = first; date < end || date == first; date = date.AddDays(1))
            {
                if (date.DayNumber - first.DayNumber > MaxDaysOfEvent)
                {
                    throw new SalesDataException($"{name}: the event '{one.Summary}' of {first:yyyy-MM-dd} lasts longer than a year.");
                }

                yield return date;
            }
        }
    }

    /// <summary>The next occurrence; null after the last.</summary>
    private static Occurrence? Next(IEnumerator<Occurrence> occurrences, string name)
    {
        try
        {
            return occurrences.MoveNext() ? occurrences.Current : null;
        }
        catch (Exception exception) when (exception is Ical.Net.Evaluation.EvaluationException or ArgumentException or InvalidOperationException)
        {
            throw new SalesDataException($"{name}: a rule of recurrence cannot be laid out: {exception.Message}", inner: exception);
        }
    }

    private static bool IsCancelled(CalendarEvent one) => string.Equals(one.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase);

    private static bool IsOpen(CalendarEvent one) =>
        (one.Categories?.Any(category => category.Equals(OpenWord, StringComparison.OrdinalIgnoreCase)) ?? false)
        || (one.Summary?.TrimStart() is { } summary && summary.StartsWith(OpenWord, StringComparison.OrdinalIgnoreCase)
            && (summary.Length == OpenWord.Length || !char.IsLetter(summary[OpenWord.Length])));

    private static string? NameOf(CalendarEvent one) => one.Summary?.Trim() is { Length: > 0 } summary
        ? summary[..Math.Min(summary.Length, StatedCalendarFile.MaxNameLength)]
        : null;
}
