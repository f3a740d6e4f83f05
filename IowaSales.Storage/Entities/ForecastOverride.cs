namespace IowaSales.Storage.Entities;

/// <summary>What an override is of; wider ones are applied first, so that narrower ones have the last word.</summary>
public enum OverrideScope
{
    /// <summary>All items.</summary>
    All,

    /// <summary>The items of a category.</summary>
    Category,

    /// <summary>One item.</summary>
    Item,
}

/// <summary>What an override does to the forecast of a day.</summary>
public enum OverrideKind
{
    /// <summary>Multiplies it.</summary>
    Factor,

    /// <summary>Adds units, or takes some away.</summary>
    Units,

    /// <summary>Takes its place.</summary>
    Absolute,
}

/// <summary>What a person knows better than the model. The model's forecast stays as it is; the plan is the forecast with its overrides.</summary>
public sealed class ForecastOverride
{
    /// <summary>Number of the override.</summary>
    public long Id { get; set; }

    /// <summary>What it is of.</summary>
    public required OverrideScope Scope { get; set; }

    /// <summary>Name of the item or category; empty for all items.</summary>
    public required string Target { get; set; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; set; }

    /// <summary>Last day; it expires then.</summary>
    public required DateOnly Through { get; set; }

    /// <summary>What it does.</summary>
    public required OverrideKind Kind { get; set; }

    /// <summary>The factor; or the units over all its days.</summary>
    public required double Value { get; set; }

    /// <summary>The units of each day, from the first on, consecutive 64-bit floats, little-endian: fixed when it was made, in proportion to the forecast. Empty for a factor.</summary>
    public required byte[] Days { get; set; }

    /// <summary>Why it was made.</summary>
    public required string Reason { get; set; }

    /// <summary>Who made it.</summary>
    public required string Author { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>Last day whose sales were known when it was made.</summary>
    public required DateOnly MadeThrough { get; set; }

    /// <summary>The override that it took the place of, or that it brings back; null for none.</summary>
    public long? Replaces { get; set; }

    /// <summary>Counts its changes, from 1: whoever changes it says which version they saw.</summary>
    public int Version { get; set; } = 1;

    /// <summary>When it was undone or replaced; null while it counts.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Who ended it.</summary>
    public string? EndedBy { get; set; }

    /// <summary>Last day whose sales were known then: the override counts up to this day.</summary>
    public DateOnly? EndedThrough { get; set; }

    /// <summary>Whether another took its place, rather than it being undone.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>Grows with every change of any override.</summary>
    public long ChangedVersion { get; set; }

    /// <summary>Whether it bears on a day, whenever it was made or ended.</summary>
    /// <param name="day">The day.</param>
    public bool IsOf(DateOnly day) => day >= From && day <= Through && day > MadeThrough && (EndedThrough is not { } ended || day <= ended);
}
