using IowaSales.Contracts;

namespace IowaSales.Web.Text;

/// <content>What moves the sales of a product.</content>
internal static partial class UiText
{
    /// <summary>Drivers, what-if and why on the page of a product.</summary>
    internal static class Drivers
    {
        public const string WhyTitle = "Why these forecasts";
        public const string WhyIntro = "Each day's expected sales, from the level of the last eight weeks to the forecast mean.";
        public const string NoWhy = "This forecast cannot be split into parts.";
        public const string Level = "Level";
        public const string Weekday = "Weekday";
        public const string Season = "Season and trend";
        public const string Rest = "Rounding";
        public const string WhatIfTitle = "What if";
        public const string WhatIfIntro = "Change days ahead and compare. Nothing is saved.";
        public const string NoDrivers = "This model was trained without prices or promotions, so only closing days can be tried.";
        public const string Days = "Days";
        public const string AllDays = "All days";
        public const string AsPlanned = "As planned";
        public const string Close = "Closed";
        public const string Open = "Open or closed";
        public const string Calculate = "Calculate";
        public const string Calculating = "Calculating…";
        public const string Reset = "Reset";
        public const string NothingChanged = "Change a value first.";
        public const string Now = "Now";
        public const string Changed = "Changed";
        public const string Difference = "Difference";
        public const string Unknown = "not known";

        public static string ChartLabel(IEnumerable<string> names) => $"Chart of {string.Join(", ", names)} by day, past and ahead.";

        public static string NotANumber(string driver, string text) => $"'{text}' is not a number. Enter {driver} like 9.99, or leave it empty.";

        public static string TotalChange(double before, double after) =>
            $"{Format.Count(after)} bottles instead of {Format.Count(before)} ({(after > before ? "+" : "")}{Format.Count(after - before)})";

        public static string PartName(ExplainedPart part) => part.Part switch
        {
            "level" => Level,
            "weekday" => Weekday,
            "season" => Season,
            "holiday" => part.Name ?? Common.Holiday,
            "driver" => part.Usual is null ? $"{part.Name} {part.Value}" : $"{part.Name} {part.Value} (usually {part.Usual})",
            "rest" => Rest,
            _ => part.Part,
        };

        public static string PartAmount(ExplainedPart part) => part.Part == "level" || part.Amount < 0 ? Format.Count(part.Amount) : "+" + Format.Count(part.Amount);
    }
}
