namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /groups</c>: items that belong together, summed up.</summary>
/// <param name="Groups">The groups, largest forecast first; items of which nothing is stated are the last group.</param>
/// <param name="Total">All items together.</param>
/// <param name="ModelVersion">Version of the model that made the forecasts.</param>
/// <param name="DataThrough">Last date of the sales.</param>
/// <param name="Stale">True when the data is older than the service's limit.</param>
/// <param name="Horizon">Number of days the sums reach ahead, and back.</param>
public sealed record GroupTotals(
    IReadOnlyList<GroupTotal> Groups, OverviewTotal Total, string ModelVersion, DateOnly DataThrough, bool Stale, int Horizon);

/// <summary>Items that belong together.</summary>
/// <param name="Name">What they have in common; null for items of which nothing is stated.</param>
/// <param name="Items">Number of the items.</param>
/// <param name="Total">
/// Their sum. Its interval comes from those of the items and the correlation of their errors in the backtest, as that of all items does; the error of the last
/// backtest week is not known of a group.
/// </param>
public sealed record GroupTotal(string? Name, int Items, OverviewTotal Total);

/// <summary>What the items of a group have in common.</summary>
public enum GroupBy
{
    /// <summary>Their category.</summary>
    Category,

    /// <summary>Their vendor.</summary>
    Vendor,

    /// <summary>ABC: their share of the volume.</summary>
    Abc,

    /// <summary>XYZ: how well they can be predicted.</summary>
    Xyz,

    /// <summary>Both, such as <c>AX</c>.</summary>
    Class,
}
