using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Orders;

/// <summary>What the attributes of an item say of its orders.</summary>
/// <param name="Category">Its category; null where none is stated.</param>
/// <param name="Vendor">Its vendor; null where none is stated.</param>
/// <param name="PackSize">Units in a pack, at least 1.</param>
/// <param name="LeadTimeDays">Days from an order to its delivery; null where not stated.</param>
/// <param name="ReviewDays">Days until the next order; null where not stated.</param>
/// <param name="StockOnHand">Units in stock; null where not known.</param>
/// <param name="OnOrder">Units ordered and not delivered.</param>
/// <param name="UnitCost">Cost of a unit; null where not known.</param>
/// <param name="ServiceLevel">The item's own service level; null where it has none.</param>
internal sealed record OrderTerms(
    string? Category,
    string? Vendor,
    double PackSize,
    int? LeadTimeDays,
    int? ReviewDays,
    double? StockOnHand,
    double OnOrder,
    double? UnitCost,
    double? ServiceLevel)
{
    private const int ShortestReview = 1;

    /// <summary>Reads the terms of an item.</summary>
    /// <param name="attributes">The attributes in force.</param>
    /// <param name="item">Name of the item.</param>
    public static OrderTerms Of(ItemAttributes attributes, string item) => new(
        attributes.TextOf(PlanningAttributes.Category, item),
        attributes.TextOf(PlanningAttributes.Vendor, item),
        attributes.NumberOf(PlanningRule.PackSize, item) ?? 1,
        (int?)attributes.NumberOf(PlanningRule.LeadTimeDays, item),
        (int?)attributes.NumberOf(PlanningRule.ReviewDays, item),
        attributes.NumberOf(PlanningRule.StockOnHand, item),
        attributes.NumberOf(PlanningRule.OnOrder, item) ?? 0,
        attributes.NumberOf(PlanningRule.UnitCost, item),
        attributes.NumberOf(PlanningRule.ServiceLevel, item));

    /// <summary>
    /// Days that an order placed now has to last: until the delivery of the next one (periodic review; Silver, Pyke and Thomas 2017, chapter 6). A review
    /// period that is not stated is a day, a lead time that is not stated is none; where neither is stated, an order lasts as long as forecasts reach.
    /// </summary>
    /// <param name="horizon">Days that are forecast.</param>
    /// <returns>Days wanted, at least 1.</returns>
    public int CoverDays(int horizon) =>
        LeadTimeDays is null && ReviewDays is null ? horizon : Math.Max(1, (LeadTimeDays ?? 0) + (ReviewDays ?? ShortestReview));

    /// <summary>Packs that bring stock and units on order up to a need.</summary>
    /// <param name="need">Units needed, as reported.</param>
    public double PacksFor(double need) =>
        Math.Max(0, Math.Ceiling(Math.Round((need - (StockOnHand ?? 0) - OnOrder) / PackSize, ReportedNumber.Decimals + 3)));
}
