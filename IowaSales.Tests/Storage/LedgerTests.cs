using IowaSales.Forecasting.Metrics;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Import;
using IowaSales.Storage.Ledger;
using IowaSales.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IowaSales.Tests.Storage;

public sealed class SqliteLedgerTests : LedgerTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresLedgerTests : LedgerTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>What every store must do with forecasts and their scores.</summary>
public abstract class LedgerTests : IAsyncLifetime
{
    private const string Item = "BLACK VELVET";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 6, 1, 7, 0, 0, TimeSpan.Zero));
    private TestStore _test = null!;
    private LedgerDays _days = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LedgerReader Reader => new(_test.Store);

    public async ValueTask InitializeAsync()
    {
        _test = await CreateAsync();
        _days = new LedgerDays(_test.Store, _time);
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
    public async Task A_forecast_is_entered_once_however_often_it_is_settled()
    {
        var first = await _days.BeginAsync();
        var again = await _days.SettleAsync();

        Assert.Equal((true, 1, 0), (first.Settled, first.Issued, first.Scored));
        Assert.Equal((true, 0, 0), (again.Settled, again.Issued, again.Scored));
        Assert.Equal(1, await _test.Store.ReadAsync(context => context.IssuedForecasts.CountAsync(Cancellation)));
        Assert.Equal(7 * ModelFactory.Items.Length, await _test.Store.ReadAsync(context => context.IssuedSteps.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task Of_forecasts_that_others_took_the_place_of_a_bounded_number_is_kept()
    {
        await _days.BeginAsync();
        await _test.Store.WriteAsync(
            context =>
            {
                context.IssuedForecasts.AddRange(Enumerable.Range(0, Pruning.MaxSuperseded + 20).Select(number => new IssuedForecast
                {
                    Origin = _days.Next,
                    ModelVersion = $"m{number}",
                    DataVersion = 1,
                    IssuedAt = _time.GetUtcNow(),
                    Horizon = 7,
                    Superseded = true,
                }));
                return Task.FromResult(true);
            },
            Cancellation);

        await _days.SettleAsync("another");

        var kept = await _test.Store.ReadAsync(context => context.IssuedForecasts.OrderBy(forecast => forecast.Id).ToListAsync(Cancellation));
        Assert.Equal(Pruning.MaxSuperseded, kept.Count(forecast => forecast.Superseded));
        Assert.Equal(("m20", "another"), (kept[0].ModelVersion, kept.Single(forecast => !forecast.Superseded).ModelVersion));
        Assert.Equal(7 * ModelFactory.Items.Length, await _test.Store.ReadAsync(context => context.IssuedSteps.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task Sales_score_the_forecast_that_was_issued_before_them()
    {
        await _days.BeginAsync();
        var forecast = (await _days.ServedAsync()).Forecasts;
        var series = forecast.History.Items.ToList().IndexOf(Item);
        var scale = SeriesScale.Absolute(forecast.History, series);
        var date = _days.Next;

        var outcome = await _days.SellAsync((_, _) => 180);

        Assert.Equal(ModelFactory.Items.Length, outcome.Scored);
        var score = await ScoreAsync(date);
        var median = forecast.Series[series].Quantile(0, 0.5);
        Assert.Equal((180.0, 1, (int)date.DayOfWeek), (score.Actual, score.Step, score.Weekday));
        Assert.Equal(median, score.Median, 3);
        Assert.Equal(Math.Abs(180 - median), score.AbsoluteError, 3);
        Assert.Equal(Enumerable.Range(1, 9).Sum(tenth => 2 * Pinball(tenth / 10.0, 180, forecast.Series[series].Quantile(0, tenth / 10.0))), score.QuantileLoss, 3);
        Assert.Equal(180 >= forecast.Series[series].Quantile(0, 0.1) && 180 <= forecast.Series[series].Quantile(0, 0.9), score.Inside80);
        var lastWeek = ModelFactory.Sales(100, ModelFactory.Days).Build();
        var rows = lastWeek.Rows(lastWeek.IndexOf(Item));
        Assert.Equal(Math.Abs(180 - rows.Values[rows.Days.BinarySearch(lastWeek.DayOf(date.AddDays(-7)))]), score.NaiveError, 6);
        var sums = (await Reader.ByItemAsync(date.AddDays(-1), cancellationToken: Cancellation))[Item];
        Assert.Equal((1, 180.0), (sums.Count, sums.Sales));
        Assert.Equal(score.AbsoluteError / scale, sums.ScaledError, 6);
    }

    [Fact]
    public async Task A_day_of_returns_is_scored_as_a_demand_of_0()
    {
        await _days.BeginAsync();
        var date = _days.Next;

        await _days.TakeAsync("returns", ReturnsOn(date));
        Assert.Equal(ModelFactory.Items.Length, (await _days.SettleAsync()).Scored);

        var score = await ScoreAsync(date);
        Assert.Equal((0.0, score.Median), (score.Actual, score.AbsoluteError));
        Assert.Equal(0, (await _days.SettleAsync()).Scored);
    }

    [Fact]
    public async Task The_bias_is_measured_by_mean_forecasts()
    {
        await _days.BeginAsync();
        var (date, forecast) = (_days.Next, (await _days.ServedAsync()).Forecasts);
        await _days.SellAsync((_, _) => 180);

        var means = forecast.Series.Sum(series => series.Mean(0));

        Assert.Equal(means, (await Reader.ByDayAndStepAsync(date.AddDays(-1), cancellationToken: Cancellation)).Sum(sum => sum.Forecast), 6);
        Assert.Equal(means, (await Reader.ByItemAsync(date.AddDays(-1), cancellationToken: Cancellation)).Values.Sum(sum => sum.Forecast), 6);
        Assert.NotEqual(forecast.Series.Sum(series => series.Median[0]), means, 1);
    }

    [Fact]
    public async Task Sums_by_day_and_step_hold_every_score_once()
    {
        await _days.BeginAsync();
        await _days.SellWeekdaysAsync(8);

        var all = await _test.Store.ReadAsync(context => context.Scores.ToListAsync(Cancellation));
        var sums = await Reader.ByDayAndStepAsync(DateOnly.MinValue, cancellationToken: Cancellation);

        Assert.Equal(all.Count, sums.Sum(sum => sum.Count));
        Assert.Equal(all.Sum(score => score.AbsoluteError), sums.Sum(sum => sum.AbsoluteError), 3);
        Assert.Equal(all.Count(score => score.Inside80), sums.Sum(sum => sum.Inside80));
        Assert.Equal(all.Count(score => score.Pit <= 0.3), sums.Sum(sum => sum.Below30));
        Assert.All(sums, sum => Assert.False(sum.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], sums.Select(sum => sum.Step).Distinct().Order());
    }

    [Fact]
    public async Task A_restated_day_is_scored_anew_and_a_day_taken_back_not_at_all()
    {
        await _days.BeginAsync();
        var date = _days.Next;
        await _days.SellAsync((_, _) => 180);
        var correction = await _days.TakeAsync("correction", LedgerDays.Rows(date, (item, _) => item == Item ? 150 : 180));
        var rescored = await _days.SettleAsync();

        Assert.Equal(1, rescored.Scored);
        Assert.Equal(150, (await ScoreAsync(date)).Actual);

        var import = new SalesImport(_test.Store, _time);
        await import.UndoAsync(correction.Batch.Id, cancellationToken: Cancellation);
        await _days.SettleAsync();
        Assert.Equal(180, (await ScoreAsync(date)).Actual);

        await import.UndoAsync(correction.Batch.Id - 1, cancellationToken: Cancellation);
        await _days.SettleAsync();
        Assert.Empty(await _test.Store.ReadAsync(context => context.Scores.ToListAsync(Cancellation)));
        Assert.Equal(
            [date],
            await _test.Store.ReadAsync(context => context.IssuedForecasts.Where(forecast => !forecast.Superseded).Select(forecast => forecast.Origin).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Another_model_s_forecast_from_the_same_day_takes_the_place_of_the_first()
    {
        await _days.BeginAsync();
        await _days.SettleAsync("another");
        await _days.SellAsync((_, _) => 180);

        var scored = await _test.Store.ReadAsync(context => context.Scores
            .Join(context.IssuedForecasts, score => score.ForecastId, forecast => forecast.Id, (_, forecast) => forecast.ModelVersion)
            .Distinct().ToListAsync(Cancellation));
        Assert.Equal(["another"], scored);
    }

    [Fact]
    public async Task Replicas_that_settle_at_once_do_it_once()
    {
        await _days.BeginAsync();
        await _days.TakeAsync("day", LedgerDays.Rows(_days.Next, (_, _) => 180));
        var served = await _days.ServedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new ForecastLedger(_test.Store, _time).SettleAsync([served], Cancellation)));

        Assert.Equal((1, ModelFactory.Items.Length), (outcomes.Sum(outcome => outcome.Issued), outcomes.Sum(outcome => outcome.Scored)));
    }

    [Fact]
    public async Task What_is_older_than_is_kept_goes_with_its_steps_scores_and_dismissed_alerts()
    {
        const int KeepDays = 5;
        await _days.BeginAsync();
        var first = _days.Next;
        await _days.SellAsync((item, _) => item == Item ? 2000 : 160);
        await _days.SellAsync((item, _) => item == Item ? 160 : item == ModelFactory.Items[0] ? 2000 : 160);
        var book = new AlertBook(_test.Store, _time);
        var dismissed = (await _days.AlertsAsync()).Single(alert => alert.Item == Item && alert.Kind == AlertKind.UnusualSales);
        await book.DismissAsync(dismissed.Id, null, cancellationToken: Cancellation);
        await _days.SellWeekdaysAsync(5);
        var open = (await _days.AlertsAsync()).Count(alert => alert.DismissedAt is null);
        await _days.TakeAsync("last", LedgerDays.Rows(_days.Next, (_, _) => 160));
        var before = (await _test.Store.ReadStateAsync(Cancellation)).AlertVersion;

        await new ForecastLedger(_test.Store, _time, KeepDays).SettleAsync([await _days.ServedAsync()], Cancellation);

        var from = _days.Next.AddDays(1 - KeepDays);
        Assert.True(first < from);
        await _test.Store.ReadAsync(async context =>
        {
            var kept = await context.IssuedForecasts.ToListAsync(Cancellation);
            Assert.All(kept, forecast => Assert.True(forecast.Origin >= from));
            Assert.Equal(_days.Next.AddDays(1), kept.Max(forecast => forecast.Origin));
            var numbers = kept.Select(forecast => forecast.Id).ToHashSet();
            Assert.Equal(numbers, await context.IssuedSteps.Select(step => step.ForecastId).Distinct().ToHashSetAsync(Cancellation));
            Assert.Subset(numbers, await context.Scores.Select(score => score.ForecastId).Distinct().ToHashSetAsync(Cancellation));
            Assert.NotEmpty(await context.Scores.Take(1).ToListAsync(Cancellation));
            return 0;
        });
        var alerts = await _days.AlertsAsync();
        Assert.DoesNotContain(alerts, alert => alert.Id == dismissed.Id);
        Assert.True(alerts.Count(alert => alert.DismissedAt is null) >= open);
        Assert.True((await _test.Store.ReadStateAsync(Cancellation)).AlertVersion > before);
    }

    [Fact]
    public async Task A_forecast_of_sales_that_have_moved_on_is_not_entered()
    {
        await _days.BeginAsync();
        var old = await _days.ServedAsync();
        await _days.TakeAsync("day", LedgerDays.Rows(_days.Next, (_, _) => 180));

        Assert.False((await _days.Ledger.SettleAsync([old], Cancellation)).Settled);
    }

    [Fact]
    public async Task Last_week_shows_what_was_forecast_when_it_began()
    {
        await _days.BeginAsync();
        var (from, forecast) = (_days.Next, (await _days.ServedAsync()).Forecasts);
        await _days.SellWeekdaysAsync(5);

        var past = await Reader.PastForecastsAsync(from, from.AddDays(6), Cancellation);

        var series = forecast.Series[forecast.History.Items.ToList().IndexOf(Item)];
        Assert.Equal(7, past.Count(day => day.Item == Item));
        Assert.All(past.Where(day => day.Item == Item), day => Assert.Equal(series.Quantile(day.Date.DayNumber - from.DayNumber, 0.5), day.Median, 3));
    }

    protected abstract Task<TestStore> CreateAsync();

    private static async IAsyncEnumerable<SalesRow> ReturnsOn(DateOnly date)
    {
        await Task.CompletedTask;
        foreach (var (index, item) in ModelFactory.Items.Index())
        {
            yield return new SalesRow(index + 2, date, item, item == Item ? -40 : 180);
        }
    }

    private static double Pinball(double level, double actual, double quantile) =>
        actual >= quantile ? level * (actual - quantile) : (1 - level) * (quantile - actual);

    private Task<Score> ScoreAsync(DateOnly date) => _test.Store.ReadAsync(context => context.Scores
        .Join(context.Items.Where(item => item.Name == Item), score => score.ItemId, item => item.Id, (score, _) => score)
        .SingleAsync(score => score.Date == date, Cancellation));
}
