using System.Text.Json.Serialization;

namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /overview</c>: every item at a glance.</summary>
/// <param name="Rows">One row per item.</param>
/// <param name="Total">All items together.</param>
/// <param name="ModelVersion">Version of the model that made the forecasts.</param>
/// <param name="TrainedAt">When the model was trained.</param>
/// <param name="DataThrough">Last date of the sales.</param>
/// <param name="Stale">True when the data is older than the service's limit.</param>
/// <param name="Simulated">True when the model learned from simulated sales.</param>
/// <param name="Horizon">Number of days the sums reach ahead, and back; 7 in answers of an API that does not say.</param>
public sealed record Overview(
    IReadOnlyList<OverviewRow> Rows,
    OverviewTotal Total,
    string ModelVersion,
    DateTimeOffset TrainedAt,
    DateOnly DataThrough,
    bool Stale,
    bool Simulated,
    int Horizon = 7)
{
    /// <summary>Number of this page, from 1; null where all items are listed.</summary>
    public int? Page { get; init; }

    /// <summary>Most items on a page; null where all items are listed.</summary>
    public int? PageSize { get; init; }

    /// <summary>Number of items over all pages; null where all items are listed.</summary>
    public int? ItemCount { get; init; }
}

/// <summary>One item at a glance.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Recent">Sales of the last 28 days, oldest first, bottles; null on closed days.</param>
/// <param name="NextTotal">Median of the sum over the horizon, bottles.</param>
/// <param name="NextLower">10 % quantile of the sum.</param>
/// <param name="NextUpper">90 % quantile of the sum.</param>
/// <param name="LastTotal">Sales of the last days, as many as the horizon has, bottles.</param>
/// <param name="Change">Relative change of <paramref name="NextTotal"/> against <paramref name="UsualTotal"/> (0.1 is +10 %); null when that is below half a bottle a day.</param>
/// <param name="LastWeekError">Last backtest week's absolute error over its sales (0.2 is 20 %); null when unknown.</param>
/// <param name="Flags">What is notable: see <see cref="ItemFlag"/>.</param>
/// <param name="UsualTotal">Sales of the last 28 days (of the horizon, where it is longer) in as many days as the horizon has, bottles: a quarter of them at seven days.</param>
public sealed record OverviewRow(
    string Item,
    IReadOnlyList<double?> Recent,
    double NextTotal,
    double NextLower,
    double NextUpper,
    double LastTotal,
    double? Change,
    double? LastWeekError,
    IReadOnlyList<ItemFlag> Flags,
    double UsualTotal = 0)
{
    /// <summary>ABC (share of volume) and XYZ (predictability) of the item, such as <c>AX</c>; null where there are more than 50,000 items.</summary>
    public string? Class { get; init; }

    /// <summary>Category of the item; null where none is stated, and where there are more than 5,000 items.</summary>
    public string? Category { get; init; }

    /// <summary>Vendor of the item; null where none is stated, and where there are more than 5,000 items.</summary>
    public string? Vendor { get; init; }
}

/// <summary>All items together, with the same meaning as in <see cref="OverviewRow"/>.</summary>
/// <param name="NextTotal">Median of the sum over items and horizon.</param>
/// <param name="NextLower">10 % quantile of the sum.</param>
/// <param name="NextUpper">90 % quantile of the sum.</param>
/// <param name="LastTotal">Sales of the last days, as many as the horizon has.</param>
/// <param name="Change">Relative change of the next days against <paramref name="UsualTotal"/>; null when that is below half a bottle a day.</param>
/// <param name="LastWeekError">Last backtest week's absolute error, summed over items, over its sales; null when unknown.</param>
/// <param name="UsualTotal">What all items usually sell in as many days, bottles.</param>
public sealed record OverviewTotal(
    double NextTotal,
    double NextLower,
    double NextUpper,
    double LastTotal,
    double? Change,
    double? LastWeekError,
    double UsualTotal = 0);

/// <summary>What is notable about an item.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ItemFlag>))]
public enum ItemFlag
{
    /// <summary>Yesterday's or last week's sales lie far outside what was forecast.</summary>
    Unusual,

    /// <summary>No sales for much longer than the item's usual gaps.</summary>
    StoppedSelling,

    /// <summary>The data behind the forecast is old.</summary>
    Stale,

    /// <summary>The item has too little history for its own model.</summary>
    ShortHistory,

    /// <summary>The model was trained before the item first sold.</summary>
    UnknownToModel,
}
