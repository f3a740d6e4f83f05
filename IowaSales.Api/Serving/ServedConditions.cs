using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Api.Serving;

/// <summary>
/// The calendars and drivers of the last snapshots that entered the ledger, so that what they did to a forecast can be told from what a new model did.
/// They share memory with the snapshots; after a restart the earlier ones are gone.
/// </summary>
internal sealed class ServedConditions
{
    private const int MaxKept = 2;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Tag, StatedCalendar Stated, DriverSet Drivers)> _kept = new();

    /// <summary>Keeps the conditions of a snapshot's sales.</summary>
    /// <param name="tag">What stands for them.</param>
    /// <param name="panel">The sales.</param>
    public void Remember(string tag, SalesPanel panel)
    {
        lock (_lock)
        {
            if (_kept.Any(kept => kept.Tag == tag))
            {
                return;
            }

            _kept.AddFirst((tag, panel.Stated, panel.Drivers));
            if (_kept.Count > MaxKept)
            {
                _kept.RemoveLast();
            }
        }
    }

    /// <summary>The conditions that a tag stands for; null where they are not known any longer.</summary>
    /// <param name="tag">The tag.</param>
    public (StatedCalendar Stated, DriverSet Drivers)? Find(string? tag)
    {
        lock (_lock)
        {
            return _kept.Where(kept => kept.Tag == tag).Select(kept => ((StatedCalendar, DriverSet)?)(kept.Stated, kept.Drivers)).FirstOrDefault();
        }
    }
}
