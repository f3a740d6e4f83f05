namespace IowaSales.Web.Text;

/// <summary>Every sentence and label of the dashboard, a nested class a screen. English (US).</summary>
internal static partial class UiText
{
    /// <summary>The frame around every page.</summary>
    internal static class App
    {
        public const string Name = "Iowa Sales";
        public const string HomeLabel = "Iowa Sales, today";
        public const string NavigationLabel = "Screens";
        public const string SkipToContent = "Skip to content";
        public const string ThemeLabel = "Theme";
        public const string ThemeSystem = "System theme";
        public const string ThemeLight = "Light theme";
        public const string ThemeDark = "Dark theme";
        public const string More = "More";
        public const string QuickOpen = "Open a product or screen";
        public const string QuickOpenHint = "Ctrl+K opens this from every page. Enter opens the first match.";
        public const string Products = "Products";
        public const string Results = "Results";
        public const string ApiAnswers = "Connected";
        public const string ApiNotReady = "No model yet";
        public const string ApiAway = "Offline";
        public const string ApiUnknown = "Connecting";
        public const string ApiStatusTitle = "State of the forecasting API";
        public const string Reconnecting = "Reconnecting. Your selections are kept.";
        public const string ConnectionLost = "The dashboard is restarting. This page reloads automatically.";
        public const string Simulated =
            "Based on simulated data. Train on your own sales to replace it.";

        public static string Title(string page) => $"{page} · {Name}";
    }

    /// <summary>What is wrong, and what to do.</summary>
    internal static class Problem
    {
        public const string Loading = "Loading";
        public const string StillWaiting = "The API is slow to respond. Still waiting.";
        public const string TryNow = "Try now";
        public const string Trying = "Trying…";
        public const string NotFoundTitle = "Not found";
        public const string NotFoundAdvice = "Choose another product.";
        public const string NotReadyTitle = "The API has no forecasts yet";
        public const string NotReadyAdvice = "This page shows them as soon as the API serves a model.";
        public const string BusyTitle = "Too many requests";
        public const string BusyAdvice = "This page retries automatically.";
        public const string FailedTitle = "The API failed";
        public const string FailedAdvice = "This page retries automatically. If the problem persists, check the API's log.";
        public const string RefusedTitle = "The API refused the request";
        public const string RefusedAdvice = "Change the request.";
        public const string UnreachableTitle = "The forecasting API is not responding";
        public const string UnreachableAdvice =
            "Start the API, or set Api:BaseUrl to where it runs. This page reconnects automatically. Your selections are kept.";
        public const string SlowTitle = "The API took too long";
        public const string SlowAdvice = "It may be busy. This page retries automatically.";
        public const string UnreadableTitle = "The API's answer cannot be read";
        public const string UnreadableDetail = "The response does not match the API contract. Another program may be listening at that address.";
        public const string UnreadableAdvice = "Check Api:BaseUrl, and that API and dashboard are of the same version.";
        public const string UnexpectedDetail = "Something unexpected happened while the dashboard asked the API.";
        public const string PageTitle = "This page failed";
        public const string PageDetail = "The dashboard hit an internal error. Other pages still work.";
        public const string PageAdvice = "Try again, or reload the page.";
        public const string MissingTitle = "Page not found";
        public const string MissingDetail = "There is no page at this address.";
        public const string MissingLink = "Go to the start page";
        public const string ErrorTitle = "Something went wrong";
        public const string ErrorDetail = "The dashboard could not respond. Reload the page. If the problem persists, check the dashboard's log.";

        public static string UnreachableDetail(Uri address) => $"No response from {address.GetLeftPart(UriPartial.Authority)}.";

        public static string SlowDetail(Uri address) => $"{address.GetLeftPart(UriPartial.Authority)} did not answer in time.";

        public static string NextAttempt(int seconds) => $"Trying again in {Format.Plural(seconds, "second")}.";

        public static string ShownAsOf(DateTimeOffset answered) => $"Showing data as of {Format.Moment(answered)}.";

        public static string ShowingOlder(string problem, TimeSpan age) => $"{problem}. Showing data loaded {Format.Ago(age)}.";
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
        public const string LastYear = "Same week last year";
        public const string Download = "Download";
        public const string DownloadCsv = "CSV";
        public const string DownloadJson = "JSON";
        public const string DownloadPng = "PNG";
        public const string Print = "Print";
        public const string FindProduct = "Find a product";
        public const string NoMatch = "No product with that name";
        public const string Search = "Search products";
        public const string BottlesADay = "bottles a day";
        public const string BottlesAWeek = "bottles a week";
        public const string ChartMissing = "This chart did not load. Reload the page to try again.";
        public const string ChartKeys = "Arrow keys move through time, plus and minus change the range.";

        public const string Class = "Class";
        public const string AllClasses = "All classes";
        public const string ClassMeaning = "A makes up the first 80% of the volume, B the next 15%, C the rest; X can be predicted to within 25% either way, Y to within 50%, Z less well";

        public static readonly IReadOnlyList<string> Classes = ["A", "B", "C", "X", "Y", "Z", "AX", "AY", "AZ", "BX", "BY", "BZ", "CX", "CY", "CZ"];

        public static string NextDays(int days) => days == 1 ? "Next day" : $"Next {days} days";

        public static string LastDays(int days) => days == 1 ? "Last day" : $"Last {days} days";

        public static string SortBy(string column, string meaning) => $"{column}: {meaning}. Press to sort.";

        public static string Shown(int shown, int total) =>
            shown == total ? Format.Plural(total, "product") : $"{Format.Count(shown)} of {Format.Plural(total, "product")}";

        public static string Stale(DateOnly through, DateOnly last, DateOnly today) =>
            $"{(last < today ? "These forecasts are" : "Some forecast days are")} out of date: sales end on {Format.Day(through)}, "
            + $"{Format.Plural(Math.Max(0, today.DayNumber - through.DayNumber), "day")} ago. Import newer sales.";

        public static string FlagName(Contracts.ItemFlag flag) => flag switch
        {
            Contracts.ItemFlag.Unusual => "Unusual",
            Contracts.ItemFlag.StoppedSelling => "Stopped selling",
            Contracts.ItemFlag.Stale => "Out of date",
            Contracts.ItemFlag.ShortHistory => "Short history",
            Contracts.ItemFlag.UnknownToModel => "New product",
            _ => flag.ToString(),
        };

        public static string FlagMeaning(Contracts.ItemFlag flag) => flag switch
        {
            Contracts.ItemFlag.Unusual => "Recent sales are far outside the forecast range",
            Contracts.ItemFlag.StoppedSelling => "No sales for much longer than its usual gaps",
            Contracts.ItemFlag.Stale => "The data behind the forecast is old",
            Contracts.ItemFlag.ShortHistory => "Too little history for a model of its own",
            Contracts.ItemFlag.UnknownToModel => "First sold after the model was trained",
            _ => "",
        };
    }
}
