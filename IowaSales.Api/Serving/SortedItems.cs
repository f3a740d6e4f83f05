using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;

namespace IowaSales.Api.Serving;

/// <summary>The orders of the contract, as they were made with the forecasts.</summary>
internal static class SortedItems
{
    /// <summary>All series in an order.</summary>
    /// <param name="columns">The forecasts.</param>
    /// <param name="sort">The order.</param>
    public static IReadOnlyList<int> InOrder(this ForecastColumns columns, ForecastSort sort) => sort switch
    {
        ForecastSort.Volume => columns.ByVolume,
        ForecastSort.Growth => columns.ByGrowth,
        _ => columns.ByName,
    };
}
