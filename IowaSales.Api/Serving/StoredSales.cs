using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Training;

namespace IowaSales.Api.Serving;

/// <summary>The sales last read from the store, for the next snapshot; swapped as one reference.</summary>
internal sealed class StoredSales
{
    private volatile Held? _held;

    /// <summary>Version of the sales held; null before the first reading.</summary>
    public long? Version => _held?.Version;

    /// <summary>The sales held; null when the store is empty, and before the first reading.</summary>
    public SalesPanel? Panel => _held?.Panel;

    /// <summary>Version of the sales, drivers and closures that a snapshot was made from; null when they are not, or no longer, the ones held.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public long? VersionOf(ForecastSnapshot snapshot) => _held is { } held && snapshot.StoreVersion == held.Version ? held.Version : null;

    /// <summary>The drivers and attributes held.</summary>
    public DriverSet Drivers => _held?.Drivers ?? DriverSet.Empty;

    /// <summary>Planned closures and openings, which override a calendar file.</summary>
    public StatedCalendar Planned => _held?.Planned ?? StatedCalendar.Empty;

    /// <summary>Version of the drivers held; null before the first reading.</summary>
    public long? DriverVersion => _held?.DriverVersion;

    /// <summary>Holds newer sales and drivers.</summary>
    /// <param name="panel">The sales; null when the store is empty.</param>
    /// <param name="version">Their version.</param>
    /// <param name="drivers">Drivers and attributes; null to keep those held.</param>
    /// <param name="driverVersion">Their version.</param>
    /// <param name="planned">Planned closures and openings.</param>
    public void Hold(SalesPanel? panel, long version, DriverSet? drivers, long driverVersion, StatedCalendar planned) =>
        _held = new Held(panel, version, drivers ?? Drivers, driverVersion, planned);

    /// <summary>Holds newer drivers and attributes that no forecast depends on, beside the same sales.</summary>
    /// <param name="drivers">Drivers and attributes; null to keep those held.</param>
    /// <param name="driverVersion">Their version.</param>
    public void HoldDrivers(DriverSet? drivers, long driverVersion)
    {
        if (_held is { } held)
        {
            _held = held with { Drivers = drivers ?? held.Drivers, DriverVersion = driverVersion };
        }
    }

    /// <summary>Whether the sales held go as far as a model's, so that they may take the place of its own.</summary>
    /// <param name="trained">What the model is.</param>
    public bool MayBeFor(ModelManifest trained) =>
        _held?.Panel is { } panel && panel.LastDate >= trained.DataThrough && panel.FirstDate == trained.DataFrom;

    /// <summary>The sales held, where they are the very sales that a model was trained on and nothing of its drivers is held; null elsewhere.</summary>
    /// <param name="trained">What the model is.</param>
    /// <param name="items">Its items.</param>
    /// <param name="drivers">Gives its drivers.</param>
    public SalesPanel? SameAs(ModelManifest trained, IReadOnlyList<string> items, Func<DriverSet> drivers) =>
        _held is { Panel: { } panel } held
        && panel.LastDate == trained.DataThrough
        && panel.FirstDate == trained.DataFrom
        && trained.StatedDays == 0
        && panel.SeriesCount == items.Count
        && panel.Items.SequenceEqual(items, StringComparer.Ordinal)
        && ModelTrainer.HashOf(panel) == trained.DataHash
        && (held.Drivers.IsEmpty || held.Drivers.OnlyThoseOf(drivers(), out _).IsEmpty)
            ? panel
            : null;

    /// <summary>The sales a model can forecast from; null when those held end before its own, or were read for another model's items.</summary>
    /// <param name="trained">The sales the model learned from.</param>
    /// <returns>The sales with the model's drivers, and what the store states of them.</returns>
    /// <exception cref="SalesDataException">A driver of the store is of another type than the model's.</exception>
    public SalesPanel? For(SalesPanel trained) =>
        _held?.Panel is { } panel
        && panel.LastDate >= trained.LastDate
        && panel.FirstDate == trained.FirstDate
        && panel.Items.Take(trained.SeriesCount).SequenceEqual(trained.Items, StringComparer.Ordinal)
            ? panel.With(trained.Drivers.Updated(Drivers.OnlyThoseOf(trained.Drivers, out _), "The sales store"))
            : null;

    private sealed record Held(SalesPanel? Panel, long Version, DriverSet Drivers, long DriverVersion, StatedCalendar Planned);
}
