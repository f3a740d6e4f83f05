using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Orders;

/// <summary>What to order of each item of a snapshot.</summary>
/// <param name="snapshot">The snapshot.</param>
/// <param name="earlier">The forecast to compare with; null for none.</param>
internal sealed class OrderLines(ForecastSnapshot snapshot, EarlierForecast? earlier)
{
    private const double Lower = 0.1;
    private const double Median = 0.5;
    private const double Upper = 0.9;

    /// <summary>The order of one item.</summary>
    /// <param name="series">Index of its series.</param>
    /// <param name="serviceLevel">Service level where the item states none.</param>
    public OrderLine Of(int series, double serviceLevel)
    {
        var forecast = snapshot.Forecasts.Series[series];
        var terms = OrderTerms.Of(snapshot.Attributes, forecast.Item);
        var wanted = terms.CoverDays(snapshot.Horizon);
        var days = Math.Min(wanted, snapshot.Horizon);
        var level = terms.ServiceLevel ?? serviceLevel;
        var from = snapshot.Forecasts.Days[0].Date;
        var (expected, need) = (ReportedNumber.Of(forecast.SumMean(days)), ReportedNumber.Of(forecast.SumQuantile(days, level)));
        var packs = terms.PacksFor(need);
        var quantity = packs * terms.PackSize;
        var before = earlier?.Over(forecast.Item, from, days);
        return new OrderLine(
            forecast.Item,
            terms.Category,
            terms.Vendor,
            StatusOf(terms, expected, ReportedNumber.Of(forecast.SumQuantile(days, Median)), packs),
            days,
            from.AddDays(days - 1),
            wanted - days,
            Enumerable.Range(0, days).Count(step => snapshot.Forecasts.DayOf(series, step).Closed),
            level,
            expected,
            ReportedNumber.Of(forecast.SumQuantile(days, Lower)),
            ReportedNumber.Of(forecast.SumQuantile(days, Upper)),
            need,
            terms.StockOnHand,
            terms.OnOrder,
            terms.PackSize,
            packs,
            quantity,
            terms.StockOnHand is { } stock ? ReportedNumber.Of(Missing(forecast.SumPaths(days), stock + terms.OnOrder)) : null,
            RunsOut(series, terms.StockOnHand),
            before is { } known ? ReportedNumber.Of(forecast.SumMean(known.Days) - known.Sum) : null,
            before is { } compared ? ReportedNumber.Of(compared.Sum) : null,
            terms.LeadTimeDays,
            terms.ReviewDays,
            terms.UnitCost,
            terms.UnitCost is { } cost ? ReportedNumber.Of(quantity * cost) : null);
    }

    /// <summary>The order of items: most units at risk first, then those whose stock is not known by what they are expected to sell.</summary>
    /// <param name="lines">The lines.</param>
    public static OrderLine[] Ranked(IEnumerable<OrderLine> lines) =>
    [
        .. lines
            .OrderByDescending(line => line.UnitsAtRisk ?? -1)
            .ThenByDescending(line => line.UnitsAtRisk is null ? line.Expected : line.Quantity)
            .ThenBy(line => line.Item, StringComparer.Ordinal),
    ];

    private static OrderStatus StatusOf(OrderTerms terms, double expected, double median, double packs) => terms.StockOnHand switch
    {
        null => OrderStatus.StockUnknown,
        <= 0 when expected > 0 => OrderStatus.OutOfStock,
        { } stock when median > stock + terms.OnOrder => OrderStatus.Short,
        _ => packs > 0 ? OrderStatus.BelowTarget : OrderStatus.Covered,
    };

    /// <summary>Expected units missing: the mean over the paths of the joint distribution of what demand exceeds the supply by.</summary>
    private static double Missing(double[] demands, double supply) => demands.Length == 0 ? 0 : demands.Average(demand => Math.Max(0, demand - supply));

    private DateOnly? RunsOut(int series, double? stock)
    {
        var (forecast, left) = (snapshot.Forecasts.Series[series], stock ?? double.PositiveInfinity);
        for (var step = 0; step < snapshot.Horizon; step++)
        {
            left -= forecast.Mean(step);
            if (left < 0)
            {
                return snapshot.Forecasts.Days[step].Date;
            }
        }

        return null;
    }
}
