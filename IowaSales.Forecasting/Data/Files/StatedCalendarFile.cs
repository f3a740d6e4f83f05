using System.Text;
using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Reads what a person stated of open and closed days: a CSV with the columns <c>date,status,name,item_name</c> (the last two may be missing),
/// or an iCalendar file. Files are small; everything is checked, and nothing is used of a file with a fault in it.
/// </summary>
public static class StatedCalendarFile
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>Most days that a file may state.</summary>
    public const int MaxDays = 200_000;

    /// <summary>Longest name of a day, characters.</summary>
    internal const int MaxNameLength = 200;

    private const string CalendarStart = "BEGIN:VCALENDAR";

    /// <summary>Reads a file; its content decides its format.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The calendar.</returns>
    /// <exception cref="SalesDataException">The file is missing, too large, or has a fault: which, where, and what to do.</exception>
    public static StatedCalendar Read(string path)
    {
        var name = Path.GetFileName(path);
        byte[] content;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            {
                throw new SalesDataException($"{name} is larger than {MaxBytes >> 20} MB; a calendar holds a line for each day that is out of the ordinary.");
            }

            content = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SalesDataException($"The calendar {path} cannot be read; put the file there, or name another.", inner: exception);
        }

        return Read(content, name);
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>The calendar.</returns>
    /// <exception cref="SalesDataException">There is a fault in it.</exception>
    internal static StatedCalendar Read(byte[] content, string name)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw new SalesDataException($"{name} is not UTF-8 text; save it as UTF-8.", inner: exception);
        }

        var days = text.TrimStart().StartsWith(CalendarStart, StringComparison.OrdinalIgnoreCase)
            ? StatedCalendarEvents.Read(text, name)
            : StatedCalendarCsv.Read(text, name);
        try
        {
            return new StatedCalendar(days);
        }
        catch (ArgumentException exception)
        {
            throw new SalesDataException($"{name}: {exception.Message[..exception.Message.IndexOf('.', StringComparison.Ordinal)]}; state it once.", inner: exception);
        }
    }
}
