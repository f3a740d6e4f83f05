using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data.Files;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Serving;

/// <summary>The calendar of known open and closed days: the last one of the configured file that could be used.</summary>
/// <param name="options">Where the file lies.</param>
/// <param name="log">Log.</param>
internal sealed partial class StatedCalendarSource(IOptions<CalendarOptions> options, ILogger<StatedCalendarSource> log)
{
    private StatedCalendar? _kept;
    private volatile string? _fault;

    /// <summary>What is wrong with the file as it lies there; null when nothing is, or none is configured.</summary>
    public string? Fault => _fault;

    /// <summary>Reads the file. One that cannot be used changes nothing: the calendar before it stays, and the fault is said.</summary>
    /// <returns>The calendar; null when there never was one, so that the model's own is used.</returns>
    public StatedCalendar? Read()
    {
        if (options.Value.Path is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            _kept = StatedCalendarFile.Read(path);
            _fault = null;
            Loaded(log, path, _kept.Days.Count);
        }
        catch (SalesDataException exception)
        {
            var lines = string.Join("; ", exception.Problems);
            _fault = lines.Length == 0 ? exception.Message : $"{exception.Message} {lines}";
            Refused(log, _fault);
        }

        return _kept;
    }

    [LoggerMessage(1, LogLevel.Information, "Calendar loaded from {Path}: {Days} stated days")]
    private static partial void Loaded(ILogger logger, string path, int days);

    [LoggerMessage(2, LogLevel.Error, "Refused the calendar, the one before stays in use: {Reason}")]
    private static partial void Refused(ILogger logger, string reason);
}
