namespace IowaSales.Storage.Entities;

/// <summary>The single row that replicas watch: it changes in the same transaction as what it counts.</summary>
public sealed class StoreState
{
    /// <summary>Number of the only row.</summary>
    public const int OnlyId = 1;

    /// <summary>Always <see cref="OnlyId"/>.</summary>
    public int Id { get; set; }

    /// <summary>Counts changes of the sales, and of drivers and attributes that a model forecasts with.</summary>
    public long DataVersion { get; set; }

    /// <summary>Changes with the drivers and attributes: <see cref="DriverBatch.ChangedVersion"/> of the batch that changed last.</summary>
    public long DriverVersion { get; set; }

    /// <summary>The last <see cref="DataVersion"/> after which forecasts were issued, scored and watched.</summary>
    public long LedgerVersion { get; set; }

    /// <summary>The last batch undone; sales loaded before must be loaded again.</summary>
    public long UndoVersion { get; set; }

    /// <summary>Last day whose scores were watched for alerts; null before the first.</summary>
    public DateOnly? WatchedThrough { get; set; }

    /// <summary>Counts changes of the alerts.</summary>
    public long AlertVersion { get; set; }
}
