using System.Net;
using System.Text;
using System.Text.Json;
using IowaSales.Contracts;
using Xunit;

namespace IowaSales.Tests.Client;

/// <summary>The typed client over answers written by hand: what it asks for, what it reads, and what it says of a refusal.</summary>
public sealed class ForecastClientTests
{
    [Fact]
    public async Task A_forecast_is_read_as_the_original_service_wrote_it()
    {
        var client = Client(HttpStatusCode.OK, """
            {"item":"BLACK VELVET","predictions":[{"timestamp":"2024-05-31 00:00:00","date":"2024-05-31","mean":3036.5,
            "quantiles":{"0.1":2145.25,"0.9":3927.75},"closed":false}],"forecast_horizon":7,"added_later":{"x":1}}
            """);

        var forecast = await client.GetForecastAsync("BLACK VELVET", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("BLACK VELVET", forecast.Item);
        Assert.Equal(7, forecast.ForecastHorizon);
        var day = Assert.Single(forecast.Predictions);
        Assert.Equal(new DateOnly(2024, 5, 31), day.Date);
        Assert.Equal(3036.5, day.Mean);
        Assert.Equal(2145.25, day.Quantiles["0.1"]);
        Assert.False(day.Closed);
    }

    [Theory]
    [InlineData("A/B & C?", "predict/A%2FB%20%26%20C%3F")]
    [InlineData("100% AGAVE #1", "predict/100%25%20AGAVE%20%231")]
    [InlineData("CAFÉ", "predict/CAF%C3%89")]
    public async Task A_name_is_escaped_as_one_segment(string item, string path)
    {
        var asked = new List<Uri>();
        var client = Client(HttpStatusCode.NotFound, "{}", asked: asked);

        await Assert.ThrowsAsync<ForecastApiException>(() => client.GetForecastAsync(item, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("http://api.example/base/" + path, Assert.Single(asked).AbsoluteUri);
    }

    [Fact]
    public async Task Parameters_are_written_the_same_in_every_culture()
    {
        var asked = new List<Uri>();
        var client = Client(HttpStatusCode.NotFound, "{}", asked: asked);

        await Assert.ThrowsAsync<ForecastApiException>(() => client.GetForecastAsync("X", 14, [0.05, 0.5], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ForecastApiException>(() => client.GetHistoryAsync("X", new DateOnly(2024, 1, 2), cancellationToken: TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ForecastApiException>(() => client.GetForecastsAsync(["A", "B"], ForecastSort.Volume, 2, 10, TestContext.Current.CancellationToken));

        Assert.Equal(
            ["?horizon=14&quantiles=0.05%2C0.5", "?from=2024-01-02", "?sort=volume&page=2&page_size=10&items=A&items=B"],
            asked.Select(uri => uri.Query));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "application/problem+json", """{"title":"Not Found","status":404,"detail":"No item 'BLAK'. Did you mean BLACK VELVET?","traceId":"00-1"}""", "No item 'BLAK'. Did you mean BLACK VELVET?")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "application/json", """{"detail":"There is no model."}""", "There is no model.")]
    [InlineData(HttpStatusCode.BadGateway, "text/html", "<html>bad gateway</html>", "The API answered 502 Bad Gateway.")]
    [InlineData(HttpStatusCode.InternalServerError, "application/json", "", "The API answered 500 Internal Server Error.")]
    [InlineData(HttpStatusCode.TooManyRequests, "application/problem+json", """{"detail":""}""", "The API answered 429 Too Many Requests.")]
    public async Task A_refusal_is_told_in_the_words_of_the_problem_or_by_its_status(HttpStatusCode status, string type, string body, string expected)
    {
        var client = Client(status, body, type);

        var exception = await Assert.ThrowsAsync<ForecastApiException>(() => client.GetItemsAsync(TestContext.Current.CancellationToken));

        Assert.Equal(status, exception.Status);
        Assert.Equal(expected, exception.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("""{"items":["BLACK VELVET" """)]
    public async Task An_answer_that_is_not_the_contract_is_not_taken_for_one(string body)
    {
        var client = Client(HttpStatusCode.OK, body);

        await Assert.ThrowsAsync<JsonException>(() => client.GetItemsAsync(TestContext.Current.CancellationToken));
    }

    private static ForecastClient Client(HttpStatusCode status, string body, string type = "application/json", List<Uri>? asked = null) =>
        new(new HttpClient(new Canned(status, body, type, asked)) { BaseAddress = new Uri("http://api.example/base/") });

    private sealed class Canned(HttpStatusCode status, string body, string type, List<Uri>? asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked?.Add(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) });
        }
    }
}
