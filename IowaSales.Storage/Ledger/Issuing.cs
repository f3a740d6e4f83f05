using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>Enters forecasts that are being served.</summary>
internal sealed class Issuing(SalesContext context, IStoreProvider provider, TimeProvider time)
{
    private static readonly string[] Columns =
        ["forecast_id", "item_id", "step", "date", "mean", "naive", "scale", "quantiles"];

    /// <summary>Whether this very forecast is in the ledger and in force.</summary>
    public static Task<bool> IsEnteredAsync(SalesContext context, ServedForecast served, CancellationToken cancellationToken) =>
        context.IssuedForecasts.AnyAsync(
            forecast => forecast.Origin == served.Forecasts.History.OriginDate
                && forecast.ModelVersion == served.ModelVersion
                && forecast.DataVersion == served.DataVersion
                && forecast.Challenger == served.Challenger
                && (served.Conditions == null || forecast.Conditions == null || forecast.Conditions == served.Conditions)
                && !forecast.Superseded,
            cancellationToken);

    /// <summary>Enters those that are not there; an earlier forecast from the same origin, or from a day that was undone, is superseded.</summary>
    /// <returns>How many were entered.</returns>
    public async Task<int> EnterAsync(IReadOnlyList<ServedForecast> served, CancellationToken cancellationToken)
    {
        var entered = 0;
        foreach (var forecast in served)
        {
            if (!await IsEnteredAsync(context, forecast, cancellationToken).ConfigureAwait(false))
            {
                await EnterAsync(forecast, cancellationToken).ConfigureAwait(false);
                entered++;
            }
        }

        return entered;
    }

    private async Task EnterAsync(ServedForecast served, CancellationToken cancellationToken)
    {
        var origin = served.Forecasts.History.OriginDate;
        await context.IssuedForecasts
            .Where(forecast => forecast.Origin >= origin && forecast.Challenger == served.Challenger && !forecast.Superseded)
            .ExecuteUpdateAsync(update => update.SetProperty(forecast => forecast.Superseded, true), cancellationToken)
            .ConfigureAwait(false);
        var issued = new IssuedForecast
        {
            Origin = origin,
            ModelVersion = served.ModelVersion,
            DataVersion = served.DataVersion,
            IssuedAt = time.GetUtcNow(),
            Horizon = served.Forecasts.Horizon,
            Challenger = served.Challenger,
            Conditions = served.Conditions,
        };
        context.IssuedForecasts.Add(issued);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);

        var ids = await context.Items.AsNoTracking()
            .ToDictionaryAsync(item => item.NameKey, item => item.Id, cancellationToken).ConfigureAwait(false);
        await using var writer = await provider
            .BeginInsertAsync(context.Database.GetDbConnection(), "issued_steps", Columns, cancellationToken).ConfigureAwait(false);
        for (var series = 0; series < served.Forecasts.Series.Count; series++)
        {
            var forecast = served.Forecasts.Series[series];
            if (ids.TryGetValue(Item.KeyOf(forecast.Item), out var item))
            {
                WriteSteps(writer, issued.Id, item, served.Forecasts, forecast, series);
            }
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void WriteSteps(IBulkWriter writer, long forecastId, int item, ForecastSet forecasts, SeriesForecast forecast, int series)
    {
        var scale = SeriesScale.Absolute(forecasts.History, series);
        var naive = new double[forecasts.Horizon];
        SeasonalNaiveBaseline.Forecast(forecasts.History, series, naive);
        for (var step = 0; step < forecasts.Horizon; step++)
        {
            writer.StartRow();
            writer.Write(forecastId);
            writer.Write(item);
            writer.Write(step + 1);
            writer.Write(forecasts.Days[step].Date);
            writer.Write((double?)forecast.Mean(step));
            writer.Write((double?)naive[step]);
            writer.Write(double.IsNaN(scale) ? null : scale);
            writer.Write(QuantileBytes.Of(forecast, step));
        }
    }
}
