using System.Net;
using System.Text;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteOverridesApiTests : OverridesApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresOverridesApiTests : OverridesApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>Overrides over HTTP: the plan they make, and what they turn out to have added.</summary>
public abstract class OverridesApiTests : IAsyncLifetime
{
    private const string Item = "BLACK VELVET";
    private const string Other = "100% AGAVE";

    private StoreHost _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A Friday, the first forecast day; the weekend is closed.</summary>
    private static DateOnly Friday => StoreHost.NextDay;

    private static DateOnly Monday => Friday.AddDays(3);

    private ForecastClient Client => new(_store.Client);

    private PlanningClient Planning => new(_store.Client);

    public async ValueTask InitializeAsync()
    {
        _store = await StoreHost.StartAsync(await CreateAsync());
        await StoreHost.UntilAsync(() => _store.Monitoring.GetAccuracyAsync(28, Cancellation), _ => true);
        var terms = $"item_name,category,stock_on_hand,pack_size,lead_time_days,review_days\n{Item},Whisky,0,1,3,1\n{Other},Tequila,0,1,3,1\n";
        await _store.Sales.ImportAttributesAsync(new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes(terms)), "text/csv", "terms"), StoreHost.Key, cancellationToken: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_override_of_an_item_plans_its_orders_and_leaves_the_forecast_as_it_is()
    {
        var before = await LineAsync(Item);
        var forecast = await Client.GetForecastAsync(Item, cancellationToken: Cancellation);
        var version = (await Client.GetModelAsync(Cancellation)).SalesVersion;

        var made = await AddAsync(new OverrideRequest { Scope = "item", Target = "black velvet", From = Friday, Through = Monday, Kind = "factor", Value = 1.5 });

        Assert.Equal(("item", Item, "active", 1, "Ann"), (made.Scope, made.Target, made.State, made.Version, made.Author));
        var after = await LineAsync(Item);
        Assert.Equal(before.Expected, after.Statistical);
        Assert.Equal(1.5 * before.Expected, after.Expected, 0.002);
        Assert.Equal(1.5 * before.Need, after.Need, 0.002);
        Assert.Equal(Math.Ceiling(after.Need), after.Quantity);
        Assert.Equal(forecast.Predictions.Select(day => day.Mean), (await Client.GetForecastAsync(Item, cancellationToken: Cancellation)).Predictions.Select(day => day.Mean));
        Assert.Null((await LineAsync(Other)).Statistical);
        Assert.Equal($"{version}-1", (await Client.GetModelAsync(Cancellation)).SalesVersion);

        await Planning.UndoOverrideAsync(made.Id, 1, "Bob", StoreHost.Key, Cancellation);
        Assert.Equal(before, await LineAsync(Item));
        Assert.Equal(("undone", "Bob"), (await Planning.GetOverridesAsync(all: true, cancellationToken: Cancellation)).Overrides.Single() is var undone ? (undone.State, undone.EndedBy) : default);
        Assert.Empty((await Planning.GetOverridesAsync(cancellationToken: Cancellation)).Overrides);
    }

    [Theory]
    [InlineData("units")]
    [InlineData("absolute")]
    public async Task A_day_that_is_closed_after_its_override_was_made_is_planned_at_0(string kind)
    {
        await AddAsync(new OverrideRequest { Scope = "item", Target = Item, From = Friday, Through = Friday, Kind = kind, Value = 600 });
        var closure = new ClosureRequest { Scope = "all", From = Friday, Through = Friday, Status = "closed", Name = "Inventory", Author = "Ann" };
        var closed = await Planning.AddClosureAsync(closure, StoreHost.Key, Cancellation);

        var forecast = (await Client.GetForecastAsync(Item, cancellationToken: Cancellation)).Predictions;
        Assert.Equal((true, 0.0), (forecast[0].Closed, forecast[0].Mean));
        var line = await LineAsync(Item);
        Assert.Equal(forecast.Take(line.CoverDays).Sum(day => day.Mean), line.Expected, 0.01);

        // The override is still in force, and counts again when the day is open after all.
        await Planning.UndoClosureAsync(closed.Id, "Ann", StoreHost.Key, Cancellation);
        var reopened = (await Client.GetForecastAsync(Item, cancellationToken: Cancellation)).Predictions;
        var rest = reopened.Take(line.CoverDays).Skip(1).Sum(day => day.Mean);
        Assert.Equal(rest + 600 + (kind == "units" ? reopened[0].Mean : 0), (await LineAsync(Item)).Expected, 0.01);
    }

    [Fact]
    public async Task Units_of_all_items_are_spread_by_their_forecasts_and_a_narrower_override_has_the_last_word()
    {
        var before = (await Client.GetOrdersAsync(cancellationToken: Cancellation)).Orders.ToDictionary(line => line.Item);
        var day = (await Client.GetForecastsAsync(cancellationToken: Cancellation)).Forecasts.ToDictionary(forecast => forecast.Item, forecast => forecast.Predictions[0].Mean);

        await AddAsync(new OverrideRequest { Scope = "all", From = Friday, Through = Friday, Kind = "units", Value = 700 });
        await AddAsync(new OverrideRequest { Scope = "category", Target = "WHISKY", From = Friday, Through = Friday, Kind = "absolute", Value = 10 });

        var black = await LineAsync(Item);
        Assert.Equal(before[Item].Expected - day[Item] + 10, black.Expected, 0.005);
        var agave = await LineAsync(Other);
        Assert.Equal(before[Other].Expected + (700 * day[Other] / day.Values.Sum()), agave.Expected, 0.01);
    }

    [Fact]
    public async Task Of_two_people_at_once_one_is_told_and_an_undone_replacement_brings_back_what_it_replaced()
    {
        var request = new OverrideRequest { Scope = "item", Target = Item, From = Friday, Through = Friday, Kind = "absolute", Value = 100 };
        var first = await AddAsync(request);

        var rival = await Assert.ThrowsAsync<ForecastApiException>(() => AddAsync(request with { Value = 200 }));
        Assert.Equal(HttpStatusCode.Conflict, rival.Status);
        Assert.Contains($"Override {first.Id} by Ann", rival.Message, StringComparison.Ordinal);

        var second = await AddAsync(request with { Value = 200, Replaces = first.Id, ReplacesVersion = 1 });
        var late = await Assert.ThrowsAsync<ForecastApiException>(() => AddAsync(request with { Value = 300, Replaces = first.Id, ReplacesVersion = 1 }));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.UndoOverrideAsync(second.Id, 9, "Bob", StoreHost.Key, Cancellation))).Status);

        await Planning.UndoOverrideAsync(second.Id, 1, "Bob", StoreHost.Key, Cancellation);

        var back = Assert.Single((await Planning.GetOverridesAsync(cancellationToken: Cancellation)).Overrides);
        Assert.Equal((100.0, "Ann"), (back.Value, back.Author));
        Assert.Equal(["active", "undone", "replaced"], (await Planning.GetOverridesAsync(all: true, cancellationToken: Cancellation)).Overrides.Select(change => change.State));
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.UndoOverrideAsync(999, 1, "Bob", StoreHost.Key, Cancellation))).Status);
    }

    [Fact]
    public async Task Value_added_is_right_to_the_digit()
    {
        // Friday: all by a tenth up, then the whisky to 90. Monday: 30 units more of the tequila.
        await AddAsync(new OverrideRequest { Scope = "all", From = Friday, Through = Friday, Kind = "factor", Value = 1.1, Reason = "promotion" });
        await AddAsync(new OverrideRequest { Scope = "item", Target = Item, From = Friday, Through = Friday, Kind = "absolute", Value = 90, Reason = "lost customer", Author = "Bob" });
        await AddAsync(new OverrideRequest { Scope = "category", Target = "Tequila", From = Monday, Through = Monday, Kind = "units", Value = 30, Reason = "promotion" });
        var steps = await _store.Store.Store.ReadAsync(context => context.IssuedSteps.AsNoTracking()
            .Join(context.IssuedForecasts.Where(forecast => !forecast.Superseded), step => step.ForecastId, forecast => forecast.Id, (step, _) => step)
            .Join(context.Items, step => step.ItemId, item => item.Id, (step, item) => new { item.Name, step.Date, step.Mean, step.Naive }).ToListAsync(Cancellation));
        double Mean(string item, DateOnly date) => steps.Single(step => step.Name == item && step.Date == date).Mean;
        double Naive(string item, DateOnly date) => steps.Single(step => step.Name == item && step.Date == date).Naive;

        await _store.ImportAsync(Friday, 150);
        await _store.ImportAsync(Monday, 120);
        await StoreHost.UntilAsync(() => Planning.GetValueAddedAsync(7, Cancellation), value => value.ItemDays == ModelFactory.Items.Length + 1);
        var added = await Planning.GetValueAddedAsync(7, Cancellation);

        // By hand, in the order in which overrides are applied.
        var tenth = ModelFactory.Items.Sum(item => Math.Abs(150 - (1.1 * Mean(item, Friday))));
        var model = ModelFactory.Items.Sum(item => Math.Abs(150 - Mean(item, Friday)));
        var (blackBefore, blackAfter) = (Math.Abs(150 - (1.1 * Mean(Item, Friday))), 60.0);
        var (agaveBefore, agaveAfter) = (Math.Abs(120 - Mean(Other, Monday)), Math.Abs(120 - (Mean(Other, Monday) + 30)));
        Assert.Equal((ReportedNumber.Of(model + agaveBefore), (150.0 * ModelFactory.Items.Length) + 120), (added.Model, added.Sales));
        Assert.Equal(ReportedNumber.Of(tenth - blackBefore + blackAfter + agaveAfter), added.Plan);
        Assert.Equal(ReportedNumber.Of(ModelFactory.Items.Sum(item => Math.Abs(150 - Naive(item, Friday))) + Math.Abs(120 - Naive(Other, Monday))), added.Naive);
        Assert.Equal(
            new ValueAddedRow("promotion", ModelFactory.Items.Length + 1, ReportedNumber.Of(model + agaveBefore), ReportedNumber.Of(tenth + agaveAfter), ReportedNumber.Of(model - tenth + agaveBefore - agaveAfter)),
            added.ByReason.Single(row => row.Name == "promotion"));
        Assert.Equal(new ValueAddedRow("Bob", 1, ReportedNumber.Of(blackBefore), 60, ReportedNumber.Of(blackBefore - 60)), added.ByAuthor.Single(row => row.Name == "Bob"));
        Assert.Equal(added.Added, added.ByReason.Sum(row => row.Added), 0.002);
        Assert.Equal(added.Added, added.ByAuthor.Sum(row => row.Added), 0.002);
    }

    [Theory]
    [InlineData("scope", "{\"scope\":\"shop\",\"kind\":\"factor\",\"value\":1}")]
    [InlineData("kind", "{\"scope\":\"all\",\"kind\":\"double\",\"value\":1}")]
    [InlineData("target", "{\"scope\":\"item\",\"target\":\"nothing\",\"kind\":\"factor\",\"value\":1}")]
    [InlineData("target", "{\"scope\":\"category\",\"target\":\"Gin\",\"kind\":\"factor\",\"value\":1}")]
    [InlineData("from", "{\"scope\":\"all\",\"kind\":\"factor\",\"value\":1,\"from\":\"2001-01-01\",\"through\":\"2001-01-01\"}")]
    [InlineData("through", "{\"scope\":\"all\",\"kind\":\"units\",\"value\":1,\"from\":\"2023-07-21\",\"through\":\"2023-08-21\"}")]
    [InlineData("value", "{\"scope\":\"all\",\"kind\":\"factor\",\"value\":101,\"from\":\"2023-07-21\",\"through\":\"2023-07-21\"}")]
    [InlineData("value", "{\"scope\":\"all\",\"kind\":\"units\",\"value\":1,\"from\":\"2023-07-22\",\"through\":\"2023-07-23\"}")]
    [InlineData("reason", "{\"scope\":\"all\",\"kind\":\"factor\",\"value\":1,\"from\":\"2023-07-21\",\"through\":\"2023-07-21\"}")]
    [InlineData("author", "{\"scope\":\"all\",\"kind\":\"factor\",\"value\":1,\"from\":\"2023-07-21\",\"through\":\"2023-07-21\",\"reason\":\"x\",\"author\":\" \"}")]
    [InlineData("body", "[1,2")]
    public async Task What_is_no_override_is_refused_and_the_field_is_named(string parameter, string body)
    {
        using var answer = await _store.PostAsync(body, "application/json", "overrides");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal((HttpStatusCode.BadRequest, parameter), (answer.StatusCode, problem.RootElement.GetProperty("parameter").GetString()));
        Assert.Equal(0, (await Planning.GetOverridesAsync(all: true, cancellationToken: Cancellation)).Total);
    }

    [Fact]
    public async Task Changes_need_the_key()
    {
        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => Planning.AddOverrideAsync(new OverrideRequest(), "another key", Cancellation));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.UndoOverrideAsync(1, 1, "Ann", "", Cancellation))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.GetValueAddedAsync(8, Cancellation))).Status);
    }

    protected abstract Task<TestStore> CreateAsync();

    private Task<ForecastOverrideInfo> AddAsync(OverrideRequest request) =>
        Planning.AddOverrideAsync(request with { Reason = request.Reason ?? "test", Author = request.Author ?? "Ann" }, StoreHost.Key, Cancellation);

    private async Task<OrderLine> LineAsync(string item) => (await Client.GetOrdersAsync(cancellationToken: Cancellation)).Orders.Single(line => line.Item == item);
}
