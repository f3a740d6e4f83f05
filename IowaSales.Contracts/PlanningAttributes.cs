namespace IowaSales.Contracts;

/// <summary>Names of the item attributes that orders are planned with, as they head the columns of <c>POST /attributes</c>.</summary>
public static class PlanningAttributes
{
    /// <summary>Category of the item, a text.</summary>
    public const string Category = "category";

    /// <summary>Who supplies the item, a text.</summary>
    public const string Vendor = "vendor";

    /// <summary>Units in a pack, the smallest amount that can be ordered: a whole number of 1 or more.</summary>
    public const string PackSize = "pack_size";

    /// <summary>Days from an order to its delivery: a whole number of 0 or more.</summary>
    public const string LeadTimeDays = "lead_time_days";

    /// <summary>Days until the next order can be placed: a whole number of 0 or more.</summary>
    public const string ReviewDays = "review_days";

    /// <summary>Units in stock; below 0 where more was sold than there was.</summary>
    public const string StockOnHand = "stock_on_hand";

    /// <summary>Units ordered and not delivered yet: 0 or more.</summary>
    public const string OnOrder = "on_order";

    /// <summary>Cost of a unit, in the buyer's currency: 0 or more.</summary>
    public const string UnitCost = "unit_cost";

    /// <summary>Chance that the stock lasts over the cover period: 0.5 to 0.995.</summary>
    public const string ServiceLevel = "service_level";

    /// <summary>What plans orders and says nothing of demand, so that no model learns from it.</summary>
    public static IReadOnlyList<string> OfOrders { get; } = [PackSize, LeadTimeDays, ReviewDays, StockOnHand, OnOrder, UnitCost, ServiceLevel];
}
