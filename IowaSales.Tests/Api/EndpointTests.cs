using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using IowaSales.Contracts;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class EndpointTests(EndpointTests.Fixture fixture) : IClassFixture<EndpointTests.Fixture>
{
    private readonly ForecastClient _client = new(fixture.Host.Client);

    [Fact]
    public async Task Every_method_of_the_typed_client_is_answered()
    {
        var token = TestContext.Current.CancellationToken;
        var names = (await _client.GetItemsAsync(token)).Items;
        Assert.Equal(ModelFactory.Items.Order(StringComparer.Ordinal), names);
        Assert.Equal("running", (await _client.GetStatusAsync(token)).Status);
        var health = await _client.GetHealthAsync(token);
        Assert.Equal(("healthy", "healthy"), (health.Status, health.Checks["model"].Status));
        var model = await _client.GetModelAsync(token);
        Assert.Equal((7, ModelFactory.Items.Length), (model.Horizon, model.Items));
        Assert.Equal(1, model.Weights.Sum(weight => weight.Weight), 4);
        Assert.Contains(model.Leaderboard, row => row.Name == "Ensemble");
        Assert.All(model.Leaderboard, row => Assert.Equal(row.Name == "Ensemble", row.Description is null));
        var backtest = await _client.GetBacktestAsync(token);
        Assert.Equal(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], backtest.Weekdays.Select(day => day.Weekday));
        Assert.Null(backtest.Weekdays[5].Mase);
        Assert.Equal(7, backtest.Steps.Count);
        var quality = await _client.GetQualityAsync(token);
        Assert.Equal(ModelFactory.Items.Length, quality.Items);
        // 200 days from a Monday: 28 whole weeks of five open days, and four days more.
        Assert.Equal((144, 56), (quality.OpenDays, quality.ClosedDays));
        var calendar = await _client.GetCalendarAsync(cancellationToken: token);
        Assert.Equal(ModelFactory.Days + 7, calendar.Days.Count);
        Assert.All(calendar.Days, day => Assert.Equal(day.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, day.Closed));
    }

    [Fact]
    public async Task Every_hard_name_is_found_in_paths()
    {
        foreach (var item in ModelFactory.Items)
        {
            Assert.Equal(item, (await _client.GetForecastAsync(item, cancellationToken: TestContext.Current.CancellationToken)).Item);
            Assert.Equal(item, (await _client.GetTotalAsync(item, cancellationToken: TestContext.Current.CancellationToken)).Item);
            Assert.Equal(item, (await _client.GetHistoryAsync(item, cancellationToken: TestContext.Current.CancellationToken)).Item);
            Assert.Equal(item, (await _client.GetItemBacktestAsync(item, TestContext.Current.CancellationToken)).Item);
        }
    }

    [Theory]
    [InlineData("/predict/GIN/TONIC + LIME", "GIN/TONIC + LIME")]
    [InlineData("/predict/GIN/TONIC%20+%20LIME/total", "GIN/TONIC + LIME")]
    [InlineData("/items/GIN/TONIC%20+%20LIME/history", "GIN/TONIC + LIME")]
    [InlineData("/predict/%20%20five%20o'clock%20vodka%20", "FIVE O'CLOCK VODKA")]
    [InlineData("/predict/j%C3%A4germeister", "JÄGERMEISTER")]
    public async Task Names_match_without_case_blanks_or_escaped_slashes(string path, string item)
    {
        using var body = JsonDocument.Parse(await fixture.Host.Client.GetStringAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(item, body.RootElement.GetProperty("item").GetString());
    }

    [Fact]
    public async Task Quantiles_and_horizon_are_the_ones_asked_for()
    {
        var forecast = await _client.GetForecastAsync("BLACK VELVET", 3, [0.95, 0.025, 0.5], TestContext.Current.CancellationToken);
        Assert.Equal(3, forecast.ForecastHorizon);
        Assert.All(forecast.Predictions, day =>
        {
            Assert.Equal(["0.025", "0.5", "0.95"], day.Quantiles.Keys);
            Assert.Equal(day.Quantiles.Values.Order(), day.Quantiles.Values);
        });
        var total = await _client.GetTotalAsync("BLACK VELVET", 3, [0.1, 0.9], TestContext.Current.CancellationToken);
        Assert.Equal(forecast.Predictions.Sum(day => day.Mean), total.Mean, 0.01);
        Assert.True(total.Quantiles["0.1"] <= total.Mean && total.Mean <= total.Quantiles["0.9"]);
        Assert.Equal(
            (forecast.ModelVersion, forecast.DataThrough, forecast.GeneratedAt, forecast.Stale),
            (total.ModelVersion, total.DataThrough, total.GeneratedAt, total.Stale));
        Assert.Equal((forecast.Predictions[0].Date, forecast.Predictions[2].Date), (total.From, total.To));
    }

    [Fact]
    public async Task Pages_hold_every_forecast_once_in_the_order_asked_for()
    {
        var token = TestContext.Current.CancellationToken;
        var byVolume = new List<string>();
        for (var page = 1; page <= 3; page++)
        {
            var answer = await _client.GetForecastsAsync(sort: ForecastSort.Volume, page: page, pageSize: 3, cancellationToken: token);
            Assert.Equal((page, 3, ModelFactory.Items.Length), (answer.Page, answer.PageSize, answer.Total));
            byVolume.AddRange(answer.Forecasts.Select(forecast => forecast.Item));
        }

        var sums = new Dictionary<string, double>();
        foreach (var item in ModelFactory.Items)
        {
            sums[item] = (await _client.GetTotalAsync(item, cancellationToken: token)).Mean;
        }

        Assert.Equal(sums.OrderByDescending(sum => sum.Value).Select(sum => sum.Key), byVolume);
        var two = await _client.GetForecastsAsync(["black velvet", "GIN/TONIC + LIME"], cancellationToken: token);
        Assert.Equal(["BLACK VELVET", "GIN/TONIC + LIME"], two.Forecasts.Select(forecast => forecast.Item));
    }

    [Fact]
    public async Task History_gives_the_sales_the_model_was_given()
    {
        var panel = ModelFactory.Sales(100, ModelFactory.Days).Build();
        var series = panel.IndexOf("BLACK VELVET");
        var from = ModelFactory.FirstDate.AddDays(10);
        var history = await _client.GetHistoryAsync("BLACK VELVET", from, from.AddDays(20), TestContext.Current.CancellationToken);
        Assert.Equal(21, history.Days.Count);
        Assert.All(history.Days, day =>
        {
            var row = panel.Rows(series).Days.BinarySearch(panel.DayOf(day.Date));
            Assert.Equal(row >= 0 ? panel.Rows(series).Values[row] : null, day.Sales);
            Assert.Equal(row < 0, day.Closed);
        });
    }

    [Fact]
    public async Task Overview_adds_up()
    {
        var overview = await _client.GetOverviewAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ModelFactory.Items.Length, overview.Rows.Count);
        Assert.Equal(overview.Rows.Sum(row => row.LastTotal), overview.Total.LastTotal, 6);
        Assert.Equal(overview.Rows.Sum(row => row.UsualTotal), overview.Total.UsualTotal, 0.06);
        Assert.Equal(overview.Rows.Sum(row => row.NextTotal), overview.Total.NextTotal, 0.01);
        // The sum's interval is no wider than if all items erred together, and no narrower than the widest item's.
        Assert.InRange(
            overview.Total.NextUpper - overview.Total.NextTotal,
            overview.Rows.Max(row => row.NextUpper - row.NextTotal) - 0.01,
            overview.Rows.Sum(row => row.NextUpper - row.NextTotal) + 0.01);
        Assert.All(overview.Rows, row =>
        {
            Assert.Equal(28, row.Recent.Count);
            Assert.Equal(row.LastTotal, row.Recent.TakeLast(7).Sum(day => day ?? 0), 6);
            Assert.Contains(ItemFlag.Stale, row.Flags);
        });
        Assert.True(overview.Stale);
        Assert.Equal(7, overview.Horizon);
    }

    [Theory]
    [InlineData("/predict/BLACK%20VELVET?horizon=0", "horizon must be a whole number from 1 to 7, not '0'.")]
    [InlineData("/predict/BLACK%20VELVET?horizon=8", "horizon must be a whole number from 1 to 7, not '8'.")]
    [InlineData("/predict/BLACK%20VELVET?horizon=1&horizon=2", "horizon must be given once, not 2 times.")]
    [InlineData("/predict/BLACK%20VELVET/total?quantiles=0.5,1", "quantiles must be numbers above 0 and below 1, separated by commas, not '1'.")]
    [InlineData("/predict/BLACK%20VELVET?quantiles=NaN", "quantiles must be numbers above 0 and below 1, separated by commas, not 'NaN'.")]
    [InlineData("/forecasts?page=2", "page must be a whole number from 1 to 1, not '2'.")]
    [InlineData("/forecasts?page_size=501", "page_size must be a whole number from 1 to 500, not '501'.")]
    [InlineData("/forecasts?sort=random", "sort must be name, volume or growth, not 'random'.")]
    [InlineData("/items/BLACK%20VELVET/history?from=2023-13-01", "from must be a date from 2023-01-02 to 2023-07-20, not '2023-13-01'.")]
    [InlineData("/calendar?from=2023-02-01&to=2023-01-31", "from (2023-02-01) must not be after to (2023-01-31).")]
    public async Task A_bad_parameter_is_named_with_its_range(string path, string detail)
    {
        using var response = await fixture.Host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(detail, problem.RootElement.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("POST", "/items", 405)]
    [InlineData("DELETE", "/predict/BLACK%20VELVET", 405)]
    [InlineData("POST", "/model/reload", 403)]
    public async Task What_is_not_there_is_a_problem_too(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd("text/csv");
        using var response = await fixture.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"detail\":\"", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_has_the_answer_gets_304_and_HEAD_gets_headers_only()
    {
        var token = TestContext.Current.CancellationToken;
        foreach (var path in (string[])["/", "/items", "/predict/BLACK%20VELVET", "/predict/BLACK%20VELVET/total", "/items/BLACK%20VELVET/history", "/items/BLACK%20VELVET/backtest", "/overview", "/model", "/calendar", "/quality", "/backtest", "/forecasts"])
        {
            using var first = await fixture.Host.Client.GetAsync(path, token);
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var second = await fixture.Host.Client.SendAsync(again, token);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            using var head = await fixture.Host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), token);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            Assert.Equal(first.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(token));
        }
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_compressed_answer_unpacks_to_the_same_bytes(string coding)
    {
        var token = TestContext.Current.CancellationToken;
        var plain = await fixture.Host.Client.GetByteArrayAsync("/predict/BLACK%20VELVET", token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/predict/BLACK%20VELVET");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding));
        using var response = await fixture.Host.Client.SendAsync(request, token);
        Assert.Equal([coding], response.Content.Headers.ContentEncoding);
        await using var packed = await response.Content.ReadAsStreamAsync(token);
        await using Stream unpacked = coding == "br"
            ? new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionMode.Decompress)
            : new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        using var copy = new MemoryStream();
        await unpacked.CopyToAsync(copy, token);
        Assert.Equal(plain, copy.ToArray());
    }

    [Theory]
    [InlineData("/predict/RUM%3F%231%262", "item_name,date,mean,quantile_0.1,quantile_0.2,quantile_0.3,quantile_0.4,quantile_0.5,quantile_0.6,quantile_0.7,quantile_0.8,quantile_0.9", 7)]
    [InlineData("/forecasts", "item_name,date,mean,quantile_0.1,quantile_0.2,quantile_0.3,quantile_0.4,quantile_0.5,quantile_0.6,quantile_0.7,quantile_0.8,quantile_0.9", 49)]
    [InlineData("/items", "item_name", 7)]
    [InlineData("/overview", "item_name,next_total,next_lower,next_upper,last_total,change,last_week_error,flags,usual_total,class,category,vendor", 7)]
    [InlineData("/items/BLACK%20VELVET/history?from=2023-07-14", "date,item_name,total_amount_sold,closed,holiday", 7)]
    [InlineData("/calendar?from=2023-07-14&to=2023-07-20", "date,closed,open_probability,holiday,future,total,closed_reason", 7)]
    [InlineData("/quality", "item_name,first,last,rows,total,zeros,negatives,longest_gap_days,outliers,stopped", 7)]
    [InlineData("/backtest", "step,mase,wql,coverage", 7)]
    [InlineData("/predict/BLACK%20VELVET?horizon=2&quantiles=0.25,0.75", "item_name,date,mean,quantile_0.25,quantile_0.75", 2)]
    [InlineData("/predict/BLACK%20VELVET/total?quantiles=0.5", "item_name,from,to,mean,quantile_0.5", 1)]
    public async Task Tables_answer_in_CSV(string path, string header, int rows)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/csv");
        using var response = await fixture.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal(header, lines[0]);
        Assert.Equal(rows + 2, lines.Length);
        Assert.Equal("", lines[^1]);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public ApiHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ApiHost.StartAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
