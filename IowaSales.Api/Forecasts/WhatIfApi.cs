using System.Text.Json;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Training;

namespace IowaSales.Api.Forecasts;

/// <summary><c>POST /predict/{item_name}/what-if</c>: the forecast with other values of drivers, made from memory; nothing is kept of it.</summary>
internal static class WhatIfApi
{
    /// <summary>A body to try.</summary>
    public const string Example = """{"changes":[{"date":"2024-05-31","driver":"price","value":9.99},{"date":"2024-06-01","driver":"open","value":0}]}""";

    /// <summary>The refusal of changes in the OpenAPI document.</summary>
    public static readonly DocumentedProblem BadChanges = new(
        StatusCodes.Status400BadRequest,
        "The body is not understood, or a change is of an unknown driver or of a day outside the horizon; `detail` says which and what is possible.",
        "There is no driver 'prize'; there are price, promo, and open.");

    private const int MaxChanges = 1000;

    /// <summary>Answers the question.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="gate">Bounds the questions that are worked on.</param>
    public static async ValueTask<Answer> AnswerAsync(HttpRequest request, ForecastSnapshot snapshot, QuestionGate gate)
    {
        var series = request.Item(snapshot);
        var changes = await ReadAsync(request, snapshot.Items.NameOf(series));
        using var turn = await gate.EnterAsync(request.HttpContext.RequestAborted);
        try
        {
            return Answer.Json(Of(snapshot, series, changes), ContractJson.Default.WhatIfForecast, snapshot.EntityTag);
        }
        catch (DriverChangeException exception)
        {
            throw RequestRefusedException.BadParameter("changes", exception.Message);
        }
    }

    private static WhatIfForecast Of(ForecastSnapshot snapshot, int series, IReadOnlyList<DriverChange> changes)
    {
        var (known, levels) = (snapshot.ChampionForecasts, snapshot.Manifest.QuantileLevels);
        var history = WhatIf.Of(known.History, known.Horizon, changes);
        var (before, after) = (known.Series[series], snapshot.Model.Forecast(history, series));
        var changed = new ForecastSet(history, known.Horizon, []);
        var days = new WhatIfDay[known.Horizon];
        for (var step = 0; step < days.Length; step++)
        {
            var (own, other) = (ItemForecasts.DayOf(known.DayOf(series, step), before, step, levels), ItemForecasts.DayOf(changed.DayOf(series, step), after, step, levels));
            days[step] = new WhatIfDay(
                own.Date,
                own,
                other,
                ReportedNumber.Of(other.Mean - own.Mean),
                own.Quantiles.ToDictionary(pair => pair.Key, pair => ReportedNumber.Of(other.Quantiles[pair.Key] - pair.Value), StringComparer.Ordinal));
        }

        var (sum, baseSum) = (ReportedNumber.Of(after.SumMean(days.Length)), ReportedNumber.Of(before.SumMean(days.Length)));
        return new WhatIfForecast(after.Item, days, baseSum, sum, ReportedNumber.Of(sum - baseSum), snapshot.Version, snapshot.DataThrough, snapshot.Stale);
    }

    private static async Task<IReadOnlyList<DriverChange>> ReadAsync(HttpRequest request, string item)
    {
        if (!request.HasJsonContentType())
        {
            throw RequestRefusedException.NotUnderstood(StatusCodes.Status415UnsupportedMediaType, $"Send the changes as application/json, like {Example}.");
        }

        WhatIfRequest? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(request.Body, ContractJson.Default.WhatIfRequest, request.HttpContext.RequestAborted);
        }
        catch (JsonException exception)
        {
            throw RequestRefusedException.BadParameter("changes", $"The body is not understood{(exception.Path is { Length: > 1 } path ? $" at {path[..Math.Min(path.Length, 100)]}" : "")}; send it like {Example}.");
        }

        var changes = body?.Changes;
        return changes is not { Count: > 0 and <= MaxChanges }
            ? throw RequestRefusedException.BadParameter("changes", $"changes must be a list of 1 to {MaxChanges} changes, like {Example}.")
            : changes.Any(change => change?.Driver is null || change.Value is null)
                ? throw RequestRefusedException.BadParameter("changes", $"Every change needs a date, a driver and a value, like {Example}.")
                : [.. changes.Select(change => new DriverChange(change.Date, change.Driver, change.Value, item))];
    }
}
