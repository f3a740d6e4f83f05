using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using IowaSales.Contracts;

namespace IowaSales.Api.Http.OpenApi;

/// <summary>An answer of every type, for the OpenAPI document.</summary>
internal static class ContractExamples
{
    private const string Item = "BLACK VELVET";
    private const string Version = "20240530-8b3fb692b978";

    private static readonly DateOnly Through = new(2024, 5, 30);
    private static readonly DateTimeOffset TrainedAt = new(2024, 5, 31, 4, 10, 0, TimeSpan.Zero);
    private static readonly FamilyWeight[] Weights = [new("CalendarRegression", 0.62), new("ExponentialSmoothing", 0.38)];
    private static readonly StepError[] Steps = [new(1, 0.71, 0.19, 0.83)];

    private static readonly ItemForecast Forecast = new(
        Item,
        [
            new DayForecast("2024-05-31 00:00:00", Through.AddDays(1), 3036.5, Quantiles(2145.2, 2990, 3927.8), Closed: false),
            new DayForecast("2024-06-01 00:00:00", Through.AddDays(2), 0, Quantiles(0, 0, 0), Closed: true, ClosureCodes.Weekday),
        ],
        2,
        Version,
        Through,
        TrainedAt.AddMinutes(1),
        Stale: false);

    private static readonly SalesBatch Batch = new(
        12, "warehouse", TrainedAt.AddDays(1), "applied", new string('a', 64), 500, 498, 2, 0, Through.AddDays(1), Through.AddDays(1), UndoneAt: null);

    private static readonly LiveError Error = new(580, 0.72, 0.97, 0.19, 0.17, 0.24, -0.012, 0.81, 0.99);

    private static readonly SalesAlert Alert = new(
        7,
        "unusual_sales",
        Item,
        Through,
        TrainedAt,
        "BLACK VELVET sold 9200 on 2024-05-30, above what 99 of 100 such days sell; 3005.4 was forecast.",
        9200,
        3005.4,
        DismissedAt: null,
        DismissNote: null);

    private static readonly Dictionary<Type, Func<JsonNode?>> Makers = new()
    {
        [typeof(ServiceStatus)] = () => Of(
            new ServiceStatus(
                "running",
                "Iowa Sales Predictor API",
                new Dictionary<string, string> { ["predict"] = "/predict/{item_name}", ["items"] = "/items" }),
            ContractJson.Default.ServiceStatus),
        [typeof(ItemList)] = () => Of(new ItemList([Item, "FIVE O'CLOCK VODKA"]), ContractJson.Default.ItemList),
        [typeof(ItemForecast)] = () => Of(Forecast, ContractJson.Default.ItemForecast),
        [typeof(ForecastPage)] = () => Of(new ForecastPage([Forecast], 1, 100, 1), ContractJson.Default.ForecastPage),
        [typeof(HorizonTotal)] = () => Of(
            new HorizonTotal(
                Item, Through.AddDays(1), Through.AddDays(7), 18210.4, Quantiles(14950.1, 18005.2, 21760.9), Version, Through, TrainedAt.AddMinutes(1), Stale: false),
            ContractJson.Default.HorizonTotal),
        [typeof(Contracts.Overview)] = () => Of(
            new Contracts.Overview(
                [new OverviewRow(Item, [2810, null, 3120], 18005.2, 14950.1, 21760.9, 17400, 0.0348, 0.162, [ItemFlag.Unusual])],
                new OverviewTotal(18005.2, 14950.1, 21760.9, 17400, 0.0348, 0.162),
                Version,
                TrainedAt,
                Through,
                Stale: false,
                Simulated: false),
            ContractJson.Default.Overview),
        [typeof(ItemHistory)] = () => Of(
            new ItemHistory(
                Item,
                Through.AddDays(-3),
                Through.AddDays(-2),
                [new HistoryDay(Through.AddDays(-3), null, Closed: true, "Memorial Day"), new HistoryDay(Through.AddDays(-2), 3120, Closed: false)]),
            ContractJson.Default.ItemHistory),
        [typeof(ItemBacktest)] = () => Of(
            new ItemBacktest(
                Item, 0.71, 0.19, 0.83, Weights, Steps, [new BacktestWindow(Through, [new BacktestDay(Through, 3120, 3005.4, 2150.6, 3940.2)])]),
            ContractJson.Default.ItemBacktest),
        [typeof(ModelInfo)] = () => Of(
            new ModelInfo(
                Version,
                1,
                TrainedAt,
                "iowa_sales.csv",
                Simulated: false,
                new DateOnly(2023, 1, 3),
                Through,
                1805,
                5,
                7,
                [0.1, 0.5, 0.9],
                "medium",
                42,
                4.8,
                Weights,
                [new LeaderboardRow("Ensemble", 0.71, 0.19, 0, 0.004, 0), new LeaderboardRow("CalendarRegression", 0.73, 0.2, 0.9, 0.003, 0.62)]),
            ContractJson.Default.ModelInfo),
        [typeof(BacktestSummary)] = () => Of(
            new BacktestSummary(
                0.71, 0.19, 0.82, 0.98, [Through], Steps, [new WeekdayError("Monday", 0.69, 0.18, 0.84)], [new CalibrationPoint(0.9, 0.91)], [new ItemError(Item, 0.71, 0.83)]),
            ContractJson.Default.BacktestSummary),
        [typeof(QualitySummary)] = () => Of(
            new QualitySummary(
                1805, 1, new DateOnly(2023, 1, 3), Through, 361, 153, 0, 2, 14, 3, 4, [new ItemQuality(Item, new DateOnly(2023, 1, 3), Through, 361, 1_102_340, 0, 0, 0, [Through.AddDays(-8)], Stopped: false)]),
            ContractJson.Default.QualitySummary),
        [typeof(CalendarView)] = () => Of(
            new CalendarView(
                Through,
                Through.AddDays(2),
                [
                    new CalendarDay(Through, Closed: false, 1, null, Future: false, 17400),
                    new CalendarDay(Through.AddDays(2), Closed: true, 0.04, null, Future: true, null),
                ]),
            ContractJson.Default.CalendarView),
        [typeof(SalesReceipt)] = () => Of(new SalesReceipt(Batch, Preview: false, AlreadyKnown: false, [], []), ContractJson.Default.SalesReceipt),
        [typeof(SalesBatches)] = () => Of(new SalesBatches([Batch], 1, 1), ContractJson.Default.SalesBatches),
        [typeof(SalesBatchEffect)] = () => Of(
            new SalesBatchEffect(Batch, Removed: 480, Added: 0, Replaced: 15, Kept: 5), ContractJson.Default.SalesBatchEffect),
        [typeof(SalesBatch)] = () => Of(Batch, ContractJson.Default.SalesBatch),
        [typeof(LiveAccuracy)] = () => Of(
            new LiveAccuracy(
                28,
                Through.AddDays(-27),
                Through,
                Version,
                Error,
                new PromisedError(0.71, 0.98, 0.19, 0.82),
                [new LiveStep(1, Error, 0.7)],
                [new LiveWeekday("Monday", Error, 0.69)],
                [new CalibrationPoint(0.9, 0.91)],
                Challenger: null),
            ContractJson.Default.LiveAccuracy),
        [typeof(LiveItems)] = () => Of(new LiveItems(28, [new LiveItem(Item, 73120, Error)]), ContractJson.Default.LiveItems),
        [typeof(LastWeek)] = () => Of(
            new LastWeek(
                Through.AddDays(-6),
                Through,
                [new PastDay(Through, 17400, 16980, null, null)],
                [new LastWeekItem(Item, 3120, 3005.4, 2890, [new PastDay(Through, 3120, 3005.4, 2150.6, 3940.2)])]),
            ContractJson.Default.LastWeek),
        [typeof(AlertFeed)] = () => Of(new AlertFeed([Alert], new Dictionary<string, int> { [Alert.Kind] = 1 }), ContractJson.Default.AlertFeed),
        [typeof(SalesAlert)] = () => Of(Alert, ContractJson.Default.SalesAlert),
    };

    /// <summary>An answer of a type; null for a type that is not of the contract.</summary>
    /// <param name="type">The type.</param>
    public static JsonNode? Of(Type type) => Makers.GetValueOrDefault(type)?.Invoke();

    private static JsonNode? Of<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type);

    private static Dictionary<string, double> Quantiles(double lower, double median, double upper) =>
        new() { ["0.1"] = lower, ["0.5"] = median, ["0.9"] = upper };
}
