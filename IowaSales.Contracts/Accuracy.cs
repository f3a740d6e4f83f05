namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /model</c>: what the loaded model is.</summary>
/// <param name="Version">Version of the model: changes whenever its content does.</param>
/// <param name="FormatVersion">Version of the artifact's file format.</param>
/// <param name="TrainedAt">When it was trained.</param>
/// <param name="DataSource">Where its sales came from, in words.</param>
/// <param name="Simulated">True when its sales are simulated.</param>
/// <param name="DataFrom">First date of its sales.</param>
/// <param name="DataThrough">Last date of the sales now in use (later than the training data when rolled forward).</param>
/// <param name="Rows">Number of sales rows it learned from.</param>
/// <param name="Items">Number of items.</param>
/// <param name="Horizon">Days it forecasts.</param>
/// <param name="QuantileLevels">Probability levels of the stored quantiles.</param>
/// <param name="Preset">Training preset: <c>fast</c>, <c>medium</c> or <c>best</c>.</param>
/// <param name="Seed">Seed of the training.</param>
/// <param name="TrainingSeconds">Wall time of the training.</param>
/// <param name="Weights">Ensemble weights of the panel.</param>
/// <param name="Leaderboard">Every family and the ensemble, best first.</param>
/// <param name="SalesVersion">
/// Changes whenever the sales, drivers, calendar or model behind the answers do: it is the entity tag that every answer made from them carries. After a hyphen follows the version of the overrides, once there are any. Empty in
/// answers of an API that does not say.
/// </param>
public sealed record ModelInfo(
    string Version,
    int FormatVersion,
    DateTimeOffset TrainedAt,
    string DataSource,
    bool Simulated,
    DateOnly DataFrom,
    DateOnly DataThrough,
    long Rows,
    int Items,
    int Horizon,
    IReadOnlyList<double> QuantileLevels,
    string Preset,
    int Seed,
    double TrainingSeconds,
    IReadOnlyList<FamilyWeight> Weights,
    IReadOnlyList<LeaderboardRow> Leaderboard,
    string SalesVersion = "");

/// <summary>Accuracy of one family, or the ensemble, on the validation windows.</summary>
/// <param name="Name">Name of the family, or <c>Ensemble</c>.</param>
/// <param name="Mase">Validation MASE (seasonality 7), trading days.</param>
/// <param name="Wql">Validation weighted quantile loss; null where the family gives no quantiles of its own.</param>
/// <param name="FitSeconds">Wall time of its fitting.</param>
/// <param name="PredictSeconds">Wall time of forecasting all items once.</param>
/// <param name="Weight">Weight in the ensemble, 0 .. 1.</param>
/// <param name="Description">How the family forecasts, in a few plain words; null for the ensemble.</param>
public sealed record LeaderboardRow(
    string Name, double Mase, double? Wql, double FitSeconds, double PredictSeconds, double Weight, string? Description = null);

/// <summary>Answer of <c>GET /backtest</c>: backtest accuracy of the ensemble over all items.</summary>
/// <param name="Mase">Mean absolute scaled error.</param>
/// <param name="Wql">Weighted quantile loss.</param>
/// <param name="Coverage">Share of days inside the 80 % interval.</param>
/// <param name="SeasonalNaiveMase">MASE of the seasonal naive on the same days.</param>
/// <param name="Origins">The backtest origins (first forecast days).</param>
/// <param name="Steps">Error by step.</param>
/// <param name="Weekdays">Error by weekday.</param>
/// <param name="Calibration">Nominal against observed coverage.</param>
/// <param name="WorstItems">The items with the largest MASE, worst first, at most 20.</param>
public sealed record BacktestSummary(
    double Mase,
    double Wql,
    double Coverage,
    double SeasonalNaiveMase,
    IReadOnlyList<DateOnly> Origins,
    IReadOnlyList<StepError> Steps,
    IReadOnlyList<WeekdayError> Weekdays,
    IReadOnlyList<CalibrationPoint> Calibration,
    IReadOnlyList<ItemError> WorstItems);

/// <summary>Error at one step of the horizon.</summary>
/// <param name="Step">Step, from 1.</param>
/// <param name="Mase">MASE at the step; null when no day was open.</param>
/// <param name="Wql">WQL at the step.</param>
/// <param name="Coverage">Coverage of the 80 % interval at the step.</param>
public sealed record StepError(int Step, double? Mase, double? Wql, double? Coverage);

/// <summary>Error on one weekday.</summary>
/// <param name="Weekday">The weekday, in English.</param>
/// <param name="Mase">MASE; null when no such day was open.</param>
/// <param name="Wql">WQL.</param>
/// <param name="Coverage">Coverage of the 80 % interval.</param>
public sealed record WeekdayError(string Weekday, double? Mase, double? Wql, double? Coverage);

/// <summary>A point of the calibration curve.</summary>
/// <param name="Level">Nominal probability level.</param>
/// <param name="Observed">Share of actual sales at or below that quantile.</param>
public sealed record CalibrationPoint(double Level, double Observed);

/// <summary>The error of one item.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Mase">Its MASE.</param>
/// <param name="Coverage">Coverage of its 80 % interval.</param>
public sealed record ItemError(string Item, double Mase, double Coverage);
