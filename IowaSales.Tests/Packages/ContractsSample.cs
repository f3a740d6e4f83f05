using IowaSales.Contracts;

namespace IowaSales.Tests.Packages;

/// <summary>The sample of the README of IowaSales.Contracts, compiled.</summary>
internal static class ContractsSample
{
    public static async Task RunAsync(Uri address, TextWriter output)
    {
        using var http = new HttpClient { BaseAddress = address };
        var api = new ForecastClient(http);
        foreach (var item in (await api.GetItemsAsync()).Items)
        {
            var forecast = await api.GetForecastAsync(item, quantiles: [0.1, 0.9]);
            foreach (var day in forecast.Predictions.Where(day => !day.Closed))
            {
                output.WriteLine($"{item} {day.Date:yyyy-MM-dd}: {day.Mean:N0}, 80% interval {day.Quantiles["0.1"]:N0} to {day.Quantiles["0.9"]:N0}");
            }
        }
    }
}
