using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Forecasts;

/// <summary><c>/predict/{item_name}</c>, its total, and <c>/forecasts</c>.</summary>
internal static class ForecastsApi
{
    private const string Total = "/total";
    private const string Explanation = "/explanation";

    /// <summary>Keeps the answers of the items that are asked for.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddForecasts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSnapshotPart((snapshot, _) => new ForecastAnswers(snapshot), beforeServing: true);
        builder.Services.AddSingleton<QuestionGate>();
    }

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapForecasts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Forecasts");
        var gate = routes.ServiceProvider.GetRequiredService<QuestionGate>();
        group.MapSnapshot("/predict/{item_name}", Predict)
            .AnswersTable<ItemForecast>(
                "GetForecast",
                "The daily forecast of one item",
                "Mean and quantiles of the sales of each of the next days. Names match without regard to case and surrounding blanks.",
                ForecastParameters.Horizon,
                ForecastParameters.Quantiles)
            .WithExample(() => ForecastExamples.Forecast);
        group.MapSnapshot("/predict/{item_name}/total", PredictTotal)
            .AnswersTable<HorizonTotal>(
                "GetTotal",
                "The sum over the next days",
                "Mean and quantiles of the sum, from the joint distribution of its days: narrower than the sum of the days' quantiles.",
                ForecastParameters.Horizon,
                ForecastParameters.Quantiles)
            .WithExample(() => ForecastExamples.Total);
        group.MapSnapshot("/predict/{item_name}/explanation", (request, snapshot) => ExplanationApi.AnswerAsync(request, snapshot, gate))
            .Answers<ItemExplanation>(
                "GetExplanation",
                "How each day's expected sales are made",
                "Level, weekday, season or holiday, each driver that is not as usual, and the rest: parts that add up to the mean, by ordered replacement.",
                ["application/json"])
            .WithExample(() => ForecastExamples.Explanation);
        group.MapSnapshotQuestion("/predict/{item_name}/what-if", (request, snapshot) => WhatIfApi.AnswerAsync(request, snapshot, gate))
            .WithMetadata(new DocumentedBody("application/json", WhatIfApi.Example), WhatIfApi.BadChanges)
            .Answers<WhatIfForecast>(
                "GetWhatIf",
                "The forecast with other values of drivers",
                "Drivers have other values on days of the horizon, open closes or opens a day; the answer has both forecasts and their difference. Nothing is kept of it.",
                ["application/json"])
            .WithExample(() => ForecastExamples.WhatIf);
        group.MapSnapshot("/predict/{**item_name}", (request, snapshot) => PredictUnescapedAsync(request, snapshot, gate)).ExcludeFromDescription();
        group.MapSnapshot("/forecasts", ForecastPages.Of)
            .AnswersTable<ForecastPage>(
                "GetForecasts",
                "The forecasts of many items",
                "A page of forecasts, of all items or of those named.",
                ForecastParameters.Items,
                ListParameters.Sort,
                ListParameters.Page,
                ListParameters.PageSize)
            .WithExample(() => ForecastExamples.Page);
    }

    private static Answer Predict(HttpRequest request, ForecastSnapshot snapshot)
    {
        var series = request.Item(snapshot);
        var isCsv = MediaChoice.IsCsv(request);
        if (!request.QueryString.HasValue && !isCsv)
        {
            return snapshot.Get<ForecastAnswers>()[series];
        }

        var horizon = ForecastParameters.HorizonOf(request, snapshot);
        var levels = ForecastParameters.QuantilesOf(request, snapshot);
        if (isCsv)
        {
            return ForecastTable.Csv(request, snapshot, [ItemForecasts.Of(snapshot, series, horizon, levels)], levels);
        }

        return horizon == snapshot.Horizon && ReferenceEquals(levels, snapshot.Manifest.QuantileLevels)
            ? snapshot.Get<ForecastAnswers>()[series]
            : Answer.Json(ItemForecasts.Of(snapshot, series, horizon, levels), ContractJson.Default.ItemForecast, snapshot.EntityTag);
    }

    private static Answer PredictTotal(HttpRequest request, ForecastSnapshot snapshot)
    {
        var series = request.Item(snapshot);
        var levels = ForecastParameters.QuantilesOf(request, snapshot);
        var total = ItemForecasts.TotalOf(snapshot, series, ForecastParameters.HorizonOf(request, snapshot), levels);
        return MediaChoice.IsCsv(request)
            ? Answer.Csv(
                request,
                ["item_name", "from", "to", "mean", .. total.Quantiles.Keys.Select(name => $"quantile_{name}")],
                csv =>
                {
                    csv.WriteField(total.Item);
                    csv.WriteField(total.From, "yyyy-MM-dd");
                    csv.WriteField(total.To, "yyyy-MM-dd");
                    csv.WriteField(total.Mean);
                    foreach (var value in total.Quantiles.Values)
                    {
                        csv.WriteField(value);
                    }

                    csv.EndRecord();
                },
                snapshot.EntityTag)
            : Answer.Json(total, ContractJson.Default.HorizonTotal, snapshot.EntityTag);
    }

    /// <summary>A name with a slash that the client did not escape.</summary>
    private static async ValueTask<Answer> PredictUnescapedAsync(HttpRequest request, ForecastSnapshot snapshot, QuestionGate gate)
    {
        var rest = (string?)request.RouteValues[RequestedItem.RouteKey] ?? "";
        if (rest.EndsWith(Total, StringComparison.Ordinal) && snapshot.Items.Find(rest) < 0)
        {
            request.RouteValues[RequestedItem.RouteKey] = rest[..^Total.Length];
            return PredictTotal(request, snapshot);
        }

        if (rest.EndsWith(Explanation, StringComparison.Ordinal) && snapshot.Items.Find(rest) < 0)
        {
            request.RouteValues[RequestedItem.RouteKey] = rest[..^Explanation.Length];
            return await ExplanationApi.AnswerAsync(request, snapshot, gate);
        }

        return Predict(request, snapshot);
    }
}
