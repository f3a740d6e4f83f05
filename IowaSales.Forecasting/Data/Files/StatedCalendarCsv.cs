using System.Globalization;
using System.Text;
using CsvHelper;
using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>A stated calendar as CSV: <c>date,status,name,item_name</c>; status is <c>open</c> or <c>closed</c>, a row with an item is for that item alone.</summary>
internal static class StatedCalendarCsv
{
    private const string DateColumn = "date";
    private const string StatusColumn = "status";
    private const string NameColumn = "name";
    private const string ItemColumn = "item_name";

    private const string Separators = ",;\t";

    /// <summary>Reads the days.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="SalesDataException">A row cannot be used.</exception>
    public static List<StatedDay> Read(string text, string name)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false);
        using var reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = SeparatorOf(text),
            TrackLineNumbers = true,
            TrimWhitespace = true,
            TrimInsideQuotes = true,
            SkipEmptyLines = true,
        });
        var days = new List<StatedDay>();
        var problems = new List<SalesDataProblem>();
        try
        {
            reader.ReadHeader();
            var columns = Columns.Of([.. reader.Headers], name);
            while (problems.Count < SalesDataException.MaxProblems && reader.Read())
            {
                if (DayOf(reader, columns, out var day) is { } problem)
                {
                    problems.Add(new SalesDataProblem(reader.LineNumber, problem));
                }
                else if (days.Count == StatedCalendarFile.MaxDays)
                {
                    throw new SalesDataException($"{name} states more than {StatedCalendarFile.MaxDays:N0} days; state only those that are out of the ordinary.");
                }
                else
                {
                    days.Add(day!);
                }
            }
        }
        catch (CsvFormatException exception)
        {
            throw new SalesDataException($"{name} is no CSV: {exception.Message}", inner: exception);
        }

        return problems.Count == 0
            ? days
            : throw new SalesDataException($"{name} has rows that cannot be used; a row is like 2024-12-24,closed,Christmas Eve.", problems);
    }

    private static string? DayOf(CsvReader reader, Columns columns, out StatedDay? day)
    {
        day = null;
        var date = Field(reader, columns.Date);
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
        {
            return $"column {DateColumn} holds '{Shown(date)}', not a day like 2024-12-24";
        }

        var status = Field(reader, columns.Status);
        var open = status.Equals("open", StringComparison.OrdinalIgnoreCase);
        if (!open && !status.Equals("closed", StringComparison.OrdinalIgnoreCase))
        {
            return $"column {StatusColumn} holds '{Shown(status)}', not open or closed";
        }

        var name = Field(reader, columns.Name);
        if (name.Length > StatedCalendarFile.MaxNameLength)
        {
            return $"column {NameColumn} has {name.Length} characters; {StatedCalendarFile.MaxNameLength} are allowed";
        }

        var written = Field(reader, columns.Item);
        var item = "";
        if (written.Length > 0 && ItemName.Normalize(written, out item) is { } fault)
        {
            return $"column {ItemColumn} {fault}";
        }

        day = new StatedDay(on, open, name.Length == 0 ? null : name, item.Length == 0 ? null : item);
        return null;
    }

    private static string Field(CsvReader reader, int index) => index >= 0 && index < reader.FieldCount ? reader.GetString(index).Trim() : "";

    private static string Shown(string text) => text.Length <= 40 ? text : $"{text[..40]}...";

    /// <summary>Places of the columns, -1 for one that is missing.</summary>
    private readonly record struct Columns(int Date, int Status, int Name, int Item)
    {
        public static Columns Of(string[] header, string name)
        {
            foreach (var required in (string[])[DateColumn, StatusColumn])
            {
                if (IndexOf(header, required) < 0)
                {
                    throw new SalesDataException(
                        $"{name} has no column {required}: its columns are {string.Join(',', header)}. A calendar has {DateColumn},{StatusColumn} and, if wanted, {NameColumn} and {ItemColumn}; or it is an iCalendar file.");
                }
            }

            return new Columns(IndexOf(header, DateColumn), IndexOf(header, StatusColumn), IndexOf(header, NameColumn), IndexOf(header, ItemColumn));
        }

        private static int IndexOf(string[] header, string column) =>
            Array.FindIndex(header, name => name.Equals(column, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The separator that the header uses: a spreadsheet may write any of them.</summary>
    private static char SeparatorOf(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        var place = text.AsSpan(0, end < 0 ? text.Length : end).IndexOfAny(Separators);
        return place < 0 ? Separators[0] : text[place];
    }
}
