namespace IowaSales.Storage.Entities;

/// <summary>What alerts are about.</summary>
public static class AlertKind
{
    /// <summary>Forecasts of an item have been wrong to one side for too long.</summary>
    public const string Drift = "drift";

    /// <summary>An item's sales of one day lie outside the interval that holds 99 of 100.</summary>
    public const string UnusualSales = "unusual_sales";

    /// <summary>So many items' sales of one day do that the day itself is unusual.</summary>
    public const string UnusualDay = "unusual_day";

    /// <summary>An item has not sold for much longer than ever before.</summary>
    public const string Stopped = "stopped";

    /// <summary>A day's sales are not there by their usual hour.</summary>
    public const string StaleData = "stale_data";

    /// <summary>An item's stock runs out before an order that is placed now can arrive; without an item, so many do that they are named together.</summary>
    public const string LowStock = "low_stock";

    /// <summary>An item's forecast has moved out of its 80 % interval since the forecast before; without an item, so many have that they are named together.</summary>
    public const string LargeChange = "large_change";
}

/// <summary>An alert.</summary>
public sealed class Alert
{
    /// <summary>Number of the alert.</summary>
    public long Id { get; set; }

    /// <summary>What it is about: one of <see cref="AlertKind"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>Name of the item; null when it concerns all.</summary>
    public string? Item { get; set; }

    /// <summary>The day it concerns.</summary>
    public required DateOnly Date { get; set; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset RaisedAt { get; set; }

    /// <summary>What happened and what was expected, in one sentence.</summary>
    public required string Reason { get; set; }

    /// <summary>What was observed.</summary>
    public double Value { get; set; }

    /// <summary>The limit it passed.</summary>
    public double Limit { get; set; }

    /// <summary>When it was dismissed; null while open.</summary>
    public DateTimeOffset? DismissedAt { get; set; }

    /// <summary>Why it was dismissed.</summary>
    public string? DismissNote { get; set; }

    /// <summary>Who dismissed it; null while open, or where that is not known.</summary>
    public string? DismissedBy { get; set; }

    /// <summary>Who looks after it; null for nobody.</summary>
    public string? Owner { get; set; }

    /// <summary>The day on which it is shown again; null, or a day that has come, when it is not put off.</summary>
    public DateOnly? SnoozedUntil { get; set; }

    /// <summary>When the webhook took it; null while undelivered or when there is none.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>Deliveries tried.</summary>
    public int Attempts { get; set; }

    /// <summary>When to try the next delivery; null when there is nothing left to do.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>What the last delivery failed with.</summary>
    public string? LastError { get; set; }
}
