using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using MiniExcelLibs;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteOrdersApiTests : OrdersApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresOrdersApiTests : OrdersApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>Attributes that come in over HTTP, and the orders that are planned with them.</summary>
public abstract class OrdersApiTests : IAsyncLifetime
{
    private const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Terms =
        "item_name,category,vendor,pack_size,lead_time_days,review_days,stock_on_hand,on_order,unit_cost,service_level\n"
        + "BLACK VELVET,Whisky,Heaven Hill,12,2,2,100,24,8.5,\n"
        + "100% AGAVE,Tequila,\"=Casa, Uno\",6,30,,0,,,0.9\n"
        + "JÄGERMEISTER,Liqueur,Mast,,1,,100000,,3,\n";

    private StoreHost _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ForecastClient Client => new(_store.Client);

    public async ValueTask InitializeAsync() => _store = await StoreHost.StartAsync(await CreateAsync());

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Orders_follow_the_attributes_and_agree_with_the_totals_that_the_API_forecasts()
    {
        var without = await Client.GetOrdersAsync(cancellationToken: Cancellation);
        Assert.All(without.Orders, line => Assert.Equal((OrderStatus.StockUnknown, 7), (line.Status, line.CoverDays)));
        Assert.Equal((ModelFactory.Items.Length, ModelFactory.Items.Length, (double?)null), (without.Total, without.Summary.StockUnknown, without.Summary.Value));

        var receipt = await ImportAsync(Terms);
        Assert.Equal(["category", "vendor"], receipt.NotOfModel);
        var orders = await Client.GetOrdersAsync(cancellationToken: Cancellation);

        // Four days, the sum's 95 % quantile, less 124, in packs of 12.
        var black = orders.Orders.Single(line => line.Item == "BLACK VELVET");
        var total = await Client.GetTotalAsync("BLACK VELVET", 4, [0.1, 0.9, 0.95], Cancellation);
        Assert.Equal(("Whisky", "Heaven Hill", 4, 2), (black.Category, black.Vendor, black.CoverDays, black.ClosedDays));
        Assert.Equal((total.Quantiles["0.95"], total.Quantiles["0.1"], total.Quantiles["0.9"], total.Mean), (black.Need, black.Lower, black.Upper, black.Expected));
        Assert.Equal(12 * Math.Ceiling((total.Quantiles["0.95"] - 124) / 12), black.Quantity);
        Assert.Equal(ReportedNumber.Of(black.Quantity * 8.5), black.Value);
        Assert.True(black.UnitsAtRisk >= total.Mean - 124.01 && black.UnitsAtRisk <= total.Quantiles["0.95"]);

        var agave = orders.Orders[0];
        var week = await Client.GetTotalAsync("100% AGAVE", quantiles: [0.9], cancellationToken: Cancellation);
        Assert.Equal(("100% AGAVE", OrderStatus.OutOfStock, 0.9, 7, 24), (agave.Item, agave.Status, agave.ServiceLevel, agave.CoverDays, agave.UncoveredDays));
        Assert.Equal((week.Quantiles["0.9"], orders.From), (agave.Need, agave.RunsOut));
        Assert.Equal((0.0, OrderStatus.Covered, 0.0), orders.Orders.Single(line => line.Item == "JÄGERMEISTER") is var full ? (full.Quantity, full.Status, full.UnitsAtRisk) : default);
        Assert.Equal((3, ReportedNumber.Of(black.Value!.Value)), (orders.Orders.Count(line => line.StockOnHand is not null), orders.Summary.Value));

        // Undone, they plan nothing any longer.
        await _store.Sales.UndoDriverBatchAsync(receipt.Batch.Id, StoreHost.Key, Cancellation);
        Assert.Equal(without.Orders, (await Client.GetOrdersAsync(cancellationToken: Cancellation)).Orders);
    }

    [Fact]
    public async Task Orders_are_kept_by_category_and_vendor_paged_and_asked_for_at_a_service_level()
    {
        await ImportAsync(Terms);

        var whisky = await Client.GetOrdersAsync(new OrderQuery { Category = "whisky", Vendor = "HEAVEN HILL" }, cancellationToken: Cancellation);
        Assert.Equal("BLACK VELVET", Assert.Single(whisky.Orders).Item);
        Assert.Equal(whisky.Orders[0].Quantity, whisky.Summary.Quantity);
        Assert.Empty((await Client.GetOrdersAsync(new OrderQuery { Vendor = "nobody" }, cancellationToken: Cancellation)).Orders);

        var all = await Client.GetOrdersAsync(cancellationToken: Cancellation);
        var second = await Client.GetOrdersAsync(page: 2, pageSize: 3, cancellationToken: Cancellation);
        Assert.Equal(all.Orders.Skip(3).Take(3), second.Orders);
        Assert.Equal(all.Summary, second.Summary);
        Assert.DoesNotContain((await Client.GetOrdersAsync(new OrderQuery { OnlyToOrder = true }, cancellationToken: Cancellation)).Orders, line => line.Quantity == 0);

        var sure = await Client.GetOrdersAsync(new OrderQuery { ServiceLevel = 0.99 }, cancellationToken: Cancellation);
        Assert.All(sure.Orders, line => Assert.Equal(line.Item == "100% AGAVE" ? 0.9 : 0.99, line.ServiceLevel));
        Assert.All(all.Orders, line => Assert.True(sure.Orders.Single(other => other.Item == line.Item).Need >= line.Need));
    }

    [Theory]
    [InlineData("service_level=1.2", "service_level")]
    [InlineData("service_level=NaN", "service_level")]
    [InlineData("show=some", "show")]
    [InlineData("page=99", "page")]
    [InlineData("page_size=1001", "page_size")]
    public async Task What_is_not_allowed_is_named(string query, string parameter)
    {
        using var answer = await _store.Client.GetAsync(new Uri($"orders?{query}", UriKind.Relative), Cancellation);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal((HttpStatusCode.BadRequest, parameter), (answer.StatusCode, problem.RootElement.GetProperty("parameter").GetString()));
        using var longName = await _store.Client.GetAsync(new Uri($"orders.csv?vendor={new string('x', 201)}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, longName.StatusCode);
    }

    [Fact]
    public async Task Files_hold_every_figure_and_no_formula()
    {
        await ImportAsync(Terms);
        var orders = await Client.GetOrdersAsync(cancellationToken: Cancellation);

        var csv = Encoding.UTF8.GetString(await Client.GetOrderFileAsync(OrderFile.Csv, cancellationToken: Cancellation)).Split("\r\n");
        Assert.StartsWith("item_name,category,vendor,order_quantity,packs,pack_size,", csv[0], StringComparison.Ordinal);
        Assert.Equal(orders.Total + 1, csv.Count(line => line.Length > 0));
        Assert.StartsWith("100% AGAVE,Tequila,\"'=Casa, Uno\",", csv[1], StringComparison.Ordinal);

        var file = await Client.GetOrderFileAsync(OrderFile.Xlsx, new OrderQuery { OnlyToOrder = true }, Cancellation);
        using var workbook = new MemoryStream(file);
        var rows = MiniExcel.Query(workbook, useHeaderRow: true, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>().ToList();
        Assert.Equal(orders.Orders.Where(line => line.Quantity > 0).Select(line => (line.Item, line.Quantity)), rows.Select(row => ((string)row["item_name"]!, Convert.ToDouble(row["order_quantity"], CultureInfo.InvariantCulture))));
        Assert.Equal("=Casa, Uno", rows[0]["vendor"]);
        workbook.Position = 0;
        using var archive = new ZipArchive(workbook, ZipArchiveMode.Read);
        using var sheet = new StreamReader(archive.Entries.Single(entry => entry.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).Open());
        Assert.DoesNotContain("<x:f>", await sheet.ReadToEndAsync(Cancellation), StringComparison.Ordinal);

        using var named = await _store.Client.GetAsync(new Uri("orders.xlsx", UriKind.Relative), Cancellation);
        Assert.Equal((Sheet, $"orders-{orders.DataThrough:yyyy-MM-dd}.xlsx"), (named.Content.Headers.ContentType!.MediaType, named.Content.Headers.ContentDisposition!.FileName!.Trim('"')));
        using var empty = new MemoryStream(await Client.GetOrderFileAsync(OrderFile.Xlsx, new OrderQuery { Vendor = "nobody" }, Cancellation));
        Assert.Contains("item_name", MiniExcel.GetColumns(empty, useHeaderRow: true, excelType: ExcelType.XLSX));
    }

    [Fact]
    public async Task A_workbook_brings_attributes_by_the_rules_of_a_CSV()
    {
        using var workbook = new MemoryStream();
        await MiniExcel.SaveAsAsync(
            workbook,
            new[] { new Dictionary<string, object> { ["item_name"] = "BLACK VELVET", ["category"] = "Whisky, \"blended\"", ["stock_on_hand"] = 12.5, ["pack_size"] = 6 } },
            cancellationToken: Cancellation);
        workbook.Position = 0;

        var receipt = await _store.Sales.ImportAttributesAsync(new OutgoingBatch(workbook, Sheet, "items.xlsx"), StoreHost.Key, cancellationToken: Cancellation);
        var line = (await Client.GetOrdersAsync(cancellationToken: Cancellation)).Orders[0];

        Assert.Equal((1L, 3L), (receipt.Batch.Rows, receipt.Added));
        Assert.Equal(("BLACK VELVET", "Whisky, \"blended\"", 12.5, 6.0), (line.Item, line.Category, line.StockOnHand, line.PackSize));

        using var bad = await SendAsync([0x50, 0x4B, 3, 4, 1, 2, 3]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
        using var bomb = await SendAsync(Bomb());
        Assert.Contains("larger than 64 MiB unpacked", await bomb.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pack_size", "0", "Column pack_size must hold a whole number from 1 to 1000000; 'BLACK VELVET' has 0.")]
    [InlineData("lead_time_days", "1.5", "Column lead_time_days must hold a whole number from 0 to 3650;")]
    [InlineData("service_level", "95", "Column service_level must hold a number from 0.5 to 0.995;")]
    [InlineData("on_order", "-1", "Column on_order must hold a number from 0")]
    [InlineData("stock_on_hand", "lots", "'lots' is not a number")]
    public async Task Attributes_that_would_plan_nonsense_are_refused(string column, string value, string sentence)
    {
        using var answer = await _store.PostAsync($"item_name,{column}\nBLACK VELVET,{value}\n", path: "attributes");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(sentence, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await _store.Sales.GetDriverBatchesAsync(cancellationToken: Cancellation)).Batches);
    }

    [Fact]
    public async Task The_change_since_the_last_forecast_is_read_from_the_ledger()
    {
        await StoreHost.UntilAsync(() => _store.Monitoring.GetAlertsAsync(cancellationToken: Cancellation), _ => true);
        var before = await Client.GetForecastAsync("BLACK VELVET", cancellationToken: Cancellation);
        Assert.Null((await Client.GetOrdersAsync(cancellationToken: Cancellation)).ComparedWith);
        await StoreHost.UntilAsync(() => _store.Monitoring.GetAccuracyAsync(28, Cancellation), _ => true);

        await _store.ImportAsync(StoreHost.NextDay, 5000);
        var orders = await Client.GetOrdersAsync(cancellationToken: Cancellation);
        var after = await Client.GetForecastAsync("BLACK VELVET", cancellationToken: Cancellation);

        var line = orders.Orders.Single(one => one.Item == "BLACK VELVET");
        Assert.Equal((StoreHost.NextDay, StoreHost.NextDay.AddDays(1)), (orders.ComparedWith, orders.From));
        Assert.Equal(before.Predictions.Skip(1).Sum(day => day.Mean), line.Earlier!.Value, 0.02);
        Assert.Equal(after.Predictions.Take(6).Sum(day => day.Mean) - line.Earlier.Value, line.Change!.Value, 0.02);
    }

    protected abstract Task<TestStore> CreateAsync();

    private Task<DriversReceipt> ImportAsync(string csv) => _store.Sales.ImportAttributesAsync(
        new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "text/csv", "test"), StoreHost.Key, cancellationToken: Cancellation);

    private async Task<HttpResponseMessage> SendAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "attributes")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(Sheet) } },
            Headers = { { "X-Api-Key", StoreHost.Key } },
        };
        return await _store.Client.SendAsync(request, Cancellation);
    }

    /// <summary>A small archive of 130 MiB of zeros.</summary>
    private static byte[] Bomb()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var mebibyte = 0; mebibyte < 66; mebibyte++)
            {
                entry.Write(zeros);
            }
        }

        return stream.ToArray();
    }
}
