using System.Text.Json.Serialization;

namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /orders</c>: what to order, the items with most units at risk first.</summary>
/// <param name="Orders">The items of the page.</param>
/// <param name="Page">Number of the page, from 1.</param>
/// <param name="PageSize">Most items of a page.</param>
/// <param name="Total">Items on all pages.</param>
/// <param name="Summary">All these items together.</param>
/// <param name="ServiceLevel">Service level of the items that state none of their own.</param>
/// <param name="From">First day of every cover period: the day after the sales end.</param>
/// <param name="Horizon">Days that the model forecasts; no cover period reaches further.</param>
/// <param name="ComparedWith">First day of the earlier forecast that <see cref="OrderLine.Change"/> compares with; null where there is none.</param>
/// <param name="ModelVersion">Version of the model.</param>
/// <param name="DataThrough">Last date of the sales.</param>
/// <param name="Stale">True when the sales are older than the service's limit.</param>
public sealed record OrderPage(
    IReadOnlyList<OrderLine> Orders,
    int Page,
    int PageSize,
    int Total,
    OrderSummary Summary,
    double ServiceLevel,
    DateOnly From,
    int Horizon,
    DateOnly? ComparedWith,
    string ModelVersion,
    DateOnly DataThrough,
    bool Stale);

/// <summary>Items of an order list together.</summary>
/// <param name="ToOrder">Items with something to order.</param>
/// <param name="Quantity">Units to order.</param>
/// <param name="Value">Their cost, of the items whose unit cost is known; null where none is.</param>
/// <param name="UnitsAtRisk">Units that are expected to be missing, of the items whose stock is known.</param>
/// <param name="StockUnknown">Items whose stock is not known.</param>
public sealed record OrderSummary(int ToOrder, double Quantity, double? Value, double UnitsAtRisk, int StockUnknown);

/// <summary>What to order of one item. Units are those of the sales.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Category">Its category; null where none is stated.</param>
/// <param name="Vendor">Its vendor; null where none is stated.</param>
/// <param name="Status">Why the item stands where it does.</param>
/// <param name="CoverDays">Days that the order has to last: lead time and review period, up to the horizon.</param>
/// <param name="CoverThrough">Last of them.</param>
/// <param name="UncoveredDays">Days of lead time and review period beyond the horizon, for which nothing is ordered; 0 for none.</param>
/// <param name="ClosedDays">Closed days among the days covered.</param>
/// <param name="ServiceLevel">Chance that the need suffices, 0.5 .. 0.995.</param>
/// <param name="Expected">Expected demand over the days covered.</param>
/// <param name="Lower">10 % quantile of that demand.</param>
/// <param name="Upper">90 % quantile of that demand.</param>
/// <param name="Need">Demand over the days covered that is not exceeded at the service level.</param>
/// <param name="StockOnHand">Units in stock; null where it is not known, which counts as 0.</param>
/// <param name="OnOrder">Units ordered and not delivered yet.</param>
/// <param name="PackSize">Units in a pack.</param>
/// <param name="Packs">Packs to order.</param>
/// <param name="Quantity">Units to order: need less stock and units on order, rounded up to packs.</param>
/// <param name="UnitsAtRisk">Units that are expected to be missing over the days covered if nothing is ordered; null where the stock is not known.</param>
/// <param name="RunsOut">First day on which expected demand exceeds the stock on hand; null when it lasts over the horizon or is not known.</param>
/// <param name="Change">Expected demand less what the earlier forecast expected, over the days covered that both forecast; null where there is no earlier one.</param>
/// <param name="Earlier">What the earlier forecast expected on those days; null where there is none.</param>
/// <param name="LeadTimeDays">Days from an order to its delivery; null where not stated.</param>
/// <param name="ReviewDays">Days until the next order; null where not stated.</param>
/// <param name="UnitCost">Cost of a unit; null where not stated.</param>
/// <param name="Value">Cost of the order; null where the unit cost is not known.</param>
/// <param name="Statistical">What the model expects, where overrides bear on the days covered: all other figures are then those of the plan; null where none does.</param>
public sealed record OrderLine(
    string Item,
    string? Category,
    string? Vendor,
    OrderStatus Status,
    int CoverDays,
    DateOnly CoverThrough,
    int UncoveredDays,
    int ClosedDays,
    double ServiceLevel,
    double Expected,
    double Lower,
    double Upper,
    double Need,
    double? StockOnHand,
    double OnOrder,
    double PackSize,
    double Packs,
    double Quantity,
    double? UnitsAtRisk,
    DateOnly? RunsOut,
    double? Change,
    double? Earlier,
    int? LeadTimeDays,
    int? ReviewDays,
    double? UnitCost,
    double? Value,
    double? Statistical = null)
{
    /// <summary>ABC (share of volume) and XYZ (predictability) of the item, such as <c>AX</c>; null where there are more than 50,000 items.</summary>
    public string? Class { get; init; }
}

/// <summary>Why an item stands where it does in the order list.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<OrderStatus>))]
public enum OrderStatus
{
    /// <summary>Nothing is in stock, and demand is expected.</summary>
    OutOfStock,

    /// <summary>Stock and units on order are less than the median demand over the days covered: it is likelier than not to run out.</summary>
    Short,

    /// <summary>Stock and units on order are less than the need at the service level.</summary>
    BelowTarget,

    /// <summary>Stock and units on order meet the need.</summary>
    Covered,

    /// <summary>The stock is not known, so that the whole need is to be ordered.</summary>
    StockUnknown,
}

/// <summary>Which items an order list keeps, and how sure it is to be.</summary>
public sealed record OrderQuery
{
    /// <summary>Everything at the service's own level.</summary>
    public static OrderQuery All { get; } = new();

    /// <summary>Service level of the items that state none, 0.5 .. 0.995; null for 0.95.</summary>
    public double? ServiceLevel { get; init; }

    /// <summary>Category to keep, in any case; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Vendor to keep, in any case; null for all.</summary>
    public string? Vendor { get; init; }

    /// <summary>Classes to keep, such as <c>A</c>, <c>AX</c> or <c>BCZ</c>; null for all.</summary>
    public string? Class { get; init; }

    /// <summary>Whether only items with something to order are kept.</summary>
    public bool OnlyToOrder { get; init; }
}

/// <summary>Files that an order list comes as.</summary>
public enum OrderFile
{
    /// <summary>CSV (RFC 4180) with a header.</summary>
    Csv,

    /// <summary>A workbook of Excel.</summary>
    Xlsx,
}
