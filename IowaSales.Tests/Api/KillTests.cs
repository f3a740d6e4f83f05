using System.Security.Cryptography;
using System.Text;
using IowaSales.Contracts;
using IowaSales.Storage.Entities;
using IowaSales.Tests.Browser;
using IowaSales.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteKillTests : KillTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresKillTests : KillTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>The API killed while batches come in and forecasts follow; eng/kill-store.sh does the same a hundred times.</summary>
public abstract class KillTests : IAsyncLifetime
{
    private const string Key = "the key of this test";

    private readonly string _folder = Directory.CreateTempSubdirectory("kill-").FullName;
    private TestStore _test = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _test = await CreateAsync();
        ModelFactory.Save(Path.Combine(_folder, "model"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_acknowledged_batch_is_there_and_no_half_one()
    {
        var acknowledged = new List<int>();
        var random = new Random(5);
        for (var kill = 0; kill < 2; kill++)
        {
            using var service = Service();
            await service.StartAsync();
            using var http = new HttpClient { BaseAddress = new Uri(service.Address) };
            var sending = SendAsync(http, acknowledged);
            await UntilAsync(() => acknowledged.Count > 2 * (kill + 1));
            await Task.Delay(random.Next(60), Cancellation);
            service.Stop();
            await sending;
        }

        _test.Store.ReleaseConnections();
        await _test.Store.PrepareAsync(Cancellation);
        var batches = await _test.Store.ReadAsync(context => context.Batches.AsNoTracking().ToListAsync(Cancellation));
        Assert.Empty(acknowledged.Select(day => $"{day}").Except(batches.Select(batch => batch.Source)));
        foreach (var batch in batches.Where(batch => batch.State == BatchState.Applied))
        {
            Assert.Equal(batch.Rows, batch.Added + batch.Corrected + batch.Unchanged);
            Assert.Equal(batch.Rows, await _test.Store.ReadAsync(async context =>
                await context.Sales.CountAsync(sale => sale.BatchId == batch.Id, Cancellation)
                + await context.Statements.CountAsync(statement => statement.BatchId == batch.Id, Cancellation)));
        }

        var inForce = new SortedDictionary<DateOnly, double>();
        foreach (var (date, total) in batches.Where(batch => batch.Id > batches.Min(one => one.Id)).OrderBy(batch => batch.Id)
            .SelectMany(batch => RowsOf(int.Parse(batch.Source, System.Globalization.CultureInfo.InvariantCulture))))
        {
            inForce[date] = total;
        }

        var stored = await _test.Store.ReadAsync(context => context.Sales.Where(sale => sale.Date >= StoreHost.NextDay).ToListAsync(Cancellation));
        Assert.Equal(inForce.Count * ModelFactory.Items.Length, stored.Count);
        Assert.All(stored, sale => Assert.Equal(inForce[sale.Date], sale.Total));

        var state = await _test.Store.ReadStateAsync(Cancellation);
        Assert.Equal(batches.Count, state.DataVersion);
        var issued = await _test.Store.ReadAsync(context => context.IssuedForecasts.Select(forecast => forecast.Id).ToListAsync(Cancellation));
        var steps = await _test.Store.ReadAsync(context => context.IssuedSteps.GroupBy(step => step.ForecastId).Select(steps => steps.Count()).ToListAsync(Cancellation));
        Assert.Equal(issued.Count, steps.Count);
        Assert.All(steps, count => Assert.Equal(7 * ModelFactory.Items.Length, count));
    }

    protected abstract Task<TestStore> CreateAsync();

    private ServiceProcess Service() => new(
        "IowaSales.Api",
        ("Model__Path", Path.Combine(_folder, "model")),
        ("Sales__Store", _test.Connection),
        ("Sales__PollInterval", "00:00:00.05"),
        ("Guard__ApiKeySha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))));

    /// <summary>What a batch states: a day of its own, and the first day again, whose total returns to what it was two batches before.</summary>
    private static (DateOnly Date, int Total)[] RowsOf(int batch) =>
        [(StoreHost.NextDay, batch % 2 == 0 ? 300 : 999), (StoreHost.NextDay.AddDays(1 + batch), 150 + batch)];

    /// <summary>Sends a batch after the other until the service is gone.</summary>
    private static async Task SendAsync(HttpClient http, List<int> acknowledged)
    {
        var client = new SalesClient(http);
        while (true)
        {
            var day = acknowledged.Count;
            var body = "date,item_name,total_amount_sold\n" + string.Concat(
                from row in RowsOf(day)
                from item in ModelFactory.Items
                select $"{row.Date:yyyy-MM-dd},{item},{row.Total}\n");
            try
            {
                await client.ImportSalesAsync(
                    new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes(body)), "text/csv", $"{day}"), Key, cancellationToken: Cancellation);
                acknowledged.Add(day);
            }
            catch (ForecastApiException)
            {
                await Task.Delay(50, Cancellation);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task UntilAsync(Func<bool> done)
    {
        var deadline = DateTime.UtcNow.AddSeconds(90);
        while (!done() && DateTime.UtcNow < deadline)
        {
            await Task.Delay(10, Cancellation);
        }
    }
}
