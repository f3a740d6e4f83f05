using IowaSales.Api.Serving;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Training;
using IowaSales.Storage;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Orders;

/// <summary>
/// Works out why forecasts changed, once for the forecasts in service. Most days only new sales came in, and nothing has to be forecast; each other cause
/// costs at most one forecast of all items from the earlier origin, without training.
/// </summary>
/// <param name="restated">What sales were when the earlier forecast was made.</param>
/// <param name="conditions">Calendars and drivers of earlier snapshots.</param>
internal sealed class ChangeSource(RestatedSales restated, ServedConditions conditions)
{
    private readonly Lock _lock = new();
    private (ForecastColumns Columns, long Earlier, SharedWork Work)? _made;

    /// <summary>Why the forecasts of a snapshot changed since an earlier one.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="earlier">The earlier forecast.</param>
    /// <param name="cancellationToken">Ends the waiting, and the work where nobody else waits for it.</param>
    public async ValueTask<ForecastChanges> OfAsync(ForecastSnapshot snapshot, EarlierForecast earlier, CancellationToken cancellationToken)
    {
        // Attributes of items come into service beside the same forecasts: what was worked out of those stays true.
        var work = WorkOf(snapshot, earlier);
        try
        {
            var (replaced, together) = ((double[]?[], bool))(await work.WaitAsync(cancellationToken))!;
            return new ForecastChanges(snapshot, earlier, replaced, together);
        }
        catch (StoreUnavailableException)
        {
            // The next request asks the store again.
            lock (_lock)
            {
                _made = ReferenceEquals(_made?.Work, work) ? null : _made;
            }

            throw;
        }
    }

    private SharedWork WorkOf(ForecastSnapshot snapshot, EarlierForecast earlier)
    {
        lock (_lock)
        {
            if (_made is { } made && ReferenceEquals(made.Columns, snapshot.Columns) && made.Earlier == earlier.Id)
            {
                return made.Work;
            }

            var work = new SharedWork(token => Replace(snapshot, earlier, token), CancellationToken.None);
            _made = (snapshot.Columns, earlier.Id, work);
            return work;
        }
    }

    private (double[]?[] Replaced, bool Together) Replace(ForecastSnapshot snapshot, EarlierForecast earlier, CancellationToken cancellationToken)
    {
        var (panel, model) = (snapshot.Panel, snapshot.Model);
        var isOtherModel = earlier.ModelVersion != snapshot.Version;
        var isOtherCalendar = earlier.Conditions is { } known && known != SnapshotTag.OfConditions(panel);

        // On a thread of its own, which may wait.
        var then = restated.SinceAsync(earlier, cancellationToken).GetAwaiter().GetResult();
        var origin = panel.DayOf(earlier.Origin);
        if (origin < 1)
        {
            // The model begins after the earlier forecast: what is different is the model's.
            return ([MeansFrom(snapshot, earlier.Origin), null, null], isOtherCalendar);
        }

        if (!isOtherModel && !isOtherCalendar && then.Count == 0)
        {
            return ([null, null, null], false);
        }

        var now = MeansAt(model, panel, origin, cancellationToken);
        if ((isOtherModel ? 1 : 0) + (isOtherCalendar ? 1 : 0) + (then.Count > 0 ? 1 : 0) == 1)
        {
            return ([isOtherModel ? now : null, isOtherCalendar ? now : null, then.Count > 0 ? now : null], false);
        }

        var before = then.Count > 0 ? AsOf(panel, then) : panel;
        var otherCalendar = then.Count > 0 ? MeansAt(model, before, origin, cancellationToken) : now;
        var earlierConditions = conditions.Find(earlier.Conditions);
        var otherModel = !isOtherModel ? null
            : !isOtherCalendar ? otherCalendar
            : earlierConditions is { } conditionsThen ? MeansUnder(conditionsThen, model, before, origin, cancellationToken) : null;
        return ([isOtherModel ? otherModel ?? otherCalendar : null, isOtherCalendar ? otherCalendar : null, then.Count > 0 ? now : null], isOtherModel && isOtherCalendar && otherModel is null);
    }

    /// <summary>Forecasts under an earlier calendar; null where the model needs a driver that was not known then.</summary>
    private static double[]? MeansUnder(
        (StatedCalendar Stated, DriverSet Drivers) conditions, ForecastModel model, SalesPanel panel, int origin, CancellationToken cancellationToken)
    {
        try
        {
            return conditions.Drivers.Drivers.Select(driver => driver.Name).SequenceEqual(panel.Drivers.Drivers.Select(driver => driver.Name), StringComparer.Ordinal)
                ? MeansAt(model, panel.With(conditions.Stated).With(conditions.Drivers), origin, cancellationToken)
                : null;
        }
        catch (SalesDataException)
        {
            return null;
        }
    }

    private static double[] MeansAt(ForecastModel model, SalesPanel panel, int origin, CancellationToken cancellationToken)
    {
        var (history, horizon) = (History.At(panel, origin), model.Manifest.Horizon);
        history.RequireDrivers(horizon);
        var means = new double[panel.SeriesCount * horizon];
        Parallel.For(0, panel.SeriesCount, new ParallelOptions { CancellationToken = cancellationToken }, series =>
        {
            var forecast = model.Forecast(history, series);
            for (var step = 0; step < horizon; step++)
            {
                means[(series * horizon) + step] = forecast.Mean(step);
            }
        });
        return means;
    }

    /// <summary>The champion's means as they are served, counted from the origin of the earlier forecast.</summary>
    private static double[] MeansFrom(ForecastSnapshot snapshot, DateOnly origin)
    {
        var (means, horizon, shift) = (new double[snapshot.ItemCount * snapshot.Horizon], snapshot.Horizon, snapshot.Forecasts.Days[0].Date.DayNumber - origin.DayNumber);
        for (var series = 0; series < snapshot.ItemCount; series++)
        {
            for (var step = 0; step + shift < horizon; step++)
            {
                means[(series * horizon) + step + shift] = snapshot.ChampionForecasts.Series[series].Mean(step);
            }
        }

        return means;
    }

    /// <summary>The sales with what was restated as it was.</summary>
    private static SalesPanel AsOf(SalesPanel panel, IReadOnlyList<RestatedTotal> restated)
    {
        var totals = restated.Where(total => panel.IndexOf(total.Item) >= 0 && total.Date >= panel.FirstDate && total.Date <= panel.LastDate)
            .ToDictionary(total => (panel.IndexOf(total.Item), panel.DayOf(total.Date)), total => total.Total);
        var builder = new SalesPanelBuilder();
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var row = 0; row < rows.Count; row++)
            {
                if (!totals.ContainsKey((series, rows.Days[row])))
                {
                    builder.Add(panel.DateOf(rows.Days[row]), panel.Items[series], rows.Values[row]);
                }
            }
        }

        foreach (var ((series, day), total) in totals)
        {
            if (total is { } sold)
            {
                builder.Add(panel.DateOf(day), panel.Items[series], sold);
            }
        }

        return builder.Build(panel.Items, panel.FirstDate).With(panel.Stated).With(panel.Drivers).With(panel.Missing);
    }
}
