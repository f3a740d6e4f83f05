namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Forecast accuracy.</summary>
    internal static class Accuracy
    {
        public const string Name = "Accuracy";
        public const string Title = "Forecast accuracy";
        public const string Intro = "Backtest: past weeks, forecast only from the sales before them.";
        public const string Mase = "Error (MASE)";
        public const string MaseMeaning = "Error relative to the seasonal naive scale. Below 1 is better.";
        public const string Better = "vs. seasonal naive (last week's sales)";
        public const string BetterMeaning = "How much smaller the error is than the seasonal naive forecast's on the same days.";
        public const string Wql = "Quantile loss (WQL)";
        public const string WqlMeaning = "Error of all quantiles as a share of sales. Smaller is better.";
        public const string Coverage = "Inside the 80% interval";
        public const string CoverageMeaning = "Share of days inside their 80% interval. The target is 80%.";
        public const string Leaderboard = "Leaderboard";
        public const string LeaderboardMeaning = "Every model family on the same past weeks, best first, with its weight in the ensemble.";
        public const string Family = "Family";
        public const string Weight = "Weight";
        public const string FitTime = "Fitting";
        public const string PredictTime = "Forecasting";
        public const string BySteps = "By days ahead";
        public const string ByStepsMeaning = "Error by forecast step, from the first day ahead to the last.";
        public const string ByWeekdays = "By weekday";
        public const string ByWeekdaysMeaning = "Error by day of the week. Weekdays that never trade have no bar.";
        public const string Calibration = "Calibration";
        public const string CalibrationMeaning = "How often sales were at or below each forecast quantile. A calibrated forecast lies on the dashed line.";
        public const string Promised = "Expected";
        public const string Observed = "Observed";
        public const string Difference = "Off by";
        public const string MaseName = "MASE";
        public const string CalibrationLabel = "Line chart of expected and observed shares; the figures are in the table that follows.";
        public const string Worst = "Hardest products";
        public const string WorstMeaning = "Products with the largest scaled error.";
        public const string NaiveLine = "seasonal naive";
        public const string NeverOpen = "never open";
        public const string Ensemble = "Ensemble";
        public const string NoBacktest = "The model has no backtest";
        public const string NoBacktestHint = "Train it with validation windows to see its accuracy.";

        public static string ZeroSales(double? share) =>
            $"Why low quantiles are observed more often: {Format.Percent(share)} of open product-days sell nothing. A product that often sells nothing has low quantiles of 0, "
            + "and every day without a sale is at such a quantile. The upper quantiles are not affected.";

        public static string Windows(int count, DateOnly first, DateOnly last) =>
            $"{Format.Plural(count, "window")}, from {Format.Day(first)} to {Format.Day(last)}.";

        public static string StepLabel(int step) => step == 1 ? "1 day ahead" : $"{step} days ahead";

        public static string CoverageNote(double? coverage) => coverage is { } share ? $"{Format.Percent(share)} inside the 80% interval" : "";

        public static string BarsLabel(string title, IEnumerable<string> points) => $"Bar chart. {title}: {string.Join("; ", points)}.";

        public static string Points(double difference) =>
            Math.Abs(difference) < 0.0005 ? "0.0 pts" : $"{(difference > 0 ? "+" : "")}{Format.Number(100 * difference, 1)} pts";
    }
}
