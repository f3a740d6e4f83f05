namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /items/{item_name}/history</c>.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="From">First day of the answer.</param>
/// <param name="To">Last day of the answer.</param>
/// <param name="Days">Every calendar day of the range, in order.</param>
public sealed record ItemHistory(string Item, DateOnly From, DateOnly To, IReadOnlyList<HistoryDay> Days);

/// <summary>The sales of one item on one day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Sales">Bottles sold; null on a closed day without sales, 0 on an open day without sales.</param>
/// <param name="Closed">True when the item was closed: no item sold anything, or this one closes on the weekday, or it was stated.</param>
/// <param name="Holiday">Name of the holiday that day, open or closed; null when it has none.</param>
public sealed record HistoryDay(DateOnly Date, double? Sales, bool Closed, string? Holiday = null);

/// <summary>Answer of <c>GET /items/{item_name}/backtest</c>: forecasts the model would have made, against what was sold.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Mase">Mean absolute scaled error over all backtest days.</param>
/// <param name="Wql">Weighted quantile loss over all backtest days.</param>
/// <param name="Coverage">Share of days inside the 80 % interval.</param>
/// <param name="Weights">The families that make this item's forecast and their weights; the weights sum to 1.</param>
/// <param name="Steps">Error by step of the horizon.</param>
/// <param name="Windows">The backtest windows, oldest first.</param>
public sealed record ItemBacktest(
    string Item,
    double? Mase,
    double? Wql,
    double? Coverage,
    IReadOnlyList<FamilyWeight> Weights,
    IReadOnlyList<StepError> Steps,
    IReadOnlyList<BacktestWindow> Windows);

/// <summary>The weight of one model family.</summary>
/// <param name="Family">Name of the family as on the leaderboard.</param>
/// <param name="Weight">Weight in 0 .. 1.</param>
/// <param name="Description">How the family forecasts, in a few plain words; null from an API that does not say.</param>
public sealed record FamilyWeight(string Family, double Weight, string? Description = null);

/// <summary>One backtest window: forecast days from one origin.</summary>
/// <param name="Origin">The first forecast day.</param>
/// <param name="Days">The forecast days with their actual sales; closed days are left out.</param>
public sealed record BacktestWindow(DateOnly Origin, IReadOnlyList<BacktestDay> Days);

/// <summary>A forecast beside what was sold.</summary>
/// <param name="Date">The day.</param>
/// <param name="Actual">Bottles sold.</param>
/// <param name="Median">Median forecast.</param>
/// <param name="Lower">10 % quantile.</param>
/// <param name="Upper">90 % quantile.</param>
public sealed record BacktestDay(DateOnly Date, double Actual, double Median, double Lower, double Upper);
