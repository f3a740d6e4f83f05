using System.Net;
using System.Net.Http.Json;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteAccuracyApiTests : AccuracyApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresAccuracyApiTests : AccuracyApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>Accuracy of served forecasts, and alerts, over HTTP.</summary>
public abstract class AccuracyApiTests : IAsyncLifetime
{
    private StoreHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await StoreHost.StartAsync(await CreateAsync());

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Sales_that_come_in_score_the_forecasts_served_before_them()
    {
        await IssuedAsync();
        var served = await new ForecastClient(_host.Client).GetForecastAsync("BLACK VELVET", cancellationToken: Cancellation);
        await _host.ImportAsync(StoreHost.NextDay, 180);

        var live = await StoreHost.UntilAsync(() => _host.Monitoring.GetAccuracyAsync(7, Cancellation), live => live.Total is not null);

        Assert.Equal((ModelFactory.Items.Length, StoreHost.NextDay, StoreHost.NextDay), (live.Total!.ItemDays, live.From, live.Through));
        Assert.NotNull(live.Promised);
        Assert.Equal(1, Assert.Single(live.Steps).Step);
        Assert.Equal("Friday", Assert.Single(live.Weekdays, day => day.Error is not null).Weekday);
        Assert.Equal(9, live.Calibration.Count);
        var item = Assert.Single((await _host.Monitoring.GetItemAccuracyAsync(7, Cancellation)).Items, item => item.Item == "BLACK VELVET");
        Assert.Equal(Math.Abs(180 - served.Predictions[0].Quantiles["0.5"]) / 180, item.Error.ErrorShare!.Value, 3);
        var week = await _host.Monitoring.GetLastWeekAsync(Cancellation);
        var day = Assert.Single(week.Items, item => item.Item == "BLACK VELVET").Days[0];
        Assert.Equal((StoreHost.NextDay, 180.0), (day.Date, day.Actual));
        Assert.Equal(served.Predictions[0].Quantiles["0.1"], day.Lower!.Value, 0.02);
    }

    [Fact]
    public async Task Reads_go_on_without_the_store()
    {
        await IssuedAsync();
        await _host.ImportAsync(StoreHost.NextDay, 2000);
        await StoreHost.UntilAsync(() => _host.Monitoring.GetAlertsAsync(cancellationToken: Cancellation), feed => feed.Alerts.Count > 0);

        await _host.Store.TakeAwayAsync();

        foreach (var path in (string[])["accuracy", "accuracy/items?days=91", "accuracy/last-week", "alerts", "predict/BLACK%20VELVET", "overview"])
        {
            using var answer = await _host.Client.GetAsync(path, Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotNull(answer.Headers.ETag);
        }

        using var refused = await _host.PostAsync(StoreHost.DayOf(StoreHost.NextDay.AddDays(3), 180));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("forecasts are still served", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_is_shown_until_it_is_dismissed()
    {
        await IssuedAsync();
        await _host.ImportAsync(StoreHost.NextDay, 2000);
        var feed = await StoreHost.UntilAsync(
            () => _host.Monitoring.GetAlertsAsync(cancellationToken: Cancellation), feed => feed.Alerts.Any(alert => alert.Kind == "unusual_day"));
        var id = Assert.Single(feed.Alerts, alert => alert.Kind == "unusual_day").Id;

        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => _host.Monitoring.DismissAlertAsync(id, "wrong", cancellationToken: Cancellation));
        var dismissed = await _host.Monitoring.DismissAlertAsync(id, StoreHost.Key, "a festival", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal("a festival", dismissed.DismissNote);
        Assert.DoesNotContain((await _host.Monitoring.GetAlertsAsync(cancellationToken: Cancellation)).Alerts, alert => alert.Id == id);
        Assert.Contains((await _host.Monitoring.GetAlertsAsync(all: true, Cancellation)).Alerts, alert => alert.Id == id);

        var together = await _host.Monitoring.DismissAlertsAsync([id, 1_000_000], StoreHost.Key, "too late", Cancellation);
        Assert.Equal("a festival", Assert.Single(together.Alerts).DismissNote);
        await Assert.ThrowsAsync<ForecastApiException>(() => _host.Monitoring.DismissAlertsAsync([id], "wrong", cancellationToken: Cancellation));
        var empty = await Assert.ThrowsAsync<ForecastApiException>(() => _host.Monitoring.DismissAlertsAsync([], StoreHost.Key, cancellationToken: Cancellation));
        Assert.Contains("Send 1 to 500 numbers", empty.Message, StringComparison.Ordinal);

        var reopened = await _host.Monitoring.ReopenAlertsAsync([id], StoreHost.Key, Cancellation);
        Assert.Equal((AlertStates.Open, null), (Assert.Single(reopened.Alerts).State, reopened.Alerts[0].DismissNote));
        Assert.Equal("Ann", Assert.Single((await _host.Monitoring.AssignAlertsAsync([id], StoreHost.Key, " Ann ", Cancellation)).Alerts).Owner);
        var until = DateOnly.FromDateTime(DateTime.Now).AddDays(3);
        Assert.Equal(AlertStates.Snoozed, Assert.Single((await _host.Monitoring.SnoozeAlertsAsync([id], StoreHost.Key, until, Cancellation)).Alerts).State);
        Assert.DoesNotContain((await _host.Monitoring.GetAlertsAsync(cancellationToken: Cancellation)).Alerts, alert => alert.Id == id);
        var snoozed = await _host.Client.GetFromJsonAsync("alerts?state=snoozed", ContractJson.Default.AlertFeed, Cancellation);
        Assert.Equal((id, until, "Ann"), (Assert.Single(snoozed!.Alerts).Id, snoozed.Alerts[0].SnoozedUntil, snoozed.Alerts[0].Owner));
        var past = await Assert.ThrowsAsync<ForecastApiException>(() => _host.Monitoring.SnoozeAlertsAsync([id], StoreHost.Key, new DateOnly(2020, 1, 1), Cancellation));
        Assert.Contains("until must be a day after today", past.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ForecastApiException>(() => _host.Monitoring.AssignAlertsAsync([id], StoreHost.Key, new string('x', 101), Cancellation));
        Assert.Equal(AlertStates.Open, Assert.Single((await _host.Monitoring.SnoozeAlertsAsync([id], StoreHost.Key, null, Cancellation)).Alerts).State);
    }

    [Fact]
    public async Task Sales_years_old_are_told_to_be_missing()
    {
        var feed = await StoreHost.UntilAsync(
            () => _host.Monitoring.GetAlertsAsync(cancellationToken: Cancellation), feed => feed.Open.ContainsKey("stale_data"));
        Assert.Contains("Jul 21, 2023 are missing", Assert.Single(feed.Alerts, alert => alert.Kind == "stale_data").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accuracy?days=8", "days must be one of 7, 28, 91.")]
    [InlineData("accuracy/items?days=x", "days must be one of 7, 28, 91.")]
    [InlineData("alerts?state=closed", "state must be open, snoozed or all.")]
    public async Task A_bad_parameter_is_named_with_its_range(string path, string detail)
    {
        await IssuedAsync();
        using var answer = await _host.Client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(detail, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store_each_address_says_so()
    {
        await using var bare = await ApiHost.StartAsync();
        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => new MonitoringClient(bare.Client).GetAccuracyAsync(28, Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        foreach (var path in (string[])["sales/batches", "accuracy", "accuracy/last-week", "alerts"])
        {
            using var answer = await bare.Client.GetAsync(path, Cancellation);
            Assert.Contains("Sales:Store", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    protected abstract Task<TestStore> CreateAsync();

    private Task<LiveAccuracy> IssuedAsync() => StoreHost.UntilAsync(() => _host.Monitoring.GetAccuracyAsync(28, Cancellation), _ => true);
}
