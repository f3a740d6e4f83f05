using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Forecasts;

/// <summary>Forecasts as a long table, one row per item and day.</summary>
internal static class ForecastTable
{
    /// <summary>The table in CSV: <c>item_name,date,mean,quantile_0.1,…</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="forecasts">The forecasts, all with the same levels.</param>
    /// <param name="levels">Their levels.</param>
    public static Answer Csv(
        HttpRequest request, ForecastSnapshot snapshot, IEnumerable<ItemForecast> forecasts, IReadOnlyList<double> levels)
    {
        var names = levels.Select(ReportedNumber.NameOf).ToArray();
        return Answer.Csv(
            request,
            ["item_name", "date", "mean", .. names.Select(name => $"quantile_{name}")],
            csv =>
            {
                foreach (var forecast in forecasts)
                {
                    foreach (var day in forecast.Predictions)
                    {
                        csv.WriteField(forecast.Item);
                        csv.WriteField(day.Date, "yyyy-MM-dd");
                        csv.WriteField(day.Mean);
                        foreach (var name in names)
                        {
                            csv.WriteField(day.Quantiles[name]);
                        }

                        csv.EndRecord();
                    }
                }
            },
            snapshot.EntityTag);
    }
}
