using System.Globalization;
using System.Net;
using System.Text.Json;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>
/// The calls that the replaced system's clients make, and what they read of the answers: a page that shows one product and its load test.
/// </summary>
public sealed class OriginalClientTests
{
    private static readonly string[] Products =
        ["BLACK VELVET", "FIREBALL CINNAMON WHISKEY", "HAWKEYE VODKA", "TITOS HANDMADE VODKA", "FIVE O'CLOCK VODKA"];

    [Fact]
    public async Task The_page_and_the_load_test_find_what_they_read()
    {
        await using var host = await ApiHost.StartAsync(folder => ModelFactory.Save(Path.Combine(folder, "model"), items: Products));
        using var status = await GetJsonAsync(host, "/");
        Assert.Equal(
            """{"status":"running","message":"Iowa Sales Predictor API","endpoints":{"predict":"/predict/{item_name}","items":"/items"}}""",
            status.RootElement.GetRawText());

        using var items = await GetJsonAsync(host, "/items");
        Assert.Equal(Products.Order(StringComparer.Ordinal), items.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetString()));

        foreach (var product in Products)
        {
            // Python's requests escapes blanks and leaves apostrophes.
            using var forecast = await GetJsonAsync(host, $"/predict/{product.Replace(" ", "%20", StringComparison.Ordinal)}");
            Assert.Equal(product, forecast.RootElement.GetProperty("item").GetString());
            Assert.Equal(7, forecast.RootElement.GetProperty("forecast_horizon").GetInt32());
            var predictions = forecast.RootElement.GetProperty("predictions").EnumerateArray().ToArray();
            Assert.Equal(7, predictions.Length);
            Assert.All(predictions.Index(), entry =>
            {
                var date = ModelFactory.FirstDate.AddDays(ModelFactory.Days + entry.Index).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                Assert.Equal(date, entry.Item.GetProperty("date").GetString());
                Assert.Equal($"{date} 00:00:00", entry.Item.GetProperty("timestamp").GetString());
                Assert.True(entry.Item.GetProperty("mean").GetDouble() >= 0);
                Assert.Equal(
                    ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"],
                    entry.Item.GetProperty("quantiles").EnumerateObject().Select(quantile => quantile.Name));
                Assert.Equal(DateOnly.Parse(date, CultureInfo.InvariantCulture).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, entry.Item.GetProperty("closed").GetBoolean());
            });
        }
    }

    [Fact]
    public async Task An_unknown_item_is_404_with_a_detail_that_names_the_closest()
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.GetAsync("/predict/BLAK%20VELVET", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            "Item 'BLAK VELVET' not found. Did you mean 'BLACK VELVET'? GET /items lists all names.",
            problem.RootElement.GetProperty("detail").GetString());
        Assert.NotEmpty(problem.RootElement.GetProperty("traceId").GetString()!);
    }

    [Fact]
    public async Task Without_a_model_the_process_lives_and_says_how_to_train()
    {
        await using var host = await ApiHost.StartAsync(_ => { }, ready: false);
        foreach (var path in (string[])["/health", "/predict/BLACK%20VELVET", "/items", "/model"])
        {
            using var response = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Contains("IowaSales.Trainer -- train", body.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        using var alive = await host.Client.GetAsync("/alive", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        using var root = await host.Client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, root.StatusCode);
    }

    private static async Task<JsonDocument> GetJsonAsync(ApiHost host, string path)
    {
        using var response = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
