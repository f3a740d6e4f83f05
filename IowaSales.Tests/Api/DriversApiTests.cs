using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Training;
using IowaSales.Storage;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteDriversApiTests : DriversApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresDriversApiTests : DriversApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>Drivers and attributes that come in over HTTP, and the forecasts that follow.</summary>
public abstract class DriversApiTests : IAsyncLifetime
{
    private const int Days = 200;

    private static readonly DateOnly Tomorrow = ModelFactory.FirstDate.AddDays(Days);

    private StoreHost _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await StoreHost.StartAsync(
        await CreateAsync(),
        prepare: folder => ModelStore.Save(
            new ModelTrainer(TimeProvider.System).Train(
                ModelFactory.Sales(100, Days, ["A", "B"]).Build().With(Drivers()), new TrainingOptions { Preset = TrainingPreset.Fast, Horizon = 7 }),
            Path.Combine(folder, "model")));

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_batch_is_previewed_imported_undone_and_applied_and_forecasts_follow()
    {
        var batch = $"date,item_name,open\n{Day(0)},A,0\n{Day(0)},TYPO,1\n";
        var before = await MeanAsync();
        Assert.True(before > 0);

        var preview = await ImportAsync(batch, preview: true);
        Assert.Equal((true, 0L, 2L, 0L), (preview.Preview, preview.Batch.Id, preview.Added, preview.Changed));
        Assert.Equal(["TYPO"], preview.UnknownItems);
        Assert.Equal(before, await MeanAsync());
        Assert.Empty((await _store.Sales.GetDriverBatchesAsync(cancellationToken: Cancellation)).Batches);

        var version = await SalesVersionAsync();
        var receipt = await ImportAsync(batch);
        Assert.NotEqual(version, await SalesVersionAsync());
        Assert.Equal((false, 2L, Tomorrow, Tomorrow), (receipt.AlreadyKnown, receipt.Batch.Rows, receipt.Batch.From, receipt.Batch.Through));
        Assert.Equal(0, await MeanAsync());
        Assert.True((await ImportAsync(batch)).AlreadyKnown);

        // A newer batch overrides an older one, and undoing it brings the older one back.
        var newer = await ImportAsync($"date,item_name,open\n{Day(0)},A,1\n");
        Assert.Equal((0L, 1L), (newer.Added, newer.Changed));
        Assert.Equal(before, await MeanAsync());
        Assert.Equal("undone", (await _store.Sales.UndoDriverBatchAsync(newer.Batch.Id, StoreHost.Key, Cancellation)).State);
        Assert.Equal(0, await MeanAsync());
        await _store.Sales.UndoDriverBatchAsync(receipt.Batch.Id, StoreHost.Key, Cancellation);
        Assert.Equal(before, await MeanAsync());
        Assert.Equal(version, await SalesVersionAsync());
        Assert.Equal("applied", (await _store.Sales.ApplyDriverBatchAsync(receipt.Batch.Id, StoreHost.Key, Cancellation)).State);
        Assert.Equal(0, await MeanAsync());

        var listed = await _store.Sales.GetDriverBatchesAsync(cancellationToken: Cancellation);
        Assert.Equal([(newer.Batch.Id, "undone"), (receipt.Batch.Id, "applied")], listed.Batches.Select(one => (one.Id, one.State)));
        Assert.Equal(["open"], listed.Batches[0].Names);
    }

    [Fact]
    public async Task A_table_of_blank_fields_names_no_attribute()
    {
        var receipt = await _store.Sales.ImportAttributesAsync(Batch("item_name,stock_on_hand\nA,\n"), StoreHost.Key, cancellationToken: Cancellation);

        Assert.Empty(receipt.Batch.Names);
        Assert.Equal((0L, 0L), (receipt.Added, receipt.Changed));
    }

    [Fact]
    public async Task Attributes_and_drivers_that_the_model_does_not_know_are_kept_for_the_next_one()
    {
        var attributes = await _store.Sales.ImportAttributesAsync(Batch("item_name,category\nA,vodka\nB,gin\n"), StoreHost.Key, cancellationToken: Cancellation);
        var (snapshot, version) = (_store.Host.Source.Current!, await _store.Store.Store.ReadStateAsync(Cancellation));
        var drivers = await ImportAsync($"date;price\n{Day(0)};9,5\n{Day(1)};9,5\n");

        Assert.Equal(("attributes", 2L), (attributes.Batch.Kind, attributes.Added));
        Assert.Equal(["category"], attributes.NotOfModel);
        Assert.Equal(["price"], drivers.NotOfModel);
        var (set, _) = await new StoredDrivers(_store.Store.Store).ReadAsync(cancellationToken: Cancellation);
        Assert.Equal("gin", set!.Attributes[0].TextOf("B"));
        Assert.Equal(9.5, set.ValueOf(set.IndexOf("price"), "A", Tomorrow));

        // No forecast depends on them: none is made anew, and the ledger has none to enter.
        var (now, state) = (_store.Host.Source.Current!, await _store.Store.Store.ReadStateAsync(Cancellation));
        Assert.Equal((1L, 1L), (version.DataVersion, state.DataVersion));
        Assert.True(state.DriverVersion > version.DriverVersion);
        Assert.Same(snapshot.Columns, now.Columns);
        Assert.Equal(snapshot.GeneratedAt, now.GeneratedAt);
        Assert.Equal("gin", now.Attributes.TextOf("category", "B"));
        await _store.Sales.UndoDriverBatchAsync(attributes.Batch.Id, StoreHost.Key, Cancellation);
        Assert.Null(_store.Host.Source.Current!.Attributes.TextOf("category", "B"));
        Assert.Same(snapshot.Columns, _store.Host.Source.Current!.Columns);

        // Sales go on, and the model's own drivers stay beside them.
        await _store.PostAsync($"date,item_name,total_amount_sold\n{Day(0)},A,120\n{Day(0)},B,120\n");
        var forecast = await new ForecastClient(_store.Client).GetForecastAsync("A", cancellationToken: Cancellation);
        Assert.Equal(Tomorrow.AddDays(1), forecast.Predictions[0].Date);
        Assert.Same(snapshot.Model, _store.Host.Source.Current!.Model);
    }

    [Fact]
    public async Task A_packed_table_is_refused_before_it_is_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes($"date,open\n{Day(0)},1\n"), Cancellation);
        }

        using var answer = await SendAsync(packed.ToArray(), encoding: null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("The batch is gzipped", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var coded = await SendAsync(packed.ToArray(), "gzip");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, coded.StatusCode);
    }

    [Theory]
    [InlineData("line 2: 'ajar' in column open is not a number", "date,open\n@,ajar\n")]
    [InlineData("The batch has no column date: its header is day,open", "day,open\n@,1\n")]
    [InlineData("the driver 'open' has two values", "date,open\n@,1\n@,0\n")]
    [InlineData("'0' in column price is a price of 0 or less", "date,price\n@,0\n")]
    [InlineData("The batch is empty", "")]
    public async Task What_is_no_batch_is_refused_in_a_sentence_and_nothing_is_kept(string sentence, string body)
    {
        using var answer = await _store.PostAsync(body.Replace("@", Day(0), StringComparison.Ordinal), path: "drivers");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains(sentence, problem.RootElement.GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty((await _store.Sales.GetDriverBatchesAsync(cancellationToken: Cancellation)).Batches);
    }

    [Fact]
    public async Task A_driver_stays_of_its_type_and_unknown_batches_are_not_found()
    {
        await ImportAsync($"date,zone\n{Day(0)},north\n");
        await ImportAsync($"date,zone\n{Day(1)},1\n");
        var (set, _) = await new StoredDrivers(_store.Store.Store).ReadAsync(cancellationToken: Cancellation);
        Assert.Equal(DriverKind.Category, set!.Drivers.Single(driver => driver.Name == "zone").Kind);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _store.PostAsync("[]", "application/json", "drivers")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ForecastApiException>(() => _store.Sales.UndoDriverBatchAsync(99, StoreHost.Key, Cancellation))).Status);
        using var content = new StringContent("date,open\n", Encoding.UTF8, "text/csv");
        Assert.Equal(HttpStatusCode.Unauthorized, (await _store.Client.PostAsync(new Uri("drivers", UriKind.Relative), content, Cancellation)).StatusCode);
    }

    protected abstract Task<TestStore> CreateAsync();

    private async Task<HttpResponseMessage> SendAsync(byte[] body, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "drivers") { Content = new ByteArrayContent(body), Headers = { { "X-Api-Key", StoreHost.Key } } };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        return await _store.Client.SendAsync(request, Cancellation);
    }

    private static OutgoingBatch Batch(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "text/csv", "test");

    private static string Day(int step) => Tomorrow.AddDays(step).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Whether the shop is open, which the model knows: 1 unless a batch states otherwise.</summary>
    private static DriverSet Drivers()
    {
        var builder = new DriverSetBuilder();
        var open = builder.AddDriver(new Driver(Driver.OpenName, DriverKind.Numeric) { Fill = DriverFill.Default, Default = 1 });
        for (var day = 0; day < Days; day++)
        {
            var date = ModelFactory.FirstDate.AddDays(day);
            builder.Set(open, null, date, date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1);
        }

        return builder.Build();
    }

    private Task<DriversReceipt> ImportAsync(string text, bool preview = false) =>
        _store.Sales.ImportDriversAsync(Batch(text), StoreHost.Key, preview, Cancellation);

    private async Task<string> SalesVersionAsync() =>
        (await new ForecastClient(_store.Client).GetModelAsync(Cancellation)).SalesVersion;

    /// <summary>What is served of A on the first day.</summary>
    private async Task<double> MeanAsync() =>
        (await _store.Client.GetFromJsonAsync("predict/A", ContractJson.Default.ItemForecast, Cancellation))!.Predictions[0].Mean;
}
