using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Monitoring;

/// <summary>By when a day's sales are usually there.</summary>
public static class TypicalArrival
{
    /// <summary>Deliveries before there is a habit to go by.</summary>
    private const int MinDeliveries = 5;

    private const double ArrivalShare = 0.9;

    /// <summary>What came later than this was a backlog, not a habit.</summary>
    private static readonly TimeSpan Backlog = TimeSpan.FromDays(Week.Days);

    private static readonly TimeSpan Grace = TimeSpan.FromHours(2);

    /// <summary>Until there is a habit: noon of the next day.</summary>
    private static readonly TimeSpan Fallback = TimeSpan.FromHours(36);

    /// <summary>How long after the beginning of a day its sales are overdue: two hours later than nine in ten deliveries came.</summary>
    /// <param name="delays">For each recent delivery, the time from the beginning of its last day to its receipt.</param>
    /// <returns>The time after which a missing day should be flagged.</returns>
    public static TimeSpan OverdueAfter(IReadOnlyCollection<TimeSpan> delays)
    {
        ArgumentNullException.ThrowIfNull(delays);
        var ordered = delays.Where(delay => delay >= TimeSpan.Zero && delay < Backlog).Order().ToArray();
        if (ordered.Length < MinDeliveries)
        {
            return Fallback;
        }

        return ordered[(int)Math.Ceiling(ArrivalShare * ordered.Length) - 1] + Grace;
    }
}
