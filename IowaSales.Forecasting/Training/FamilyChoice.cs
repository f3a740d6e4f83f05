using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.DriverAdjustments;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// Which families a panel gets: all of them, unless it is large and sells so rarely that most would only repeat the mean. Where drivers matter, families that
/// do not see them get sales without their effects (<see cref="DrivenFamily"/>).
/// </summary>
internal static class FamilyChoice
{
    /// <summary>Series from which a panel is large.</summary>
    public const int LargePanel = 20_000;

    /// <summary>Rows from which costly families that learn each series by itself are not worth their time beside one that learns drivers from all series.</summary>
    private const long ManyRows = 100_000;

    /// <summary>Largest relative cost of a family that costs little.</summary>
    private const int LittleCost = 2;

    /// <summary>Chooses the families.</summary>
    /// <param name="known">All sales.</param>
    /// <param name="families">The families on offer.</param>
    /// <returns>Those that take part, in their order, why others do not, one sentence each, and whether that is because the panel sells so rarely.</returns>
    public static (IReadOnlyList<IModelFamily> Families, IReadOnlyList<string> LeftOut, bool SellsRarely) For(History known, IReadOnlyList<IModelFamily> families)
    {
        var seesDrivers = families.Any(family => family.NeedsDrivers);
        if (seesDrivers && known.Drivers.Count == 0 && known.Attributes.Count == 0)
        {
            families = [.. families.Where(family => !family.NeedsDrivers)];
        }
        else if (seesDrivers && RowsOf(known) > ManyRows)
        {
            const string Reason = "beside the family that learns drivers from all series, a large panel trains only the families that cost little.";
            return (
                Driven(known, [.. families.Where(SuitsDrivers)]),
                [.. families.Where(family => !SuitsDrivers(family)).Select(family => $"{family.Name}: {Reason}")],
                false);
        }

        var sparse = 0;
        for (var series = 0; known.SeriesCount >= LargePanel && series < known.SeriesCount; series++)
        {
            sparse += SalesIn(known.Rows(series).Values) < PanelStatistics.FewDemands ? 1 : 0;
        }

        var chosen = For(known.SeriesCount, sparse, families);
        if (chosen.SellsRarely || DriverAdjustment.Of(known) is null)
        {
            return chosen;
        }

        // Two families of trees take most of a training's time, and the one that sees drivers takes nearly all of their weight (choice "driver-families").
        bool IsWorthIt(IModelFamily family) => !seesDrivers || family.NeedsDrivers || family.IsCheapToFit;
        return (
            Driven(known, [.. chosen.Families.Where(IsWorthIt)]),
            [
                .. chosen.LeftOut,
                .. chosen.Families.Where(family => !IsWorthIt(family))
                    .Select(family => $"{family.Name}: where drivers matter, it adds little to the family that learns them from all series, for as much time."),
            ],
            false);
    }

    /// <summary>Chooses the families of a panel without drivers and attributes.</summary>
    /// <param name="series">Number of series.</param>
    /// <param name="sparse">How many of them have fewer than <see cref="PanelStatistics.FewDemands"/> days with sales.</param>
    /// <param name="families">The families on offer, none of which needs drivers.</param>
    /// <returns>As of the other method.</returns>
    public static (IReadOnlyList<IModelFamily> Families, IReadOnlyList<string> LeftOut, bool SellsRarely) For(
        int series, int sparse, IReadOnlyList<IModelFamily> families)
    {
        if (series < LargePanel || 2 * sparse < series || !families.Any(family => family.SuitsSparsePanels))
        {
            return (families, [], false);
        }

        var reason = FormattableString.Invariant(
            $"{sparse} of the {series} series have fewer than {PanelStatistics.FewDemands} days with sales, too few for it to learn from.");
        return (
            [.. families.Where(family => family.SuitsSparsePanels)],
            [.. families.Where(family => !family.SuitsSparsePanels).Select(family => $"{family.Name}: {reason}")],
            true);
    }

    /// <summary>The families as they take part where drivers matter.</summary>
    private static IReadOnlyList<IModelFamily> Driven(History known, IReadOnlyList<IModelFamily> families) =>
        DriverAdjustment.Of(known) is null ? families : [.. families.Select(family => family.NeedsDrivers ? family : new DrivenFamily(family))];

    private static int SalesIn(ReadOnlySpan<double> values)
    {
        var sales = 0;
        foreach (var value in values)
        {
            sales += value > 0 ? 1 : 0;
        }

        return sales;
    }

    private static bool SuitsDrivers(IModelFamily family) => family.NeedsDrivers || family.RelativeCost <= LittleCost;

    private static long RowsOf(History known)
    {
        var rows = 0L;
        for (var series = 0; series < known.SeriesCount; series++)
        {
            rows += known.Rows(series).Count;
        }

        return rows;
    }
}
