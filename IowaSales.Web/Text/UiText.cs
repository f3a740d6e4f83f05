namespace IowaSales.Web.Text;

/// <summary>Every sentence and label of the dashboard, a nested class a screen. English (US).</summary>
internal static partial class UiText
{
    /// <summary>The frame around every page.</summary>
    internal static class App
    {
        public const string Name = "Iowa Sales";
        public const string HomeLabel = "Iowa Sales, overview";
        public const string NavigationLabel = "Screens";
        public const string SkipToContent = "Skip to content";
        public const string ThemeLabel = "Colors";
        public const string ThemeSystem = "Colors as the system";
        public const string ThemeLight = "Light colors";
        public const string ThemeDark = "Dark colors";
        public const string More = "More";
        public const string Forecasts = "Forecasts";
        public const string Results = "Results";
        public const string Behind = "Sales and service";
        public const string ApiAnswers = "API answers";
        public const string ApiNotReady = "No model yet";
        public const string ApiAway = "API away";
        public const string ApiUnknown = "Asking the API";
        public const string ApiStatusTitle = "State of the forecasting API";
        public const string Reconnecting = "Reconnecting. Nothing you chose is lost.";
        public const string ConnectionLost = "The dashboard is restarting. This page reloads by itself.";
        public const string Simulated =
            "These forecasts rest on simulated sales. Train on real data to see your own.";

        public static string Title(string page) => $"{page} · {Name}";
    }

    /// <summary>What is wrong, and what to do.</summary>
    internal static class Problem
    {
        public const string Loading = "Loading";
        public const string StillWaiting = "The API is slow to answer. Still waiting; nothing is lost.";
        public const string TryNow = "Try now";
        public const string Trying = "Trying…";
        public const string NotFoundTitle = "Not found";
        public const string NotFoundAdvice = "Choose another product.";
        public const string NotReadyTitle = "The API has no forecasts yet";
        public const string NotReadyAdvice = "This page shows them as soon as the API serves a model.";
        public const string BusyTitle = "Too many requests";
        public const string BusyAdvice = "Wait a moment; this page asks again by itself.";
        public const string FailedTitle = "The API failed";
        public const string FailedAdvice = "This page asks again by itself. If it stays so, look at the API's log.";
        public const string RefusedTitle = "The API refused the request";
        public const string RefusedAdvice = "Change what you asked for.";
        public const string UnreachableTitle = "The forecasting API does not answer";
        public const string UnreachableAdvice =
            "Start the API, or set Api:BaseUrl to where it runs. This page comes back by itself, with everything you chose.";
        public const string SlowTitle = "The API took too long";
        public const string SlowAdvice = "It may be busy. This page asks again by itself.";
        public const string UnreadableTitle = "The API's answer cannot be read";
        public const string UnreadableDetail = "What came back is not what the contract promises; something else may listen at that address.";
        public const string UnreadableAdvice = "Check Api:BaseUrl, and that API and dashboard are of the same version.";
        public const string UnexpectedDetail = "Something unexpected happened while the dashboard asked the API.";
        public const string PageTitle = "This page failed";
        public const string PageDetail = "The dashboard met an error of its own. The other pages still work.";
        public const string PageAdvice = "Try again, or reload the page.";
        public const string MissingTitle = "Page not found";
        public const string MissingDetail = "There is no page at this address.";
        public const string MissingLink = "Go to the overview";
        public const string ErrorTitle = "Something went wrong";
        public const string ErrorDetail = "The dashboard could not answer. Reload the page; if it stays so, look at the dashboard's log.";

        public static string UnreachableDetail(Uri address) => $"Nothing answers at {address.GetLeftPart(UriPartial.Authority)}.";

        public static string SlowDetail(Uri address) => $"{address.GetLeftPart(UriPartial.Authority)} did not answer in time.";

        public static string NextAttempt(int seconds) => $"Trying again in {Format.Plural(seconds, "second")}.";

        public static string ShownAsOf(DateTimeOffset answered) => $"What you see is as of its last answer, {Format.Moment(answered)}.";

        public static string Kept(string problem, TimeSpan age) => $"{problem}. What you see was loaded {Format.Ago(age)}.";
    }

    /// <summary>Words that several screens share.</summary>
    internal static class Common
    {
        public const string Product = "Product";
        public const string Bottles = "bottles";
        public const string Interval80 = "80% interval";
        public const string Interval50 = "50% interval";
        public const string Change = "Change";
        public const string Median = "Median";
        public const string Closed = "Closed";
        public const string Holiday = "Holiday";
        public const string Sold = "Sold";
        public const string Forecast = "Forecast";
        public const string LastYear = "A year before";
        public const string Download = "Download";
        public const string DownloadCsv = "CSV";
        public const string DownloadJson = "JSON";
        public const string DownloadPng = "PNG";
        public const string Print = "Print";
        public const string FindProduct = "Find a product";
        public const string NoMatch = "No product of that name";
        public const string Search = "Search products";
        public const string BottlesADay = "bottles a day";
        public const string BottlesAWeek = "bottles a week";
        public const string ChartKeys = "Arrow keys move through time, plus and minus change the range.";

        public static string NextDays(int days) => days == 1 ? "Next day" : $"Next {days} days";

        public static string LastDays(int days) => days == 1 ? "Last day" : $"Last {days} days";

        public static string SortBy(string column, string meaning) => $"{column}: {meaning}. Press to sort.";

        public static string Shown(int shown, int total) =>
            shown == total ? Format.Plural(total, "product") : $"{Format.Count(shown)} of {Format.Plural(total, "product")}";

        public static string Stale(DateOnly through, DateOnly last, DateOnly today) =>
            $"The sales end on {Format.Day(through)}, {Format.Plural(Math.Max(0, today.DayNumber - through.DayNumber), "day")} ago: "
            + $"{(last < today ? "the days forecast lie" : "some of the days forecast lie")} in the past. Give the API newer sales, or train on them.";

        public static string FlagName(Contracts.ItemFlag flag) => flag switch
        {
            Contracts.ItemFlag.Unusual => "Unusual",
            Contracts.ItemFlag.StoppedSelling => "Stopped selling",
            Contracts.ItemFlag.Stale => "Old data",
            Contracts.ItemFlag.ShortHistory => "Short history",
            Contracts.ItemFlag.UnknownToModel => "New product",
            _ => flag.ToString(),
        };

        public static string FlagMeaning(Contracts.ItemFlag flag) => flag switch
        {
            Contracts.ItemFlag.Unusual => "Recent sales lie far outside what was forecast",
            Contracts.ItemFlag.StoppedSelling => "No sales for much longer than its usual gaps",
            Contracts.ItemFlag.Stale => "The data behind the forecast is old",
            Contracts.ItemFlag.ShortHistory => "Too little history for a model of its own",
            Contracts.ItemFlag.UnknownToModel => "First sold after the model was trained",
            _ => "",
        };
    }
}
