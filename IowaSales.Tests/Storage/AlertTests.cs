using System.Globalization;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Ledger;
using IowaSales.Tests.Api;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IowaSales.Tests.Storage;

public sealed class SqliteAlertTests : AlertTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresAlertTests : AlertTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>What raises an alert, what does not, and what settles it.</summary>
public abstract class AlertTests : IAsyncLifetime
{
    private const string Item = "BLACK VELVET";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 6, 1, 7, 0, 0, TimeSpan.Zero));
    private TestStore _test = null!;
    private LedgerDays _days = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AlertBook Book => new(_test.Store, _time);

    public async ValueTask InitializeAsync()
    {
        _test = await CreateAsync();
        _days = new LedgerDays(_test.Store, _time);
        await _days.BeginAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sales_outside_the_99_percent_interval_are_unusual()
    {
        var date = _days.Next;
        await _days.SellAsync((item, _) => item == Item ? 2000 : 160);

        var alert = Assert.Single(await _days.AlertsAsync());
        Assert.Equal((AlertKind.UnusualSales, Item, date, 2000.0), (alert.Kind, alert.Item, alert.Date, alert.Value));
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{Item} sold 2,000 on {date:MMM d, yyyy}, above the 99% range (forecast "), alert.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_on_which_all_items_are_unusual_is_one_alert()
    {
        await _days.SellAsync((_, _) => 2000);

        var alert = Assert.Single(await _days.AlertsAsync());
        Assert.Equal((AlertKind.UnusualDay, null), (alert.Kind, alert.Item));
        Assert.Contains("7 of 7 items", alert.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000, 500, 500)]
    [InlineData(1_000, 5, 5)]
    [InlineData(1_000_000, 50_000, 50)]
    public void Size_counts_against_the_day_or_against_an_item(double usual, int items, double expected) =>
        Assert.Equal(expected, Watch.Material(usual, items), 9);

    [Fact]
    public async Task A_closed_day_on_which_a_few_bottles_are_sold_raises_nothing()
    {
        while (_days.Next.DayOfWeek != DayOfWeek.Saturday)
        {
            await _days.SellWeekdaysAsync(1);
        }

        await _days.SellAsync((_, _) => 2);

        Assert.DoesNotContain(await _days.AlertsAsync(), alert => alert.Date.DayOfWeek == DayOfWeek.Saturday);
    }

    [Fact]
    public async Task Unusual_sales_dismiss_themselves_after_a_week()
    {
        await _days.SellAsync((item, _) => item == Item ? 2000 : 160);
        await _days.SellWeekdaysAsync(4);
        Assert.Null(Assert.Single(await _days.AlertsAsync(), alert => alert.Kind == AlertKind.UnusualSales && alert.Item == Item).DismissedAt);

        await _days.SellWeekdaysAsync(3);

        Assert.Equal("Dismissed after 7 days.", (await _days.AlertsAsync())[0].DismissNote);
    }

    [Fact]
    public async Task Alerts_are_dismissed_together_in_one_change()
    {
        await Book.RaiseOverdueAsync(_days.Next, "missing", 3, Cancellation);
        await Book.RaiseOverdueAsync(_days.Next.AddDays(1), "missing", 3, Cancellation);
        var ids = (await _days.AlertsAsync()).Select(alert => alert.Id).ToList();
        var before = (await _test.Store.ReadStateAsync(Cancellation)).AlertVersion;

        var dismissed = await Book.DismissAsync([.. ids, 1000], "a holiday", cancellationToken: Cancellation);

        Assert.Equal(ids, dismissed.Select(alert => alert.Id));
        Assert.All(dismissed, alert => Assert.Equal("a holiday", alert.DismissNote));
        Assert.Equal(before + 1, (await _test.Store.ReadStateAsync(Cancellation)).AlertVersion);
    }

    [Fact]
    public async Task Alerts_are_given_to_someone_put_off_and_opened_again()
    {
        var today = _days.Next;
        await Book.RaiseOverdueAsync(today, "missing", 3, Cancellation);
        await Book.RaiseOverdueAsync(today.AddDays(1), "missing", 3, Cancellation);
        var ids = (await _days.AlertsAsync()).Select(alert => alert.Id).ToList();

        await Book.AssignAsync([ids[0], 1000], "Ann", Cancellation);
        await Book.SnoozeAsync([ids[1]], today.AddDays(2), Cancellation);
        Assert.Equal(["Ann", null], (await _days.AlertsAsync()).Select(alert => alert.Owner));
        Assert.Equal(1, (await Book.ReadAsync(10, today.AddDays(1), Cancellation)).Open[AlertKind.StaleData]);
        Assert.Equal(2, (await Book.ReadAsync(10, today.AddDays(2), Cancellation)).Open[AlertKind.StaleData]);

        await Book.DismissAsync(ids, "a holiday", "Ben", Cancellation);
        var before = (await _test.Store.ReadStateAsync(Cancellation)).AlertVersion;
        await Book.AssignAsync(ids, "Cid", Cancellation);
        Assert.Equal(before, (await _test.Store.ReadStateAsync(Cancellation)).AlertVersion);
        await Book.ReopenAsync(ids, Cancellation);

        Assert.All(await _days.AlertsAsync(), alert => Assert.Equal((null, null, null), (alert.DismissedAt, alert.DismissNote, alert.DismissedBy)));
        Assert.Equal(before + 1, (await _test.Store.ReadStateAsync(Cancellation)).AlertVersion);
        Assert.Equal(2, (await Book.ReadAsync(10, today, Cancellation)).Open[AlertKind.StaleData]);
    }

    [Fact]
    public async Task What_is_found_again_stays_one_alert_and_what_is_not_is_dismissed()
    {
        var day = new DateOnly(2024, 6, 3);
        Task<IReadOnlyList<Alert>> Find(DateOnly on, params string[] items) => Book.BringToAsync(
            AlertKind.LowStock, [.. items.Select(item => new AlertFinding(item, $"{item} on {on:MM-dd}", 1, 2))], on, 7, "enough again", Cancellation);

        Assert.Equal(2, (await Find(day, "A", "B")).Count);
        Assert.Empty(await Find(day.AddDays(1), "A"));
        var alerts = await _days.AlertsAsync();
        Assert.Equal(["A on 06-04", "B on 06-03"], alerts.Select(alert => alert.Reason));
        Assert.Equal([null, "enough again"], alerts.Select(alert => alert.DismissNote));

        await Book.DismissAsync([alerts[0].Id], "known", "Ann", Cancellation);
        Assert.Equal("B", Assert.Single(await Find(day.AddDays(6), "A", "B")).Item);
        Assert.Equal("A", Assert.Single(await Find(day.AddDays(7), "A", "B")).Item);
    }

    [Fact]
    public async Task Items_that_are_named_together_and_one_by_one_again_stay_open()
    {
        var day = new DateOnly(2024, 6, 3);
        Task<IReadOnlyList<Alert>> Find(DateOnly on, params string?[] items) => Book.BringToAsync(
            AlertKind.LowStock, [.. items.Select(item => new AlertFinding(item, $"{item ?? "all"} on {on:MM-dd}", 1, 2))], on, 7, "enough again", Cancellation);

        await Find(day, "A", "B");
        await Find(day, [null]);
        Assert.Equal(["all on 06-03"], (await _days.AlertsAsync()).Where(alert => alert.DismissedAt is null).Select(alert => alert.Reason));
        await Find(day, "A");
        Assert.Equal(["A on 06-03"], (await _days.AlertsAsync()).Where(alert => alert.DismissedAt is null).Select(alert => alert.Reason));
        await Find(day.AddDays(1), "A", "B");

        Assert.Equal(["A on 06-04", "B on 06-04"], (await _days.AlertsAsync()).Where(alert => alert.DismissedAt is null).Select(alert => alert.Reason));
        Assert.DoesNotContain(await _days.AlertsAsync(), alert => alert.DismissNote == "enough again");
    }

    [Fact]
    public async Task What_concerns_one_day_is_dismissed_with_the_next()
    {
        var day = new DateOnly(2024, 6, 3);
        Task<IReadOnlyList<Alert>> Find(DateOnly on) => Book.BringToAsync(
            AlertKind.LargeChange, [new AlertFinding("A", $"moved on {on:MM-dd}", 1, 2)], on, 1, "newer", Cancellation);

        await Find(day);
        Assert.Empty(await Find(day));
        Assert.Single(await Find(day.AddDays(1)));

        Assert.Equal(["newer", null], (await _days.AlertsAsync()).Select(alert => alert.DismissNote));
    }

    [Fact]
    public async Task Ordinary_weeks_raise_no_drift()
    {
        await _days.SellWeekdaysAsync(25);
        Assert.DoesNotContain(await _days.AlertsAsync(), alert => alert.Kind is AlertKind.Drift or AlertKind.Stopped);
    }

    [Fact]
    public async Task An_item_that_keeps_selling_less_drifts()
    {
        // Within its intervals each day, so that no day of it is unusual by itself; models follow, but not at once.
        var level = 1.0;
        await _days.SellWeekdaysAsync(27, (item, usual) =>
        {
            level = item == Item ? level * 0.975 : level;
            return item == Item ? usual * level : usual;
        });

        var drift = Assert.Single(await _days.AlertsAsync(), alert => alert.Kind == AlertKind.Drift);
        Assert.Equal(Item, drift.Item);
        Assert.Contains("keeps selling less than forecast", drift.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_moves_all_items_alike_is_one_drift_of_all_and_no_drift_of_any()
    {
        const int Usual = 16 * 5;
        await _days.SellWeekdaysAsync(Usual);
        var (level, from) = (1.0, _days.Next);
        await _days.SellWeekdaysAsync(27, (item, usual) =>
        {
            level = item == ModelFactory.Items[0] ? level * 0.97 : level;
            return usual * level;
        });

        var drift = Assert.Single(await _days.AlertsAsync(), alert => alert.Kind == AlertKind.Drift);
        Assert.Null(drift.Item);
        Assert.InRange(drift.Date, from, _days.Next);
        Assert.StartsWith("Most items keep selling less than forecast: ", drift.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_that_stopped_is_named_once_and_settled_when_it_sells_again()
    {
        var last = _days.Next.AddDays(-1);
        await _days.SellWeekdaysAsync(20, (item, usual) => item == Item ? -1 : usual);

        var stopped = Assert.Single(await _days.AlertsAsync(), alert => alert.Kind == AlertKind.Stopped);
        Assert.Equal((Item, last, null), (stopped.Item, stopped.Date, stopped.DismissedAt));
        await _days.SellWeekdaysAsync(1);
        stopped = Assert.Single(await _days.AlertsAsync(), alert => alert.Kind == AlertKind.Stopped);
        Assert.StartsWith("It sold again on", stopped.DismissNote, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_day_is_flagged_once_and_settled_when_it_comes()
    {
        var day = _days.Next;
        Assert.NotNull(await Book.RaiseOverdueAsync(day, "missing", 3, Cancellation));
        Assert.Null(await Book.RaiseOverdueAsync(day, "missing", 4, Cancellation));
        Assert.Equal(1, (await Book.ReadAsync(10, _days.Next, Cancellation)).Open[AlertKind.StaleData]);

        await _days.SellAsync((_, _) => 160);

        Assert.Equal("Sales have come in.", Assert.Single(await _days.AlertsAsync()).DismissNote);
    }

    [Fact]
    public async Task An_alert_is_dismissed_with_its_reason()
    {
        await _days.SellAsync((_, _) => 2000);
        var id = (await _days.AlertsAsync())[0].Id;
        var before = (await _test.Store.ReadStateAsync(Cancellation)).AlertVersion;

        Assert.Equal("a festival", (await Book.DismissAsync(id, "a festival", cancellationToken: Cancellation))!.DismissNote);
        Assert.Equal("a festival", (await Book.DismissAsync(id, "another", cancellationToken: Cancellation))!.DismissNote);
        Assert.Null(await Book.DismissAsync(id + 1000, null, cancellationToken: Cancellation));

        var (alerts, open) = await Book.ReadAsync(10, _days.Next, Cancellation);
        Assert.Equal(_time.GetUtcNow(), Assert.Single(alerts).DismissedAt);
        Assert.Empty(open);
        Assert.Equal(before + 1, (await _test.Store.ReadStateAsync(Cancellation)).AlertVersion);
    }

    [Fact]
    public async Task A_delivery_is_taken_by_one_and_comes_back_when_it_failed()
    {
        await _days.SellAsync((_, _) => 2000);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Book.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation)));

        var alert = Assert.Single(claimed.SelectMany(alerts => alerts));
        await Book.NoteDeliveryAsync(alert.Id, "down", _time.GetUtcNow().AddMinutes(5), Cancellation);
        Assert.Empty(await Book.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation));
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(2, Assert.Single(await Book.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation)).Attempts);
        await Book.NoteDeliveryAsync(alert.Id, null, null, Cancellation);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await Book.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation));
        Assert.Equal((null, true), ((await _days.AlertsAsync())[0].LastError, (await _days.AlertsAsync())[0].DeliveredAt is not null));
    }

    protected abstract Task<TestStore> CreateAsync();
}
