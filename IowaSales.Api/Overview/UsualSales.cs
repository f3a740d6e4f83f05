namespace IowaSales.Api.Overview;

/// <summary>What an item usually sells, which a forecast is compared with: four weeks even out single large orders and a week with a holiday.</summary>
internal static class UsualSales
{
    /// <summary>Bottles a day below which a change as a share says nothing.</summary>
    private const double MinADay = 0.5;

    /// <summary>Usual sales in as many days as the horizon has, bottles.</summary>
    /// <param name="recent">The last 28 days, or as many as there are; null on closed days.</param>
    /// <param name="last">Sales of as many days as the horizon has.</param>
    /// <param name="horizon">Days forecast.</param>
    public static double Of(IReadOnlyList<double?> recent, double last, int horizon) =>
        horizon > recent.Count ? last : Math.Round(recent.Sum(day => day ?? 0) * horizon / recent.Count, 1);

    /// <summary>Change from the usual to a total, as a share; null when hardly anything is usually sold.</summary>
    /// <param name="next">What will be sold.</param>
    /// <param name="usual">What is usually sold in as many days.</param>
    /// <param name="horizon">The days.</param>
    public static double? ChangeOf(double next, double usual, int horizon) =>
        usual > 0 && usual >= MinADay * horizon ? Math.Round((next / usual) - 1, 4) : null;
}
