using IowaSales.ServiceDefaults;
using IowaSales.Storage.Import;
using IowaSales.Storage.Ledger;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Serving.Store;

/// <summary>Where sales that come in are kept: the section <c>Sales</c>.</summary>
internal sealed record StoreOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Sales";

    /// <summary>Bytes of a row in the store's sales, twice while the next snapshot is made.</summary>
    private const int BytesPerRow = 64;

    /// <summary>Bytes of an item in a snapshot, twice while the next is made.</summary>
    private const int BytesPerNewItem = 16 * 1024;
    private const double RowShare = 0.5;
    private const double ItemShare = 0.2;
    private const int MinFittingRows = 100_000;
    private const int MinFittingItems = 500;
    private const int MaxFittingItems = 1_000_000;

    /// <summary>
    /// The store: the path of an SQLite file, or a PostgreSQL connection string (<c>Host=…;Database=…</c>). Without it, the default, the
    /// service keeps no sales and serves what the model folder and the data file hold.
    /// </summary>
    public string? Store { get; set; }

    /// <summary>How often the store is asked for sales that came in elsewhere; a second by default, 0.05 seconds to an hour.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Largest batch, bytes; 256 MiB by default, 1 KiB to 1 TiB.</summary>
    public long MaxBatchBytes { get; set; } = 256L << 20;

    /// <summary>Most rows of a batch; by default as many as fit the memory, at most 20 million.</summary>
    public int? MaxBatchRows { get; set; }

    /// <summary>Most items of a batch that are not known yet; by default as many as fit the memory.</summary>
    public int? MaxNewItems { get; set; }

    /// <summary>Most items in all for which a batch may bring new ones; by default a third of what is served at best, since there are two snapshots while one replaces the other.</summary>
    public int? MaxItems { get; set; }

    /// <summary>Most items in all: those set, or those that fit.</summary>
    public int FittingItems => MaxItems ?? (int)(ItemCapacity.Max / 3);

    /// <summary>Most rows of a batch: those set, or those that fit.</summary>
    public int FittingBatchRows => MaxBatchRows ?? (int)ServiceMemory.Fit(RowShare, BytesPerRow, MinFittingRows, ImportOptions.DefaultMaxRows);

    /// <summary>Most items of a batch that are not known yet: those set, or those that fit.</summary>
    public int FittingNewItems => MaxNewItems ?? (int)ServiceMemory.Fit(ItemShare, BytesPerNewItem, MinFittingItems, MaxFittingItems);

    /// <summary>
    /// Days for which the ledger keeps forecasts, their scores and dismissed alerts, counted back from the newest forecast; 400 by default, 200 to
    /// 36500. Alerts look back 26 weeks.
    /// </summary>
    public int KeepDays { get; set; } = ForecastLedger.DefaultKeepDays;
}

/// <summary>Checks <see cref="StoreOptions"/>.</summary>
internal sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    private const long MinBatchBytes = 1024;
    private const long MaxBatchBytes = 1L << 40;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StoreOptions options) => SettingChecks.ResultOf(
        SettingChecks.Between("Sales:PollInterval", options.PollInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1)),
        SettingChecks.Between("Sales:MaxBatchBytes", options.MaxBatchBytes, MinBatchBytes, MaxBatchBytes),
        SettingChecks.Between("Sales:MaxBatchRows", options.MaxBatchRows ?? 1, 1, int.MaxValue),
        SettingChecks.Between("Sales:MaxNewItems", options.MaxNewItems ?? 1, 0, int.MaxValue),
        SettingChecks.Between("Sales:MaxItems", options.MaxItems ?? 1, 1, int.MaxValue),
        SettingChecks.Between("Sales:KeepDays", options.KeepDays, ForecastLedger.MinKeepDays, ForecastLedger.MaxKeepDays));
}
