namespace IowaSales.Storage.Entities;

/// <summary>Something a person should look at.</summary>
public sealed class Alert
{
    /// <summary>Number of the alert.</summary>
    public long Id { get; set; }

    /// <summary>What it is about: <c>drift</c>, <c>unusual_sales</c>, <c>unusual_day</c>, <c>stopped</c> or <c>stale_data</c>.</summary>
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

    /// <summary>When the webhook took it; null while undelivered or when there is none.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>Deliveries tried.</summary>
    public int Attempts { get; set; }

    /// <summary>When to try the next delivery; null when there is nothing left to do.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>What the last delivery failed with.</summary>
    public string? LastError { get; set; }
}
