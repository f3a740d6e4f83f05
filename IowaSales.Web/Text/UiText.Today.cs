using IowaSales.Contracts;

namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>The list of today.</summary>
    internal static class Today
    {
        public const string Name = "Today";
        public const string Caption = "All products with what to order, most units at risk first";
        public const string Filter = "Show";
        public const string FilterOrder = "To order";
        public const string FilterChanged = "Changed";
        public const string Category = "Category";
        public const string AllCategories = "All categories";
        public const string Vendor = "Vendor";
        public const string AllVendors = "All vendors";
        public const string ServiceLevel = "Service level";
        public const string Groups = "Totals by group";
        public const string Excel = "Excel";
        public const string Keys = "J and K move, Enter opens, / searches";
        public const string Reason = "Reason";
        public const string Stock = "Stock";
        public const string Order = "Order";
        public const string Status = "Status";
        public const string ForecastMeaning = "Expected demand over the cover period: lead time and review period, up to the model's horizon";
        public const string RangeMeaning = "Demand over the cover period ends inside in eight cases of ten";
        public const string StockMeaning = "Units on hand, and after the plus sign units on order";
        public const string OrderMeaning = "Units to order: demand at the service level, less stock and units on order, in whole packs";
        public const string NoStock = "No stock data yet: each order is the whole demand.";
        public const string ImportStock = "Import stock on hand, lead time and pack size";
        public const string Unknown = "unknown";
        public const string Close = "Close panel";
        public const string HowOrdered = "How the order is computed";
        public const string StockOnHand = "Stock on hand";
        public const string OnOrder = "On order";
        public const string Value = "Order value";
        public const string OpenProduct = "Open the product page";

        public static string Title(DateOnly day) => $"Orders from {Format.Day(day)}";

        public static string Sums(int products, double quantity, double? value) =>
            $"{Format.Plural(products, "product")} to order · {Format.Count(quantity)} units{(value is { } known ? $" · order value {Format.Count(known)}" : "")}";

        public static string AtRisk(double units) => $" · {Format.Count(units)} units at risk";

        public static string ReasonOf(OrderLine line, bool notable) => line.Status switch
        {
            OrderStatus.OutOfStock => "Out of stock",
            OrderStatus.StockUnknown => "Stock unknown",
            _ when line.RunsOut is { } day && line.Quantity > 0 => $"Runs out {Format.ShortDay(day)}",
            OrderStatus.Short => "Likely to run out",
            OrderStatus.BelowTarget => $"Below {Format.Percent(line.ServiceLevel)} service",
            _ when notable => line.Change > 0 ? "Forecast up" : "Forecast down",
            _ => "Stock lasts",
        };

        public static string StatusOf(OrderLine line) =>
            line.Quantity > 0 ? line.UncoveredDays > 0 ? "Order, partial" : "Order" : line.Status == OrderStatus.StockUnknown ? "No stock data" : "Covered";

        public static string StockOf(OrderLine line) => line.StockOnHand is not { } stock
            ? Format.None
            : line.OnOrder > 0 ? $"{Format.Count(stock)} + {Format.Count(line.OnOrder)}" : Format.Count(stock);

        public static string QuantityOf(OrderLine line) => line.Quantity > 0 ? Format.Count(line.Quantity) : Format.None;

        public static string ForDays(int days) => $" / {days} d";

        public static string Signed(double? change) => change switch
        {
            null => Format.None,
            >= 0.5 => "+" + Format.Count(change.Value),
            _ => Format.Count(change.Value),
        };

        public static string ChangeMeaning(DateOnly? compared) => compared is { } day
            ? $"Expected demand less that of the forecast of {Format.ShortDay(day)}, over the days that both forecast"
            : "There is no earlier forecast to compare with";

        public static string PanelLabel(string item) => $"Order of {item}";

        public static string Terms(OrderLine line) => string.Join(" · ", new[]
        {
            line.Category,
            line.Vendor,
            line.LeadTimeDays is { } lead ? $"lead time {Format.Plural(lead, "day")}" : null,
            line.ReviewDays is { } review ? $"review every {Format.Plural(review, "day")}" : null,
            line.PackSize > 1 ? $"packs of {Format.Count(line.PackSize)}" : null,
        }.OfType<string>());

        public static string RiskOf(double units) => units >= 0.5 ? $" · {Format.Count(units)} units at risk without an order" : "";

        public static string Need(OrderLine line) => $"Demand over {Format.Plural(line.CoverDays, "day")} at {Format.Percent(line.ServiceLevel, line.ServiceLevel > 0.99 ? 1 : 0)}";

        public static string OrderOf(OrderLine line) =>
            line.PackSize > 1 ? $"Order: {Format.Plural((long)line.Packs, "pack")} of {Format.Count(line.PackSize)}" : "Order";

        public static string Less(double units) => units > 0 ? $"−{Format.Count(units)}" : units < 0 ? $"+{Format.Count(-units)}" : Format.Count(0);

        public static string Uncovered(OrderLine line) =>
            $"Lead time and review period are {Format.Plural(line.CoverDays + line.UncoveredDays, "day")}, and the model forecasts {line.CoverDays}. Nothing is ordered for the other {line.UncoveredDays}.";

        public static string ClosedDays(int days) => $"Nothing is sold on {Format.Plural(days, "closed day")} of the cover period.";

        public static string DayOf(DayForecast day) => day.Closed
            ? $"{Format.Weekday(day.Date)}, {Format.ShortDay(day.Date)}: closed{(day.Holiday is { } name ? $" ({name})" : "")}"
            : $"{Format.Weekday(day.Date)}, {Format.ShortDay(day.Date)}: {Format.Count(day.Quantiles["0.5"])}, 80% range {Format.Range(day.Quantiles["0.1"], day.Quantiles["0.9"])}";
    }
}
