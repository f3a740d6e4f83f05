using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Distributions;
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
    /// <param name="plan">Planned demand by day, where overrides bear on the series; null where none does.</param>
    public OrderLine Of(int series, double serviceLevel, IReadOnlyList<double>? plan = null)
    {
        var forecast = snapshot.Forecasts.Series[series];
        var terms = OrderTerms.Of(snapshot.Attributes, forecast.Item);
        var wanted = terms.CoverDays(snapshot.Horizon);
        var days = Math.Min(wanted, snapshot.Horizon);
        var level = terms.ServiceLevel ?? serviceLevel;
        var from = snapshot.Forecasts.Days[0].Date;
        var scale = PlanScale.Of(plan, forecast, days);
        var (expected, need) = (Reported(forecast.SumMean(days)), Reported(forecast.SumQuantile(days, level)));
        var packs = terms.PacksFor(need);
        var quantity = packs * terms.PackSize;
        var before = earlier?.Over(forecast.Item, from, days);
        return new OrderLine(
            forecast.Item,
            terms.Category,
            terms.Vendor,
            StatusOf(terms, expected, Reported(forecast.SumQuantile(days, Median)), packs),
            days,
            from.AddDays(days - 1),
            wanted - days,
            Enumerable.Range(0, days).Count(step => snapshot.Forecasts.DayOf(series, step).Closed),
            level,
            expected,
            Reported(forecast.SumQuantile(days, Lower)),
            Reported(forecast.SumQuantile(days, Upper)),
            need,
            terms.StockOnHand,
            terms.OnOrder,
            terms.PackSize,
            packs,
            quantity,
            terms.StockOnHand is { } stock ? ReportedNumber.Of(Missing(forecast.SumPaths(days), scale, stock + terms.OnOrder)) : null,
            RunsOut(series, plan, terms.StockOnHand),
            before is { } known ? ReportedNumber.Of(forecast.SumMean(known.Days) - known.Sum) : null,
            before is { } compared ? ReportedNumber.Of(compared.Sum) : null,
            terms.LeadTimeDays,
            terms.ReviewDays,
            terms.UnitCost,
            terms.UnitCost is { } cost ? ReportedNumber.Of(quantity * cost) : null,
            plan is not null && scale != PlanScale.None ? ReportedNumber.Of(forecast.SumMean(days)) : null)
        { Class = snapshot.Classes[series] };

        double Reported(double demand) => ReportedNumber.Of(scale.Apply(demand));
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
    private static double Missing(double[] demands, PlanScale scale, double supply) =>
        demands.Length == 0 ? 0 : demands.Average(demand => Math.Max(0, scale.Apply(demand) - supply));

    private DateOnly? RunsOut(int series, IReadOnlyList<double>? plan, double? stock)
    {
        var (forecast, left) = (snapshot.Forecasts.Series[series], stock ?? double.PositiveInfinity);
        for (var step = 0; step < snapshot.Horizon; step++)
        {
            left -= plan?[step] ?? forecast.Mean(step);
            if (left < 0)
            {
                return snapshot.Forecasts.Days[step].Date;
            }
        }

        return null;
    }

    /// <summary>How a plan moves the distribution of demand: in proportion to the means; where the forecast is 0, by what is planned.</summary>
    /// <param name="Factor">Multiplies demand.</param>
    /// <param name="Added">Is added to it.</param>
    private readonly record struct PlanScale(double Factor, double Added)
    {
        public static readonly PlanScale None = new(1, 0);

        public static PlanScale Of(IReadOnlyList<double>? plan, SeriesForecast forecast, int days)
        {
            if (plan is null)
            {
                return None;
            }

            var (planned, expected) = (plan.Take(days).Sum(), forecast.SumMean(days));
            return planned.Equals(expected) ? None : expected > 0 ? new PlanScale(planned / expected, 0) : new PlanScale(1, planned);
        }

        public double Apply(double demand) => (demand * Factor) + Added;
    }
}
