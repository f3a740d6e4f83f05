using System.Globalization;
using IowaSales.Contracts;

namespace IowaSales.Api.Serving;

/// <summary>What values a number that plans orders may have.</summary>
/// <param name="Name">Name of the attribute, of <see cref="PlanningAttributes"/>.</param>
/// <param name="Min">Smallest allowed.</param>
/// <param name="Max">Largest allowed.</param>
/// <param name="Whole">Whether it is a whole number.</param>
internal sealed record PlanningRule(string Name, double Min, double Max, bool Whole = false)
{
    /// <summary>Lowest service level: what suffices in every second case.</summary>
    public const double MinServiceLevel = 0.5;

    /// <summary>Highest service level: the last that a forecast knows.</summary>
    public const double MaxServiceLevel = 0.995;

    private const double MaxUnits = 1e9;
    private const int MaxDays = 3650;

    /// <summary>Units in a pack.</summary>
    public static readonly PlanningRule PackSize = new(PlanningAttributes.PackSize, 1, 1e6, Whole: true);

    /// <summary>Days from an order to its delivery.</summary>
    public static readonly PlanningRule LeadTimeDays = new(PlanningAttributes.LeadTimeDays, 0, MaxDays, Whole: true);

    /// <summary>Days until the next order.</summary>
    public static readonly PlanningRule ReviewDays = new(PlanningAttributes.ReviewDays, 0, MaxDays, Whole: true);

    /// <summary>Units in stock; below 0 where more was sold than there was.</summary>
    public static readonly PlanningRule StockOnHand = new(PlanningAttributes.StockOnHand, -MaxUnits, MaxUnits);

    /// <summary>Units ordered and not delivered.</summary>
    public static readonly PlanningRule OnOrder = new(PlanningAttributes.OnOrder, 0, MaxUnits);

    /// <summary>Cost of a unit.</summary>
    public static readonly PlanningRule UnitCost = new(PlanningAttributes.UnitCost, 0, MaxUnits);

    /// <summary>Chance that the stock lasts over the cover period.</summary>
    public static readonly PlanningRule ServiceLevel = new(PlanningAttributes.ServiceLevel, MinServiceLevel, MaxServiceLevel);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlanningRule> All { get; } = [PackSize, LeadTimeDays, ReviewDays, StockOnHand, OnOrder, UnitCost, ServiceLevel];

    /// <summary>The rule in words.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"{(Whole ? "a whole number" : "a number")} from {Min} to {Max}");

    /// <summary>Whether a value is allowed.</summary>
    /// <param name="value">The value; NaN is not.</param>
    public bool Allows(double value) => value >= Min && value <= Max && (!Whole || double.IsInteger(value));
}
