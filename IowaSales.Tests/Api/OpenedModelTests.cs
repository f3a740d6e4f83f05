using System.Net;
using System.Text;
using System.Text.Json;
using IowaSales.Api.Forecasts;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>What is answered from the forecasts of an artifact without the rest of the model.</summary>
public sealed class OpenedModelTests
{
    private const string Refusal = "The rest of this model cannot be read.";

    [Fact]
    public async Task Forecasts_lists_and_the_overview_need_nothing_but_the_columns()
    {
        await using var host = await ApiHost.StartAsync();
        string[] addresses =
        [
            "/predict/BLACK%20VELVET", "/predict/BLACK%20VELVET?horizon=3&quantiles=0.05", "/predict/BLACK%20VELVET/total", "/items", "/items?page=2&page_size=3", "/items?sort=volume",
            "/overview", "/overview?sort=growth&page=1&page_size=2", "/forecasts?sort=volume&page_size=2&page=2", "/forecasts?items=A%252FB&sort=growth", "/model", "/health",
        ];
        var expected = await Task.WhenAll(addresses.Select(address => host.Client.GetStringAsync(address, TestContext.Current.CancellationToken)));
        var served = ModelStore.Open(host.ModelFolder);
        var before = host.Source.Current!;
        var sales = ServedSales.Of(served.Manifest, () => throw new ModelArtifactException(Refusal), null);
        host.Source.Publish(new ForecastSnapshot(sales, served.Forecasts!, null, before.GeneratedAt, before.Stale, null, host.Parts));

        Assert.Equal(before.EntityTag, host.Source.Current!.EntityTag);
        foreach (var (address, answer) in addresses.Zip(expected))
        {
            Assert.Equal(answer, await host.Client.GetStringAsync(address, TestContext.Current.CancellationToken));
        }

        using var refused = await host.Client.GetAsync("/items/BLACK%20VELVET/history", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains(Refusal, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_put_together_is_the_serialised_one_to_the_byte()
    {
        await using var host = await ApiHost.StartAsync();
        var snapshot = host.Source.Current!;
        var answers = new ForecastAnswers(snapshot);
        for (var series = 0; series < snapshot.ItemCount; series++)
        {
            Assert.Equal(AnswerJson.Serialize(ItemForecasts.Of(snapshot, series), ContractJson.Default.ItemForecast), answers[series].Body.ToArray());
        }

        double[] levels = [.. snapshot.Manifest.QuantileLevels];
        double[] odd = [0, 1e-9, 0.0004, 0.0005, 0.001, 0.1, 0.12, 1.005, 2.675, 999.9995, 12345678.125, 1e11 + 0.001, 1e12, 3.5e14];
        var template = ForecastTemplate.Of(snapshot);
        foreach (var value in odd)
        {
            var grid = Enumerable.Repeat(value, QuantileLevels.Grid.Count * snapshot.Horizon).ToArray();
            var forecast = new SeriesForecast("\"ODD\" <é>", true, grid, [.. Enumerable.Repeat(1.0, snapshot.Horizon)], [[0.5]]);
            DayForecast[] days = [.. snapshot.Forecasts.Days.Select((day, step) => ItemForecasts.DayOf(day, forecast, step, levels))];
            Assert.Equal(
                Encoding.UTF8.GetString(AnswerJson.Serialize(ItemForecasts.Of(snapshot, forecast.Item, days), ContractJson.Default.ItemForecast)),
                Encoding.UTF8.GetString(template.Fill(forecast)));
        }
    }

    [Fact]
    public async Task A_page_of_the_overview_is_sorted_and_totals_all_items()
    {
        await using var host = await ApiHost.StartAsync();
        var whole = await new ForecastClient(host.Client).GetOverviewAsync(TestContext.Current.CancellationToken);
        var text = await host.Client.GetStringAsync("/overview?sort=volume&page=2&page_size=3", TestContext.Current.CancellationToken);
        var page = JsonSerializer.Deserialize(text, ContractJson.Default.Overview)!;

        Assert.Equal((null, null, null), (whole.Page, whole.PageSize, whole.ItemCount));
        Assert.Equal((2, 3, ModelFactory.Items.Length), (page.Page, page.PageSize, page.ItemCount));
        Assert.Equal(whole.Total, page.Total);
        Assert.Equal(whole.Rows.Sum(row => row.NextTotal), whole.Total.NextTotal, 2);
        var volumes = await new ForecastClient(host.Client).GetForecastsAsync(sort: ForecastSort.Volume, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(volumes.Forecasts.Skip(3).Take(3).Select(forecast => forecast.Item), page.Rows.Select(row => row.Item));

        using var beyond = await host.Client.GetAsync("/overview?page=4&page_size=3", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, beyond.StatusCode);
        var table = await host.Client.GetStringAsync("/overview?page=1&page_size=3", TestContext.Current.CancellationToken);
        Assert.Contains("100% AGAVE", table, StringComparison.Ordinal);
    }
}
