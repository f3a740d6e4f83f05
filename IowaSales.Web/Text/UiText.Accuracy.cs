namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>How good the forecasts have been.</summary>
    internal static class Accuracy
    {
        public const string Name = "Accuracy";
        public const string Title = "How good the forecasts have been";
        public const string Intro = "Every figure comes from past weeks that were forecast as if they had not happened yet.";
        public const string Mase = "Error (MASE)";
        public const string MaseMeaning = "Size of the error next to that of repeating the week before: below 1 is better than that.";
        public const string Better = "Against repeating last week";
        public const string BetterMeaning = "How much smaller the error is than that of the seasonal naive forecast on the same days.";
        public const string Wql = "Quantile loss (WQL)";
        public const string WqlMeaning = "Error of the whole range of outcomes, as a share of sales: smaller is better.";
        public const string Coverage = "Inside the 80% interval";
        public const string CoverageMeaning = "Share of days that fell inside their 80% interval: 80% is what was promised.";
        public const string Leaderboard = "Leaderboard";
        public const string LeaderboardMeaning = "Every method on the same past weeks, best first, and how much the ensemble trusts it.";
        public const string Family = "Method";
        public const string Weight = "Weight";
        public const string FitTime = "Fitting";
        public const string PredictTime = "Forecasting";
        public const string BySteps = "By days ahead";
        public const string ByStepsMeaning = "Further ahead is harder: the error of the first to the last of the days forecast.";
        public const string ByWeekdays = "By weekday";
        public const string ByWeekdaysMeaning = "Which days of the week are hard; days that are always closed have no bar.";
        public const string Calibration = "Promises kept";
        public const string CalibrationMeaning = "How often sales stayed at or below each forecast level; on the dashed line, promises are kept exactly.";
        public const string Promised = "Promised";
        public const string Observed = "Observed";
        public const string Difference = "Off by";
        public const string MaseName = "MASE";
        public const string CalibrationLabel = "Line chart of promised against observed shares; the figures are in the table that follows.";
        public const string Worst = "Hardest products";
        public const string WorstMeaning = "Where the forecast misses most; look twice before ordering by it.";
        public const string NaiveLine = "repeating last week";
        public const string NeverOpen = "never open";
        public const string Ensemble = "Ensemble";
        public const string NoBacktest = "The model has no backtest";
        public const string NoBacktestHint = "Train it with validation windows to see how good it is.";

        public static string Windows(int count, DateOnly first, DateOnly last) =>
            $"{Format.Plural(count, "window")}, from {Format.Day(first)} to {Format.Day(last)}.";

        public static string StepLabel(int step) => step == 1 ? "1 day ahead" : $"{step} days ahead";

        public static string CoverageNote(double? coverage) => coverage is { } share ? $"{Format.Percent(share)} inside the 80% interval" : "";

        public static string BarsLabel(string title, IEnumerable<string> points) => $"Bar chart. {title}: {string.Join("; ", points)}.";

        public static string Points(double difference) =>
            Math.Abs(difference) < 0.0005 ? "0.0 pts" : $"{(difference > 0 ? "+" : "")}{Format.Number(100 * difference, 1)} pts";
    }
}
