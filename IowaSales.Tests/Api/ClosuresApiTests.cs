using System.Net;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteClosuresApiTests : ClosuresApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresClosuresApiTests : ClosuresApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>Planned closures and openings over HTTP. The first day ahead is a Friday; Saturdays and Sundays are learned as closed.</summary>
public abstract class ClosuresApiTests : IAsyncLifetime
{
    private const string Item = "BLACK VELVET";
    private const string Other = "100% AGAVE";

    private StoreHost _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PlanningClient Planning => new(_store.Client);

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
    public async Task Closures_and_openings_change_the_forecast_at_once_and_until_they_are_undone()
    {
        var (before, otherBefore) = (await ForecastAsync(Item), await ForecastAsync(Other));
        Assert.Equal((false, true, true), (before[0].Closed, before[1].Closed, before[2].Closed));

        var all = await AddAsync(new ClosureRequest { Scope = "all", From = Day(0), Through = Day(0), Status = "closed", Name = "Renovation" });
        var own = await AddAsync(new ClosureRequest { Scope = "item", Target = "black velvet", From = Day(1), Through = Day(2), Status = "open", Name = "Fair" });
        var after = await ForecastAsync(Item);
        Assert.Equal((true, 0.0, "Renovation", "stated"), (after[0].Closed, after[0].Mean, after[0].Holiday, after[0].ClosedReason));
        Assert.All(after[1..3], day => Assert.True(day is { Closed: false, Mean: > 0, Holiday: "Fair" }));
        Assert.Equal((true, true), (await ForecastAsync(Other)) is var other ? (other[0].Closed, other[1].Closed) : default);
        Assert.Equal((Item, "item", "open", "Ann"), (own.Target, own.Scope, own.Status, own.Author));

        // An item's own opening overrides the closure of all, and the same scope and day cannot be stated twice.
        var opened = await AddAsync(new ClosureRequest { Scope = "item", Target = Item, From = Day(0), Through = Day(0), Status = "open", Name = "Not us" });
        Assert.False((await ForecastAsync(Item))[0].Closed);
        var conflict = await Assert.ThrowsAsync<ForecastApiException>(() => AddAsync(new ClosureRequest { Scope = "all", From = Day(-1), Through = Day(3), Status = "open", Name = "x" }));
        Assert.Equal((HttpStatusCode.Conflict, true), (conflict.Status, conflict.Message.Contains($"number {all.Id}, Renovation", StringComparison.Ordinal)));

        Assert.Equal([own.Id, opened.Id, all.Id], (await Planning.GetClosuresAsync(Item, cancellationToken: Cancellation)).Closures.Select(closure => closure.Id));
        Assert.Equal([all.Id], (await Planning.GetClosuresAsync(Other, cancellationToken: Cancellation)).Closures.Select(closure => closure.Id));
        Assert.Equal([own.Id], (await Planning.GetClosuresAsync(from: Day(1), cancellationToken: Cancellation)).Closures.Select(closure => closure.Id));

        foreach (var closure in new[] { all, own, opened })
        {
            Assert.Equal("Bob", (await Planning.UndoClosureAsync(closure.Id, "Bob", StoreHost.Key, Cancellation)).UndoneBy);
        }

        Assert.Equal("Bob", (await Planning.UndoClosureAsync(all.Id, "Eve", StoreHost.Key, Cancellation)).UndoneBy);
        Assert.Equal(before.Select(day => day.Mean), (await ForecastAsync(Item)).Select(day => day.Mean));
        Assert.Equal(otherBefore.Select(day => day.Mean), (await ForecastAsync(Other)).Select(day => day.Mean));
        Assert.Equal((0, 3), ((await Planning.GetClosuresAsync(cancellationToken: Cancellation)).Total, (await Planning.GetClosuresAsync(all: true, cancellationToken: Cancellation)).Total));
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.UndoClosureAsync(99, "Bob", StoreHost.Key, Cancellation))).Status);
    }

    [Fact]
    public async Task Of_two_people_who_close_the_same_day_at_once_one_is_told()
    {
        var request = new ClosureRequest { Scope = "all", From = Day(4), Through = Day(4), Status = "closed", Name = "Inventory" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await AddAsync(request);
                return HttpStatusCode.Created;
            }
            catch (ForecastApiException refused)
            {
                return refused.Status;
            }
        }));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], answers.Order());
    }

    [Fact]
    public async Task A_closure_reads_no_sales_again_and_counts_as_a_version_of_its_own()
    {
        await ForecastAsync(Item);
        var before = _store.Host.Source.Current!;

        // What is read again would show: the store holds ten times the sales from here on.
        await _store.Store.Store.WriteAsync(
            context => context.Sales.ExecuteUpdateAsync(update => update.SetProperty(sale => sale.Total, sale => sale.Total * 10), Cancellation), Cancellation);
        var closure = await AddAsync(new ClosureRequest { Scope = "all", From = Day(0), Through = Day(0), Status = "closed", Name = "Renovation" });
        var closed = _store.Host.Source.Current!;
        Assert.Equal(before.Panel.Rows(0).Values.ToArray(), closed.Panel.Rows(0).Values.ToArray());
        Assert.NotEqual(before.StoreVersion, closed.StoreVersion);
        Assert.True((await ForecastAsync(Item))[0].Closed);
        await Planning.UndoClosureAsync(closure.Id, "Bob", StoreHost.Key, Cancellation);
        Assert.Equal(before.Forecasts.Series[0].Mean(0), _store.Host.Source.Current!.Forecasts.Series[0].Mean(0));
    }

    [Fact]
    public async Task A_missing_day_that_is_closed_is_not_overdue_any_longer_until_it_is_opened_again()
    {
        var missing = Assert.Single((await _store.UntilOverdueAsync(Day(0))).Alerts, alert => alert.Kind == "stale_data");

        // Longer than the horizon of seven days.
        var closure = await AddAsync(new ClosureRequest { Scope = "all", From = Day(0), Through = Day(59), Status = "closed", Name = "Renovation" });
        var later = Assert.Single((await _store.UntilOverdueAsync(Day(60))).Alerts, alert => alert.Kind == "stale_data");
        var all = (await _store.Monitoring.GetAlertsAsync(all: true, Cancellation)).Alerts;
        Assert.Equal("The day is closed.", Assert.Single(all, alert => alert.Id == missing.Id).DismissNote);

        await Planning.UndoClosureAsync(closure.Id, "Bob", StoreHost.Key, Cancellation);
        var again = (await _store.UntilOverdueAsync(Day(0))).Alerts;
        Assert.Equal(missing.Id, Assert.Single(again, alert => alert.Kind == "stale_data").Id);
        all = (await _store.Monitoring.GetAlertsAsync(all: true, Cancellation)).Alerts;
        Assert.Equal("An earlier day is missing.", Assert.Single(all, alert => alert.Id == later.Id).DismissNote);
    }

    [Theory]
    [InlineData("scope", "{\"scope\":\"category\",\"target\":\"x\",\"from\":\"2023-07-24\",\"through\":\"2023-07-24\",\"status\":\"closed\",\"name\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("target", "{\"scope\":\"item\",\"target\":\"nothing\",\"from\":\"2023-07-24\",\"through\":\"2023-07-24\",\"status\":\"closed\",\"name\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("target", "{\"scope\":\"all\",\"target\":\"BLACK VELVET\",\"from\":\"2023-07-24\",\"through\":\"2023-07-24\",\"status\":\"closed\",\"name\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("from", "{\"scope\":\"all\",\"from\":\"2023-07-25\",\"through\":\"2023-07-24\",\"status\":\"closed\",\"name\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("from", "{\"scope\":\"all\",\"from\":\"2023-07-24\",\"through\":\"9999-12-31\",\"status\":\"closed\",\"name\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("status", "{\"scope\":\"all\",\"from\":\"2023-07-24\",\"through\":\"2023-07-24\",\"status\":\"ajar\",\"name\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("name", "{\"scope\":\"all\",\"from\":\"2023-07-24\",\"through\":\"2023-07-24\",\"status\":\"closed\",\"author\":\"Ann\"}")]
    [InlineData("author", "{\"scope\":\"all\",\"from\":\"2023-07-24\",\"through\":\"2023-07-24\",\"status\":\"closed\",\"name\":\"x\"}")]
    [InlineData("body", "{\"from\":\"tomorrow\"}")]
    public async Task What_is_no_closure_is_refused_and_the_field_is_named(string parameter, string body)
    {
        using var answer = await _store.PostAsync(body, "application/json", "closures");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal((HttpStatusCode.BadRequest, parameter), (answer.StatusCode, problem.RootElement.GetProperty("parameter").GetString()));
        Assert.Equal(0, (await Planning.GetClosuresAsync(cancellationToken: Cancellation)).Total);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.AddClosureAsync(new ClosureRequest(), "", Cancellation))).Status);
    }

    protected abstract Task<TestStore> CreateAsync();

    private static DateOnly Day(int step) => StoreHost.NextDay.AddDays(step);

    private async Task<DayForecast[]> ForecastAsync(string item) => [.. (await Client.GetForecastAsync(item, cancellationToken: Cancellation)).Predictions];

    private Task<PlannedClosureInfo> AddAsync(ClosureRequest request) => Planning.AddClosureAsync(request with { Author = "Ann" }, StoreHost.Key, Cancellation);
}
