using System.Net;
using System.Text;
using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteChangesApiTests : ChangesApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresChangesApiTests : ChangesApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>Why forecasts changed since the earlier one, each part beside a forecast that the test makes itself.</summary>
public abstract class ChangesApiTests : IAsyncLifetime
{
    private const string Item = "BLACK VELVET";
    private const double NewTotal = 400;
    private const double RestatedTotal = 900;
    private static readonly DateOnly Restated = StoreHost.NextDay.AddDays(-3);
    private static readonly DateOnly Closed = StoreHost.NextDay.AddDays(4);
    private static readonly string CalendarFile = Path.Combine("{folder}", "calendar.csv");

    private StoreHost _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ForecastClient Client => new(_store.Client);

    public async ValueTask InitializeAsync() => _store = await StoreHost.StartAsync(
        await CreateAsync(),
        new Dictionary<string, string> { ["Calendar:Path"] = CalendarFile, ["Model:PollInterval"] = "00:00:00.2" },
        folder =>
        {
            ModelFactory.Save(Path.Combine(folder, "model"));
            File.WriteAllText(Path.Combine(folder, "calendar.csv"), "date,status,name\n2023-01-07,closed,Saturday\n");
        });

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Parts_of_new_and_restated_sales_and_of_the_calendar_are_those_of_ordered_replacement()
    {
        await SettledAsync(1);
        Assert.Null((await Client.GetChangesAsync(Cancellation)).ComparedWith);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ForecastApiException>(() => Client.GetChangeAsync(Item, Cancellation))).Status);

        await _store.ImportAsync(StoreHost.NextDay, (int)NewTotal);
        var first = await Client.GetChangesAsync(Cancellation);
        Assert.Equal((StoreHost.NextDay, ModelFactory.Items.Length), (first.ComparedWith, first.Changes.Count));
        Assert.All(first.Changes, change => Assert.Equal((change.Change, 0.0, 0.0, 0.0), (change.NewSales, change.RestatedSales, change.Calendar, change.Model)));
        Assert.Contains(first.Changes, change => change.DrivenBy == ChangeCause.NewSales);

        // A day of the past is corrected: of the change that is left the part of the new sales alone is as if it had been known before.
        await SettledAsync(2);
        await CorrectAsync();
        var sales = new Means(_store.Host.ModelFolder);
        var before = sales.At(StoreHost.NextDay, restated: false, closed: false);
        var corrected = sales.At(StoreHost.NextDay, restated: true, closed: false);
        var after = sales.At(StoreHost.NextDay.AddDays(1), restated: true, closed: false);
        var second = await Client.GetChangeAsync(Item, Cancellation);
        Same([0, 0, Sum(corrected, 1) - Sum(before, 1), Sum(after, 0) - Sum(corrected, 1)], second.Total);
        Assert.Equal(new SoldDay(StoreHost.NextDay, ReportedNumber.Of(before[0]), NewTotal), Assert.Single(second.Sold));

        // And a day ahead is stated as closed, so that two causes before the new sales have to be told apart.
        await CloseAsync();
        var closed = sales.At(StoreHost.NextDay, restated: false, closed: true);
        var both = sales.At(StoreHost.NextDay, restated: true, closed: true);
        var last = sales.At(StoreHost.NextDay.AddDays(1), restated: true, closed: true);
        var third = await Client.GetChangeAsync(Item, Cancellation);
        Same([0, Sum(closed, 1) - Sum(before, 1), Sum(both, 1) - Sum(closed, 1), Sum(last, 0) - Sum(both, 1)], third.Total);
        Assert.Equal(ChangeCause.Calendar, third.Total.DrivenBy);
        var day = third.Days.Single(day => day.Date == Closed);
        Assert.Equal((0.0, ReportedNumber.Of(-before[4]), 0.0), (day.Expected, day.Calendar, day.NewSales));
        Assert.All(third.Days, one => Assert.Equal(one.Change, one.Model + one.Calendar + one.RestatedSales + one.NewSales, 1e-9));

        var csv = await _store.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "changes") { Headers = { { "Accept", "text/csv" } } }, Cancellation);
        Assert.StartsWith("item_name,days,earlier,expected,change,new_sales,restated_sales,calendar,model,driven_by\r\n", await csv.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_model_and_another_calendar_are_told_apart_while_the_earlier_calendar_is_known()
    {
        await SettledAsync(1);
        var old = new Means(_store.Host.ModelFolder);
        await _store.ImportAsync(StoreHost.NextDay, (int)NewTotal);
        await SettledAsync(2);

        var manifest = ModelFactory.Save(_store.Host.ModelFolder, level: 140);
        var newer = new Means(_store.Host.ModelFolder);
        await StoreHost.UntilAsync(() => Client.GetChangesAsync(Cancellation), changes => changes.ModelVersion == manifest.ModelVersion && changes.ComparedWith is not null);
        await CloseAsync();

        var change = await Client.GetChangeAsync(Item, Cancellation);
        var (first, other) = (old.At(StoreHost.NextDay, restated: false, closed: false), newer.At(StoreHost.NextDay, restated: false, closed: false));
        var (closed, last) = (newer.At(StoreHost.NextDay, restated: false, closed: true), newer.At(StoreHost.NextDay.AddDays(1), restated: false, closed: true));
        Assert.False(change.Together);
        Assert.NotEqual(change.EarlierModelVersion, change.ModelVersion);
        Same([Sum(other, 1) - Sum(first, 1), Sum(closed, 1) - Sum(other, 1), 0, Sum(last, 0) - Sum(closed, 1)], change.Total);
    }

    protected abstract Task<TestStore> CreateAsync();

    /// <summary>Sum over the six days that a forecast of a week and the one of the next day share.</summary>
    private static double Sum(double[] means, int from) => means.Skip(from).Take(6).Sum();

    private static void Same(double[] parts, ItemChange change)
    {
        Assert.Equal(6, change.Days);
        double[] found = [change.Model, change.Calendar, change.RestatedSales, change.NewSales];
        Assert.All(parts.Zip(found), part => Assert.Equal(part.First, part.Second, 0.0021));
        Assert.Equal(change.Change, found.Sum(), 1e-9);
        Assert.Equal(change.Expected - change.Earlier, change.Change, 0.0011);
    }

    private async Task CorrectAsync()
    {
        var correction = $"date,item_name,total_amount_sold\n{Restated:yyyy-MM-dd},{Item},{RestatedTotal}\n";
        await _store.Sales.ImportSalesAsync(new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes(correction)), "text/csv", "correction"), StoreHost.Key, acceptUnusual: true, cancellationToken: Cancellation);
        await StoreHost.UntilAsync(() => Client.GetChangeAsync(Item, Cancellation), change => change.Total.RestatedSales != 0);
    }

    private async Task CloseAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_store.Host.Folder, "calendar.csv"), $"date,status,name\n2023-01-07,closed,Saturday\n{Closed:yyyy-MM-dd},closed,Inventory\n", Cancellation);
        await StoreHost.UntilAsync(() => Client.GetChangeAsync(Item, Cancellation), change => change.Total.Calendar != 0);
    }

    private Task<int> SettledAsync(int entries) => StoreHost.UntilAsync(
        async () =>
        {
            await using var context = _store.Store.Store.Provider.CreateContext();
            return context.IssuedForecasts.Count(forecast => !forecast.Superseded);
        },
        count => count >= entries);

    /// <summary>What a model expects of the item, made by hand from the sales that the test imports.</summary>
    private sealed class Means(string folder)
    {
        private readonly ForecastModel _model = ModelStore.Load(folder);

        public double[] At(DateOnly origin, bool restated, bool closed)
        {
            var builder = new SalesPanelBuilder();
            var sales = ModelFactory.Sales(100, ModelFactory.Days).Build();
            for (var series = 0; series < sales.SeriesCount; series++)
            {
                var rows = sales.Rows(series);
                for (var row = 0; row < rows.Count; row++)
                {
                    var (date, item) = (sales.DateOf(rows.Days[row]), sales.Items[series]);
                    builder.Add(date, item, restated && item == Item && date == Restated ? RestatedTotal : rows.Values[row]);
                }

                if (origin > StoreHost.NextDay)
                {
                    builder.Add(StoreHost.NextDay, sales.Items[series], NewTotal);
                }
            }

            StatedDay saturday = new(new DateOnly(2023, 1, 7), false, "Saturday", null);
            var panel = builder.Build(_model.Panel.Items).With(new StatedCalendar(closed ? [saturday, new StatedDay(Closed, false, "Inventory", null)] : [saturday]));
            var forecast = _model.Forecast(History.At(panel, panel.DayOf(origin)), panel.IndexOf(Item));
            return [.. Enumerable.Range(0, 7).Select(forecast.Mean)];
        }
    }
}
