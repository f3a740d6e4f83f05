using System.Globalization;
using IowaSales.Api.Answers;
using IowaSales.Api.Hosting;
using IowaSales.Contracts;

namespace IowaSales.Api.Living.Ledger;

/// <summary><c>/accuracy</c>: how right the served forecasts were, answered from memory.</summary>
internal static class AccuracyApi
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly string[] MediaTypes = ["application/json"];

    private static readonly DocumentedParameter Days = new("days", "Days to look back: 7, 28 (default) or 91.", ParameterType.Integer, "28");

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapAccuracy(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/accuracy").WithTags("Accuracy");
        group.MapMethods("", ReadMethods, (HttpContext context, LedgerSource source) => Read(context, source, view => view.Accuracy))
            .Answers<LiveAccuracy>(
                "GetAccuracy",
                "How right the served forecasts were",
                "Errors of forecasts that were served, against the seasonal naive and against what the backtest promised: in total, by step, by weekday, and the calibration of the quantiles.",
                MediaTypes)
            .WithMetadata(Days);
        group.MapMethods("/items", ReadMethods, (HttpContext context, LedgerSource source) => Read(context, source, view => view.Items))
            .Answers<LiveItems>("GetItemAccuracy", "How right they were by item", "The error of every item that was scored.", MediaTypes)
            .WithMetadata(Days);
        group.MapMethods("/last-week", ReadMethods, ReadLastWeek)
            .Answers<LastWeek>(
                "GetLastWeek",
                "The last seven days as forecast and as sold",
                "For each of the last seven days the earliest forecast that was issued within them, beside what was sold.",
                MediaTypes);
    }

    private static IResult ReadLastWeek(HttpContext context, LedgerSource source) =>
        source.View is { } view ? new AnswerResult(view.LastWeek) : NotReady(context);

    private static IResult Read(HttpContext context, LedgerSource source, Func<LedgerView, IReadOnlyDictionary<int, Answer>> answers)
    {
        var text = context.Request.Query[Days.Name].ToString();
        var days = LedgerViews.UsualWindow;
        if (text.Length > 0 && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) && LedgerViews.Windows.Contains(days)))
        {
            return TypedResults.Problem(
                $"days must be one of {string.Join(", ", LedgerViews.Windows)}.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["parameter"] = Days.Name });
        }

        return source.View is { } view ? new AnswerResult(answers(view)[days]) : NotReady(context);
    }

    /// <summary>503: the ledger has not been read yet.</summary>
    /// <param name="context">The exchange.</param>
    internal static IResult NotReady(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Problem(
            "The ledger of forecasts has not been read yet; try again in a few seconds, and see /health and the service's log if it stays away.",
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
