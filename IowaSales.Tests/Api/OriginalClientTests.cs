using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>
/// The calls of the replaced system's clients, byte for byte as Python's requests sends them, and what they read of the answers: a page
/// that shows one product and its load test.
/// </summary>
public sealed class OriginalClientTests
{
    /// <summary>What the page lets its user choose from.</summary>
    private static readonly string[] PageItems =
        ["BLACK VELVET", "FIREBALL CINNAMON WHISKEY", "HAWKEYE VODKA", "TITOS HANDMADE VODKA", "FIVE O'CLOCK VODKA"];

    /// <summary>What the load test asks for; most of it was never there, and its requests then count as failed with 404.</summary>
    private static readonly string[] LoadTestItems = ["BLACK VELVET", "JACK DANIELS", "CAPTAIN MORGAN", "JAGERMEISTER", "BACARDI"];

    [Fact]
    public async Task The_page_shows_what_it_reads_of_every_product()
    {
        await using var host = await StartAsync();
        foreach (var item in PageItems)
        {
            var (status, body) = await RequestAsync(host, $"/predict/{Quoted(item)}");
            Assert.Equal(200, status);
            using var result = JsonDocument.Parse(body);
            Assert.Equal(item, result.RootElement.GetProperty("item").GetString());
            var rows = result.RootElement.GetProperty("predictions").EnumerateArray().ToArray();
            Assert.Equal(7, rows.Length);
            Assert.All(rows.Index(), row =>
            {
                var date = DateOnly.ParseExact(row.Item.GetProperty("date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                Assert.Equal(ModelFactory.FirstDate.AddDays(ModelFactory.Days + row.Index), date);
                Assert.True(row.Item.GetProperty("mean").GetDouble() >= 0);
            });
        }
    }

    [Fact]
    public async Task The_load_test_gets_the_statuses_it_got()
    {
        await using var host = await StartAsync();
        foreach (var item in LoadTestItems)
        {
            var (status, body) = await RequestAsync(host, $"/predict/{Quoted(item)}");
            using var answer = JsonDocument.Parse(body);
            if (PageItems.Contains(item))
            {
                Assert.Equal(200, status);
            }
            else
            {
                Assert.Equal(404, status);
                Assert.StartsWith($"Item '{item}' not found", answer.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }

        var (listed, items) = await RequestAsync(host, "/items");
        Assert.Equal(200, listed);
        using var names = JsonDocument.Parse(items);
        Assert.Equal(PageItems.Order(StringComparer.Ordinal), names.RootElement.GetProperty("items").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData("/", """{"status":"running","message":"Iowa Sales Predictor API","endpoints":{"predict":"/predict/{item_name}","items":"/items"}}""")]
    [InlineData("/items", """{"items":["BLACK VELVET","FIREBALL CINNAMON WHISKEY","FIVE O'CLOCK VODKA","HAWKEYE VODKA","TITOS HANDMADE VODKA"]}""")]
    [InlineData(
        "/predict/FIVE%20O'CLOCK%20VODKA",
        """
        {"item":"FIVE O'CLOCK VODKA","predictions":[
        {"timestamp":"2023-07-21 00:00:00","date":"2023-07-21","mean":#,"quantiles":{"0.1":#,"0.2":#,"0.3":#,"0.4":#,"0.5":#,"0.6":#,"0.7":#,"0.8":#,"0.9":#},"closed":false},
        {"timestamp":"2023-07-22 00:00:00","date":"2023-07-22","mean":0,"quantiles":{"0.1":0,"0.2":0,"0.3":0,"0.4":0,"0.5":0,"0.6":0,"0.7":0,"0.8":0,"0.9":0},"closed":true,"closed_reason":"weekday"},
        {"timestamp":"2023-07-23 00:00:00","date":"2023-07-23","mean":0,"quantiles":{"0.1":0,"0.2":0,"0.3":0,"0.4":0,"0.5":0,"0.6":0,"0.7":0,"0.8":0,"0.9":0},"closed":true,"closed_reason":"weekday"},
        {"timestamp":"2023-07-24 00:00:00","date":"2023-07-24","mean":#,"quantiles":{"0.1":#,"0.2":#,"0.3":#,"0.4":#,"0.5":#,"0.6":#,"0.7":#,"0.8":#,"0.9":#},"closed":false},
        {"timestamp":"2023-07-25 00:00:00","date":"2023-07-25","mean":#,"quantiles":{"0.1":#,"0.2":#,"0.3":#,"0.4":#,"0.5":#,"0.6":#,"0.7":#,"0.8":#,"0.9":#},"closed":false},
        {"timestamp":"2023-07-26 00:00:00","date":"2023-07-26","mean":#,"quantiles":{"0.1":#,"0.2":#,"0.3":#,"0.4":#,"0.5":#,"0.6":#,"0.7":#,"0.8":#,"0.9":#},"closed":false},
        {"timestamp":"2023-07-27 00:00:00","date":"2023-07-27","mean":#,"quantiles":{"0.1":#,"0.2":#,"0.3":#,"0.4":#,"0.5":#,"0.6":#,"0.7":#,"0.8":#,"0.9":#},"closed":false}
        ],"forecast_horizon":7,"model_version":"VERSION","data_through":"2023-07-20","generated_at":"GENERATED","stale":true}
        """)]
    public async Task The_contract_of_the_first_three_is_what_it_was(string path, string expected)
    {
        await using var host = await StartAsync();
        var (status, body) = await RequestAsync(host, path);
        Assert.Equal(200, status);
        var answer = JsonNode.Parse(body)!;
        if (answer["predictions"] is { } predictions)
        {
            Assert.Equal(host.Source.Current!.Version, answer["model_version"]!.GetValue<string>());
            answer["model_version"] = "VERSION";
            answer["generated_at"] = "GENERATED";
            foreach (var day in predictions.AsArray())
            {
                HideNumbers(day!.AsObject());
                HideNumbers(day["quantiles"]!.AsObject());
            }
        }

        // Numbers depend on the model and are hidden; names, order, types, dates and closed days are the contract.
        var shown = answer.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.Equal(expected.ReplaceLineEndings("").Replace("#", "\"#\"", StringComparison.Ordinal), shown);
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

    private static Task<ApiHost> StartAsync() => ApiHost.StartAsync(folder => ModelFactory.Save(Path.Combine(folder, "model"), items: PageItems));

    /// <summary>Hides every number but 0 of an object.</summary>
    private static void HideNumbers(JsonObject node)
    {
        foreach (var (name, value) in node.ToArray())
        {
            if (value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.GetValue<double>() != 0)
            {
                node[name] = "#";
            }
        }
    }

    /// <summary>A path as requests quotes it: blanks are escaped, apostrophes are not.</summary>
    private static string Quoted(string item) => item.Replace(" ", "%20", StringComparison.Ordinal);

    private static async Task<(int Status, string Body)> RequestAsync(ApiHost host, string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET {target} HTTP/1.1\r\nHost: localhost:{host.Address.Port}\r\nUser-Agent: python-requests/2.32.3\r\nAccept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new HttpReply(stream);
        return await reader.ReadAsync(TestContext.Current.CancellationToken);
    }
}
