using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Training;
using IowaSales.Storage;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Import;
using IowaSales.Storage.Ledger;
using IowaSales.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IowaSales.Tests.Storage;

/// <summary>A store that a small model forecasts for, day after day.</summary>
internal sealed class LedgerDays(SalesStore store, TimeProvider time)
{
    private static readonly Lazy<ForecastModel> Trained = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("ledger-").FullName;
        ModelFactory.Save(Path.Combine(folder, "model"));
        var model = ModelStore.Load(Path.Combine(folder, "model"));
        Directory.Delete(folder, recursive: true);
        return model;
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ForecastModel Model => Trained.Value;

    public ForecastLedger Ledger { get; } = new(store, time);

    public DateOnly Next { get; private set; } = ModelFactory.FirstDate.AddDays(ModelFactory.Days);

    /// <summary>Takes the model's own sales in and issues the first forecast.</summary>
    public async Task<LedgerOutcome> BeginAsync()
    {
        await TakeAsync("seed", PanelRows.Of(Model.Panel));
        return await SettleAsync();
    }

    /// <summary>Sells a day, and settles; a total below 0 is no row.</summary>
    public async Task<LedgerOutcome> SellAsync(Func<string, DateOnly, double> total)
    {
        await TakeAsync(FormattableString.Invariant($"{Next:yyyy-MM-dd}"), Rows(Next, total));
        Next = Next.AddDays(1);
        return await SettleAsync();
    }

    /// <summary>Sells many weekdays as they were sold before, but for what is changed.</summary>
    public async Task SellWeekdaysAsync(int days, Func<string, double, double>? change = null)
    {
        var random = new Random(99);
        for (var sold = 0; sold < days;)
        {
            if (Next.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                Next = Next.AddDays(1);
                continue;
            }

            await SellAsync((item, date) =>
            {
                var usual = 100 + (10 * (int)date.DayOfWeek) + random.Next(50);
                return change?.Invoke(item, usual) ?? usual;
            });
            sold++;
        }
    }

    public async Task<LedgerOutcome> SettleAsync(string? modelVersion = null) =>
        await Ledger.SettleAsync([await ServedAsync(modelVersion)], Cancellation);

    public async Task<ServedForecast> ServedAsync(string? modelVersion = null)
    {
        var (panel, version) = await new StoredPanel(store).ReadAsync(Model.Panel.Items, Model.Panel.FirstDate, Cancellation);
        return new ServedForecast(Model.Forecast(History.Of(panel!)), modelVersion ?? Model.Manifest.ModelVersion, version);
    }

    public Task<List<Alert>> AlertsAsync() => store.ReadAsync(context => context.Alerts.OrderBy(alert => alert.Id).ToListAsync(Cancellation));

    public Task<BatchReceipt> TakeAsync(string source, IAsyncEnumerable<SalesRow> rows) =>
        new SalesImport(store, time).ImportAsync(source, rows, new RowErrorLog(), new ImportOptions { AcceptUnusual = true }, Cancellation);

    public static async IAsyncEnumerable<SalesRow> Rows(DateOnly date, Func<string, DateOnly, double> total)
    {
        await Task.CompletedTask;
        foreach (var (index, item) in ModelFactory.Items.Index())
        {
            if (total(item, date) is >= 0 and var sold)
            {
                yield return new SalesRow(index + 2, date, item, sold);
            }
        }
    }
}
