using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteSalesApiTests : SalesApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresSalesApiTests : SalesApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>Sales that come in over HTTP, and the forecasts that follow.</summary>
public abstract class SalesApiTests : IAsyncLifetime
{
    private const string Key = "the key of this test";

    private static readonly DateOnly NextDay = ModelFactory.FirstDate.AddDays(ModelFactory.Days);

    private TestStore _store = null!;
    private ApiHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await CreateAsync();
        _host = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Forecasts_follow_a_batch_at_once_and_agree_with_a_fresh_computation()
    {
        var receipt = await TakenAsync(await PostAsync(DayOf(NextDay, 250)), HttpStatusCode.Created);

        Assert.Equal((ModelFactory.Items.Length, 0), (receipt.Batch.Added, receipt.Batch.Corrected));
        var served = await _host.Client.GetFromJsonAsync(
            $"predict/{Uri.EscapeDataString("BLACK VELVET")}", ContractJson.Default.ItemForecast, Cancellation);
        Assert.Equal(NextDay.AddDays(1), served!.Predictions[0].Date);

        var model = ModelStore.Load(_host.ModelFolder);
        var sales = ModelFactory.Sales(100, ModelFactory.Days);
        foreach (var item in ModelFactory.Items)
        {
            sales.Add(NextDay, item, 250);
        }

        var panel = sales.Build(model.Panel.Items, model.Panel.FirstDate);
        var fresh = model.Forecast(History.Of(panel)).Series[panel.IndexOf("BLACK VELVET")];
        Assert.Equal(Enumerable.Range(0, 7).Select(step => fresh.Quantile(step, 0.9)), served.Predictions.Select(day => day.Quantiles["0.9"]), Within);
    }

    [Fact]
    public async Task The_same_batch_twice_is_answered_with_the_first()
    {
        var first = await TakenAsync(await PostAsync(DayOf(NextDay, 250)), HttpStatusCode.Created);
        var second = await TakenAsync(await PostAsync(DayOf(NextDay, 250)), HttpStatusCode.OK);

        Assert.True(second.AlreadyKnown);
        Assert.Equal(first.Batch.Id, second.Batch.Id);
    }

    [Fact]
    public async Task Json_lines_and_csv_of_the_same_rows_are_the_same_batch()
    {
        await TakenAsync(await PostAsync(DayOf(NextDay, 250)), HttpStatusCode.Created);
        var lines = string.Concat(ModelFactory.Items.Select(item =>
            $"{{\"date\":\"{NextDay:yyyy-MM-dd}\",\"item_name\":{JsonSerializer.Serialize(item)},\"total_amount_sold\":250}}\n"));

        var receipt = await TakenAsync(await PostAsync(lines, "application/x-ndjson"), HttpStatusCode.OK);

        Assert.True(receipt.AlreadyKnown);
    }

    [Fact]
    public async Task An_undone_batch_takes_its_forecasts_back()
    {
        var before = await PredictAsync(_host);
        var receipt = await TakenAsync(await PostAsync(DayOf(NextDay, 250)), HttpStatusCode.Created);
        Assert.NotEqual(before, await PredictAsync(_host));

        using var request = new HttpRequestMessage(HttpMethod.Delete, $"sales/batches/{receipt.Batch.Id}") { Headers = { { "X-Api-Key", Key } } };
        using var undone = await _host.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        Assert.Equal(before, await PredictAsync(_host));
        var list = await _host.Client.GetFromJsonAsync("sales/batches", ContractJson.Default.SalesBatches, Cancellation);
        Assert.Equal(["undone", "applied"], list!.Batches.Select(batch => batch.State));
    }

    [Fact]
    public async Task An_undone_batch_is_applied_again_and_says_beforehand_what_it_changes()
    {
        var client = new SalesClient(_host.Client);
        var receipt = await TakenAsync(await PostAsync(DayOf(NextDay, 250)), HttpStatusCode.Created);
        var with = await PredictAsync(_host);
        var items = ModelFactory.Items.Length;
        var effect = await client.GetBatchAsync(receipt.Batch.Id, Cancellation);
        Assert.Equal((items, 0, 0, 0), (effect.Removed, effect.Added, effect.Replaced, effect.Kept));
        await client.UndoBatchAsync(receipt.Batch.Id, Key, cancellationToken: Cancellation);
        Assert.Equal(items, (await client.GetBatchAsync(receipt.Batch.Id, Cancellation)).Added);

        var applied = await client.ApplyBatchAsync(receipt.Batch.Id, Key, Cancellation);

        Assert.Equal(("applied", null), (applied.State, applied.UndoneAt));
        Assert.Equal(with, await PredictAsync(_host));
        var missing = await Assert.ThrowsAsync<ForecastApiException>(() => client.ApplyBatchAsync(99, Key, Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
    }

    [Fact]
    public async Task The_sales_a_store_was_started_with_are_undone_only_when_that_is_confirmed()
    {
        var client = new SalesClient(_host.Client);
        await TakenAsync(await PostAsync(DayOf(NextDay, 250)), HttpStatusCode.Created);
        var seed = (await client.GetBatchesAsync(cancellationToken: Cancellation)).Batches[^1];
        Assert.True(seed.Seed);

        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => client.UndoBatchAsync(seed.Id, Key, cancellationToken: Cancellation));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("?confirm=seed", refused.Message, StringComparison.Ordinal);
        Assert.Equal("undone", (await client.UndoBatchAsync(seed.Id, Key, confirmSeed: true, Cancellation)).State);
        Assert.Equal("applied", (await client.ApplyBatchAsync(seed.Id, Key, Cancellation)).State);
    }

    [Fact]
    public async Task A_batch_dated_a_year_late_is_previewed_as_unusual_and_refused_until_accepted()
    {
        var before = await PredictAsync(_host);
        var late = $"date,item_name,total_amount_sold\n{NextDay.AddYears(1):yyyy-MM-dd},BLACK VELVET,250\n";
        var preview = await TakenAsync(await PostAsync(late, path: "sales?preview=true"), HttpStatusCode.OK);
        Assert.Equal("gap_after_data", Assert.Single(preview.Unusual).Code);

        using var answer = await PostAsync(late);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("accept_unusual=true", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("days are missing", problem.RootElement.GetProperty("unusual")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await PredictAsync(_host));
        await TakenAsync(await PostAsync(late, path: "sales?accept_unusual=true"), HttpStatusCode.Created);
    }

    [Fact]
    public async Task Another_replica_follows_within_seconds()
    {
        await using var replica = await StartAsync();
        await PostAsync(DayOf(NextDay, 250));
        var expected = await PredictAsync(_host);

        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (await PredictAsync(replica) != expected && DateTime.UtcNow < deadline)
        {
            await Task.Delay(50, Cancellation);
        }

        Assert.Equal(expected, await PredictAsync(replica));
    }

    [Fact]
    public async Task Wrong_rows_are_named_line_by_line_and_nothing_changes()
    {
        var before = await PredictAsync(_host);
        using var answer = await PostAsync($"date,item_name,total_amount_sold\n{NextDay:yyyy-MM-dd},BLACK VELVET,4e9\n2999-01-01,BLACK VELVET,4\n");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(
            [(2, "total_amount_sold"), (3, "date")],
            problem.RootElement.GetProperty("errors").EnumerateArray()
                .Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetString()!)));
        Assert.Equal(before, await PredictAsync(_host));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "text/csv", HttpStatusCode.UnprocessableEntity, "has no column date and no column item_name")]
    [InlineData("", "text/csv", HttpStatusCode.UnprocessableEntity, "empty")]
    [InlineData("\0\u0001garbage\nmore", "text/csv", HttpStatusCode.UnprocessableEntity, "line 1 is not UTF-8 text")]
    [InlineData("[{\"date\":1}]", "application/json", HttpStatusCode.UnprocessableEntity, "Row 1 cannot be read as JSON")]
    [InlineData("<sales/>", "application/xml", HttpStatusCode.UnsupportedMediaType, "text/csv")]
    public async Task What_is_no_batch_is_refused_in_a_sentence(string body, string type, HttpStatusCode status, string expected)
    {
        using var answer = await PostAsync(body, type);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_beyond_the_limit_is_refused_before_it_is_read_whole()
    {
        await using var small = await StartAsync(maxBytes: 2048);
        using var answer = await PostAsync(DayOf(NextDay, 1) + new string('\n', 4096), host: small);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("Sales:MaxBatchBytes", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sales?preview=1", "preview must be true or false, not '1'.")]
    [InlineData("sales?preview=", "preview must be true or false, not ''.")]
    [InlineData("sales?preview=true&preview=false", "preview must be given once, not 2 times.")]
    [InlineData("sales?accept_unusual=yes", "accept_unusual must be true or false, not 'yes'.")]
    [InlineData("attributes?preview=yes", "preview must be true or false, not 'yes'.")]
    public async Task A_preview_that_is_asked_for_in_other_words_is_refused_and_imports_nothing(string path, string expected)
    {
        var before = await PredictAsync(_host);
        using var answer = await PostAsync(path.StartsWith("sales", StringComparison.Ordinal) ? DayOf(NextDay, 250) : "item_name,stock_on_hand\nBLACK VELVET,5\n", path: path);

        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal((HttpStatusCode.BadRequest, expected), (answer.StatusCode, problem.RootElement.GetProperty("detail").GetString()));
        Assert.Equal(before, await PredictAsync(_host));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_of_what_is_no_batch_is_refused_with_the_setting_that_limits_it()
    {
        using var answer = await PostAsync($"{{\"name\":\"{new string('x', 1 << 20)}\"}}", "application/json", path: "closures");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("1048576 bytes of Guard:MaxBodyBytes", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_changes_nothing()
    {
        var before = await PredictAsync(_host);
        var receipt = await TakenAsync(await PostAsync(DayOf(NextDay, 250), path: "sales?preview=true"), HttpStatusCode.OK);

        Assert.True(receipt.Preview);
        Assert.Equal(ModelFactory.Items.Length, receipt.Batch.Added);
        Assert.Equal(before, await PredictAsync(_host));
    }

    [Fact]
    public async Task Without_the_key_nothing_is_taken()
    {
        using var content = new StringContent(DayOf(NextDay, 250), Encoding.UTF8, "text/csv");
        using var answer = await _host.Client.PostAsync("sales", content, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    protected abstract Task<TestStore> CreateAsync();

    private static bool Within(double expected, double actual) => Math.Abs(expected - actual) <= 0.01 + (1e-9 * Math.Abs(expected));

    private static string DayOf(DateOnly date, int total) =>
        "date,item_name,total_amount_sold\n" + string.Concat(ModelFactory.Items.Select(item => $"{date:yyyy-MM-dd},{item},{total}\n"));

    private static async Task<SalesReceipt> TakenAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.True(answer.StatusCode == status, await answer.Content.ReadAsStringAsync(Cancellation));
        return (await answer.Content.ReadFromJsonAsync(ContractJson.Default.SalesReceipt, Cancellation))!;
    }

    /// <summary>The forecast itself, without when it was made.</summary>
    private static async Task<string> PredictAsync(ApiHost host)
    {
        var body = await host.Client.GetStringAsync($"predict/{Uri.EscapeDataString("BLACK VELVET")}", Cancellation);
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("predictions").GetRawText();
    }

    private Task<ApiHost> StartAsync(long maxBytes = 1 << 20) => ApiHost.StartAsync(settings: new Dictionary<string, string>
    {
        ["Sales:Store"] = _store.Connection,
        ["Sales:PollInterval"] = "00:00:00.2",
        ["Sales:MaxBatchBytes"] = maxBytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Guard:ApiKeySha256"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
    });

    private async Task<HttpResponseMessage> PostAsync(string body, string type = "text/csv", string path = "sales", ApiHost? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
            Headers = { { "X-Api-Key", Key } },
        };
        return await (host ?? _host).Client.SendAsync(request, Cancellation);
    }
}
