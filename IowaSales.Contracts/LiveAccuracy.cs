using System.Text.Json.Serialization;

namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /accuracy</c>: accuracy of the served forecasts whose sales are known.</summary>
/// <param name="Days">Days looked back, from the last date of the sales.</param>
/// <param name="From">First day scored; null when none is.</param>
/// <param name="Through">Last day scored; null when none is.</param>
/// <param name="ModelVersion">Version of the champion.</param>
/// <param name="Total">Error over all items, days and steps; null when no day is scored.</param>
/// <param name="Promised">The model's backtest; null when it has no day that can be scored.</param>
/// <param name="Steps">Error by step of the horizon.</param>
/// <param name="Weekdays">Error by weekday, Monday first.</param>
/// <param name="Calibration">Nominal against observed share of sales at or below each quantile.</param>
/// <param name="Challenger">Errors of the challenger and the champion on the same days; null when no challenger is on trial.</param>
public sealed record LiveAccuracy(
    int Days,
    DateOnly? From,
    DateOnly? Through,
    string ModelVersion,
    LiveError? Total,
    PromisedError? Promised,
    IReadOnlyList<LiveStep> Steps,
    IReadOnlyList<LiveWeekday> Weekdays,
    IReadOnlyList<CalibrationPoint> Calibration,
    ChallengerComparison? Challenger)
{
    /// <summary>Days that can be looked back.</summary>
    public static IReadOnlyList<int> Windows { get; } = [7, 28, 91];

    /// <summary>Days looked back unless others are asked for.</summary>
    public const int DefaultWindow = 28;
}

/// <summary>Error of forecasts that were served.</summary>
/// <param name="ItemDays">Item-days scored; closed days are not.</param>
/// <param name="Mase">Mean absolute scaled error; null when no item has a scale.</param>
/// <param name="NaiveMase">The seasonal naive's on the same item-days.</param>
/// <param name="Wql">Weighted quantile loss; null when nothing was sold.</param>
/// <param name="ErrorShare">Absolute error of the median over sales (0.2 is 20 %); null when nothing was sold.</param>
/// <param name="NaiveErrorShare">The seasonal naive's.</param>
/// <param name="Bias">Mean forecast less sales, over sales (0.1: forecasts were 10 % too high); null when nothing was sold.</param>
/// <param name="Coverage80">Share of item-days inside the 80 % interval.</param>
/// <param name="Coverage99">Share of item-days inside the 99 % interval.</param>
public sealed record LiveError(
    int ItemDays,
    double? Mase,
    double? NaiveMase,
    double? Wql,
    double? ErrorShare,
    double? NaiveErrorShare,
    double? Bias,
    double Coverage80,
    double Coverage99);

/// <summary>Accuracy of a model's backtest.</summary>
/// <param name="Mase">Mean absolute scaled error.</param>
/// <param name="NaiveMase">The seasonal naive's on the same days.</param>
/// <param name="Wql">Weighted quantile loss.</param>
/// <param name="Coverage80">Share of days inside the 80 % interval.</param>
public sealed record PromisedError(double Mase, double NaiveMase, double Wql, double Coverage80);

/// <summary>Error at one step of the horizon.</summary>
/// <param name="Step">Step, from 1.</param>
/// <param name="Error">The error.</param>
/// <param name="PromisedMase">MASE of the backtest for the step; null when it had no such step.</param>
public sealed record LiveStep(int Step, LiveError Error, double? PromisedMase);

/// <summary>Error on one weekday.</summary>
/// <param name="Weekday">The weekday, in English.</param>
/// <param name="Error">The error; null when no such day was scored.</param>
/// <param name="PromisedMase">MASE of the backtest for it; null when it had no such day.</param>
public sealed record LiveWeekday(string Weekday, LiveError? Error, double? PromisedMase);

/// <summary>A challenger on trial beside the champion.</summary>
/// <param name="ModelVersion">Version of the challenger.</param>
/// <param name="Share">Share of items that it serves, 0 .. 1.</param>
/// <param name="Error">Its error over all items.</param>
/// <param name="Champion">The champion's error on the days that the challenger has forecast.</param>
public sealed record ChallengerComparison(
    string ModelVersion,
    double Share,
    LiveError? Error,
    [property: JsonPropertyName("in_charge")] LiveError? Champion);

/// <summary>Answer of <c>GET /accuracy/items</c>: the error of every item.</summary>
/// <param name="Days">Days looked back.</param>
/// <param name="Items">The items that were scored, largest sales first.</param>
public sealed record LiveItems(int Days, IReadOnlyList<LiveItem> Items);

/// <summary>The error of one item.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Sales">What it sold over the scored steps.</param>
/// <param name="Error">The error.</param>
public sealed record LiveItem(string Item, double Sales, LiveError Error);

/// <summary>Answer of <c>GET /accuracy/last-week</c>: the last seven days, as forecast when they began and as sold.</summary>
/// <param name="From">First day; null while no forecast has been overtaken by sales.</param>
/// <param name="Through">Last day.</param>
/// <param name="Total">All items together.</param>
/// <param name="Items">The items, largest sales first.</param>
public sealed record LastWeek(DateOnly? From, DateOnly? Through, IReadOnlyList<PastDay> Total, IReadOnlyList<LastWeekItem> Items);

/// <summary>One item's last week.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Actual">What it sold on the days that had been forecast.</param>
/// <param name="Forecast">Sum of the median forecasts of those days.</param>
/// <param name="Naive">Sum of the seasonal naive forecasts of those days.</param>
/// <param name="Days">Its days.</param>
public sealed record LastWeekItem(string Item, double Actual, double Forecast, double Naive, IReadOnlyList<PastDay> Days);

/// <summary>A past day, as forecast and as sold.</summary>
/// <param name="Date">The day.</param>
/// <param name="Actual">What was sold; null on a closed day.</param>
/// <param name="Median">Median forecast.</param>
/// <param name="Lower">10 % quantile; null over all items, where it cannot be added up.</param>
/// <param name="Upper">90 % quantile; null as <paramref name="Lower"/>.</param>
public sealed record PastDay(DateOnly Date, double? Actual, double Median, double? Lower, double? Upper);
