namespace IowaSales.Forecasting.Data.Drivers;

/// <summary>Something that moves sales and is stated by day: a price, a promotion, an event, whether a shop is open.</summary>
/// <param name="Name">Its name, unique among the drivers of a panel.</param>
/// <param name="Kind">Whether its values are numbers or levels of a category.</param>
public sealed record Driver(string Name, DriverKind Kind)
{
    /// <summary>Name of the driver that says whether a series is open: 0 closes a day (<see cref="DriverRole.Open"/>).</summary>
    public const string OpenName = "open";

    /// <summary>Name of the driver that says whether anything could be sold (<see cref="DriverRole.Available"/>).</summary>
    public const string AvailableName = "available";

    /// <summary>Whether a name is that of a price: <c>price</c> is in it. A price is a number above 0.</summary>
    /// <param name="name">The name.</param>
    public static bool IsPriceName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Contains("price", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Names of the levels of a category, in ordinal order; a value is an index into them. Empty for a number.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>
    /// Whether days ahead are known at every forecast origin; true by default. What is not known ahead is used up to the origin only and
    /// then goes on as <see cref="Fill"/> says.
    /// </summary>
    public bool KnownAhead { get; init; } = true;

    /// <summary>What a day without a value has.</summary>
    public DriverFill Fill { get; init; }

    /// <summary>The value of a day without one where <see cref="Fill"/> is <see cref="DriverFill.Default"/>; finite, a level's index for a category.</summary>
    public double Default { get; init; }

    /// <summary>What the driver does beyond moving sales; told by its name.</summary>
    public DriverRole Role => Kind != DriverKind.Numeric ? DriverRole.Ordinary
        : string.Equals(Name, OpenName, StringComparison.OrdinalIgnoreCase) ? DriverRole.Open
        : string.Equals(Name, AvailableName, StringComparison.OrdinalIgnoreCase) ? DriverRole.Available
        : DriverRole.Ordinary;
}

/// <summary>What the values of a driver or an attribute are.</summary>
public enum DriverKind
{
    /// <summary>Numbers.</summary>
    Numeric,

    /// <summary>Levels of a category.</summary>
    Category,
}

/// <summary>What a day without a value of a driver has.</summary>
public enum DriverFill
{
    /// <summary>Nothing: the value is unknown, and a forecast of such a day is refused.</summary>
    None,

    /// <summary>The last known value before it.</summary>
    Last,

    /// <summary>A stated default.</summary>
    Default,
}

/// <summary>What a driver does beyond moving sales.</summary>
public enum DriverRole
{
    /// <summary>Nothing.</summary>
    Ordinary,

    /// <summary>0 closes a day of a series, any other value opens it; it joins the calendar.</summary>
    Open,

    /// <summary>0 marks a day on which nothing could be sold: demand is unobserved then, not zero.</summary>
    Available,
}
