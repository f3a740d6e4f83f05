using System.Globalization;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;

namespace IowaSales.Api.Accuracy;

/// <summary><c>/accuracy</c>: accuracy of the served forecasts, answered from memory.</summary>
internal static class AccuracyApi
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly string[] MediaTypes = ["application/json"];

    private static readonly DocumentedParameter Days = new(
        "days", $"Days to look back: {string.Join(", ", LiveAccuracy.Windows)}; {LiveAccuracy.DefaultWindow} by default.", ParameterType.Integer, $"{LiveAccuracy.DefaultWindow}");

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapAccuracy(this IEndpointRouteBuilder routes)
    {
        if (routes.MapStoreGroup("/accuracy", "Accuracy") is not { } group)
        {
            return;
        }

        group.MapMethods("", ReadMethods, (HttpContext context, LedgerSource source) => Read(context, source, view => view.Accuracy))
            .Answers<LiveAccuracy>(
                "GetAccuracy",
                "Accuracy of the served forecasts",
                "Errors of forecasts that were served, compared with the seasonal naive and the backtest: in total, by step, by weekday, and the calibration of the quantiles.",
                MediaTypes)
            .WithExample(() => AccuracyExamples.Accuracy)
            .WithMetadata(Days);
        group.MapMethods("/items", ReadMethods, (HttpContext context, LedgerSource source) => Read(context, source, view => view.Items))
            .Answers<LiveItems>("GetItemAccuracy", "Accuracy of the served forecasts by item", "The errors of every item that was scored.", MediaTypes)
            .WithExample(() => AccuracyExamples.Items)
            .WithMetadata(Days);
        group.MapMethods("/last-week", ReadMethods, ReadLastWeek)
            .Answers<LastWeek>(
                "GetLastWeek",
                "The last seven days as forecast and as sold",
                "For each of the last seven days the earliest forecast that was issued within them, beside what was sold.",
                MediaTypes)
            .WithExample(() => AccuracyExamples.LastWeek);
    }

    private static IResult ReadLastWeek(HttpContext context, LedgerSource source) =>
        source.View is { } view ? new AnswerResult(view.LastWeek) : StoreRefusals.NotRead(context);

    private static IResult Read(HttpContext context, LedgerSource source, Func<LedgerView, IReadOnlyDictionary<int, Answer>> answers)
    {
        var text = context.Request.Query[Days.Name].ToString();
        var days = LiveAccuracy.DefaultWindow;
        if (text.Length > 0 && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) && LiveAccuracy.Windows.Contains(days)))
        {
            return TypedResults.Problem(
                $"days must be one of {string.Join(", ", LiveAccuracy.Windows)}.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["parameter"] = Days.Name });
        }

        return source.View is { } view ? new AnswerResult(answers(view)[days]) : StoreRefusals.NotRead(context);
    }
}
