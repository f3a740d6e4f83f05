namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>The page of one product.</summary>
    internal static class Product
    {
        public const string ClosedByCalendar = "Closed by the calendar";
        public const string ClosedEveryYear = "Closed on this day every year";
        public const string DayAfterHoliday = "Day after a holiday";
        public const string DayBeforeHoliday = "Day before a holiday";
        public const string Name = "Product";
        public const string AgainstUsual = "vs. average of the last 4 weeks";
        public const string Choose = "Choose a product";
        public const string ChooseHint = "Shows its sales history, forecast, and range.";
        public const string Previous = "Previous product";
        public const string Next = "Next product";
        public const string ChartTitle = "Sales and forecast";
        public const string RangeLabel = "Days shown";
        public const string Range8Weeks = "8 weeks";
        public const string Range26Weeks = "6 months";
        public const string Range52Weeks = "1 year";
        public const string RangeAll = "All";
        public const string Day = "Day";
        public const string SameDayLastWeek = "Same day last week";
        public const string Total = "Total";
        public const string OrderTitle = "How much to order";
        public const string OrderLevel = "Order enough for";
        public const string HowTitle = "How this forecast is made";
        public const string HowIntro = "A weighted combination of model families. Weights come from their accuracy on past weeks:";
        public const string GoodTitle = "Accuracy on past weeks";
        public const string NoMethod = "The model has no weights for this product.";
        public const string Median = "Forecast (median)";
        public const string SameDaysLastYear = "Same days last year";
        public const string StepsCaption = "Error and coverage by days ahead";
        public const string NoBacktest = "No past forecasts of this product yet.";
        public const string Step = "Days ahead";
        public const string Mase = "Error (MASE)";
        public const string Coverage = "Inside the 80% interval";
        public const string Outside = "Outside the 80% interval";
        public const string RawTitle = "Raw JSON of the forecast";
        public const string Compare = "Compare";
        public const string NoHistory = "No sales of this product yet";
        public const string TotalNote = "The total's interval is narrower than the days' added up: high and low days partly cancel out.";

        public static string ShowMore(int count) => $"Show {Format.Count(count)} more";

        public static string DaysTitle(int days) => Common.NextDays(days);

        public static string ChartLabel(string item, int days) =>
            $"Line chart: daily sales of {item}, the forecast of the {Common.NextDays(days).ToLowerInvariant()} with its 50% and 80% intervals, and the same weeks last year. The figures are in the table that follows.";

        public static string BacktestLabel(string item) =>
            $"Chart: past forecasts of {item} with their 80% interval against the days' actual sales.";

        public static string OrderSentence(double level, DateOnly from, DateOnly to) =>
            $"covers {Format.ShortDay(from)} – {Format.ShortDay(to)} at a {Format.Percent(level)} service level. You would run short about {HowOften(level, to.DayNumber - from.DayNumber + 1)}.";

        public static string GoodSentence(double? coverage, int windows) =>
            coverage is { } share
                ? $"Over {Format.Plural(windows, "past week")}, {Format.Percent(share)} of the days fell inside the 80% interval."
                : "";

        public static string MaseSentence(double mase) => mase < 1
            ? $"Its error is {Format.Percent(1 - mase)} smaller than the seasonal naive scale (MASE {Format.Score(mase)})."
            : $"Its error is {Format.Percent(mase - 1)} larger than the seasonal naive scale (MASE {Format.Score(mase)}). Use it with caution.";

        public static string Expected(double bottles, int days) => $"{Format.Count(bottles)} bottles in the {Common.NextDays(days).ToLowerInvariant()}";

        public static string LastWeekError(double? error) =>
            error is { } share ? $"off by {Format.Percent(share)} last week" : "not scored last week";

        public static string OtherMethods(int count, double weight) =>
            $"{(count == 1 ? "1 other family" : $"{count} other families")} together: {Format.Percent(weight)}.";

        public static string PictureTitle(string item) => $"{item}: {ChartTitle.ToLowerInvariant()}, {Common.BottlesADay}";

        public static string Subtitle(DateOnly through, string modelVersion) =>
            $"Data through {Format.Day(through)} · model {modelVersion}";

        private static string HowOften(double level, int days)
        {
            var (span, spans) = days == 7 ? ("week", "weeks") : ("period", "periods");
            return level switch
            {
                >= 0.945 => $"1 {span} in 20",
                >= 0.895 => $"1 {span} in 10",
                >= 0.795 => $"1 {span} in 5",
                >= 0.745 => $"1 {span} in 4",
                >= 0.695 => $"3 {spans} in 10",
                >= 0.595 => $"2 {spans} in 5",
                _ => $"1 {span} in 2",
            };
        }
    }
}
