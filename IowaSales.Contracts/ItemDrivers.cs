namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /items/{item_name}/drivers</c>: the drivers of an item, past and ahead, as its forecast sees them.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="From">First day of the data.</param>
/// <param name="To">Last day of the horizon.</param>
/// <param name="Drivers">The drivers, in the order of the model; empty for a model without any.</param>
public sealed record ItemDrivers(string Item, DateOnly From, DateOnly To, IReadOnlyList<ItemDriver> Drivers);

/// <summary>A driver of an item.</summary>
/// <param name="Name">Its name, such as <c>price</c>.</param>
/// <param name="Kind"><c>number</c> or <c>category</c>.</param>
/// <param name="Levels">Levels of a category; empty for a number.</param>
/// <param name="Runs">Its values in order of date: each holds from its day until the next.</param>
public sealed record ItemDriver(string Name, string Kind, IReadOnlyList<string> Levels, IReadOnlyList<DriverRun> Runs);

/// <summary>A value of a driver and since when it holds.</summary>
/// <param name="From">The first day of the value.</param>
/// <param name="Value">The number, or the level of a category; null where none is known.</param>
public sealed record DriverRun(DateOnly From, string? Value);
