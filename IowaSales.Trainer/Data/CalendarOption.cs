using System.CommandLine;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Data;

/// <summary>The option that names a calendar of known open and closed days.</summary>
internal static class CalendarOption
{
    /// <summary>The option.</summary>
    /// <param name="otherwise">What is used when none is named.</param>
    public static Option<string?> Create(string otherwise) => new("--calendar")
    {
        Description = $"Days known to be open or closed, past and ahead: CSV (date,status,name,item_name) or iCalendar. {otherwise}",
        HelpName = "FILE",
    };

    /// <summary>Reads the calendar; null when none is named.</summary>
    /// <exception cref="SalesDataException">It cannot be used.</exception>
    public static StatedCalendar? Read(VerbRun run, Option<string?> option)
    {
        if (run.Arguments.GetValue(option) is not { } path)
        {
            return null;
        }

        var calendar = StatedCalendarFile.Read(run.Surroundings.PathOf(path));
        var closed = calendar.Days.Count(day => !day.Open);
        run.Say($"Read {path}: {calendar.Days.Count} stated days, {closed} of them closed.");
        return calendar;
    }

    /// <summary>Says which items of a calendar are in none of the sales: a misspelled name would else go unnoticed.</summary>
    public static void SayUnknownItems(VerbRun run, StatedCalendar calendar, Func<string, int> indexOf)
    {
        const int Shown = 5;
        string[] unknown = [.. calendar.Items.Where(item => indexOf(item) < 0).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            run.Say($"The calendar names {unknown.Length} items that have no sales: {string.Join(", ", unknown.Take(Shown).Select(item => $"'{item}'"))}{(unknown.Length > Shown ? ", ..." : "")}.");
        }
    }
}
