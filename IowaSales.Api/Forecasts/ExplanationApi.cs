using System.Globalization;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Training;

namespace IowaSales.Api.Forecasts;

/// <summary><c>GET /predict/{item_name}/explanation</c>: how each day's expected sales are made, by ordered replacement.</summary>
internal static class ExplanationApi
{
    /// <summary>Answers the question.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="gate">Bounds the questions that are worked on.</param>
    public static async ValueTask<Answer> AnswerAsync(HttpRequest request, ForecastSnapshot snapshot, QuestionGate gate)
    {
        var series = request.Item(snapshot);
        var aborted = request.HttpContext.RequestAborted;
        using var turn = await gate.EnterAsync(aborted);
        return Answer.Json(Of(snapshot, series, aborted), ContractJson.Default.ItemExplanation, snapshot.EntityTag);
    }

    private static ItemExplanation Of(ForecastSnapshot snapshot, int series, CancellationToken cancellationToken)
    {
        var (history, forecast, levels) = (snapshot.ChampionForecasts.History, snapshot.ChampionForecasts.Series[series], snapshot.Manifest.QuantileLevels);
        var explained = ForecastExplanation.Of(snapshot.Model, history, series, cancellationToken);
        return new ItemExplanation(
            forecast.Item,
            [.. explained.Select((day, step) => Of(day, history, ItemForecasts.QuantilesOf(levels, level => forecast.Quantile(step, level))))],
            snapshot.Version,
            snapshot.DataThrough);
    }

    /// <summary>A day in the contract's words. Amounts are rounded each; the rest takes what rounding leaves, so that they add up.</summary>
    private static DayExplanation Of(ExplainedDay day, History history, IReadOnlyDictionary<string, double> quantiles)
    {
        var mean = ReportedNumber.Of(day.Mean);
        ExplainedPart[] parts =
        [
            .. day.Components.Where(component => component.Kind != ComponentKind.Rest).Select(component => new ExplainedPart(
                NameOf(component), ReportedNumber.Of(component.Amount), component.Name, TextOf(history, component, component.Value), TextOf(history, component, component.Usual))),
        ];
        return new DayExplanation(
            day.Date, mean, quantiles, [.. parts, new ExplainedPart("rest", ReportedNumber.Of(mean - parts.Sum(part => part.Amount)))]);
    }

    private static string NameOf(ForecastComponent component) => component.Kind switch
    {
        ComponentKind.Level => "level",
        ComponentKind.Weekday => "weekday",
        ComponentKind.Calendar => component.Name is null ? "season" : "holiday",
        _ => "driver",
    };

    private static string? TextOf(History history, ForecastComponent component, double value)
    {
        if (component.Kind != ComponentKind.Driver || double.IsNaN(value))
        {
            return null;
        }

        var driver = history.Drivers.First(driver => driver.Name == component.Name);
        return driver.Kind == DriverKind.Category ? driver.Levels[(int)value] : value.ToString(CultureInfo.InvariantCulture);
    }
}
