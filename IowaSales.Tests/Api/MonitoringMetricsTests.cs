using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>What the meter records while sales come in, beside what the endpoints say.</summary>
public sealed class MonitoringMetricsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_meter_counts_what_came_in_and_shows_what_the_endpoints_answer()
    {
        await using var host = await StoreHost.StartAsync(await TestStore.SqliteAsync());
        await StoreHost.UntilAsync(() => host.Monitoring.GetAccuracyAsync(28, Cancellation), _ => true);
        var counted = new ConcurrentDictionary<string, long>();
        var observed = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, host.Host.Meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => counted.AddOrUpdate(KeyOf(instrument, tags), value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => observed[KeyOf(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => observed[KeyOf(instrument, tags)] = value);
        listener.Start();

        await host.ImportAsync(StoreHost.NextDay, 2000);
        var feed = await StoreHost.UntilAsync(() => host.Monitoring.GetAlertsAsync(cancellationToken: Cancellation), feed => feed.Open.ContainsKey("unusual_day"));
        var accuracy = await StoreHost.UntilAsync(() => host.Monitoring.GetAccuracyAsync(28, Cancellation), live => live.Total is not null);
        listener.RecordObservableInstruments();

        Assert.Equal(1, counted["iowasales.sales.batches"]);
        Assert.Equal(ModelFactory.Items.Length, counted["iowasales.sales.rows"]);
        Assert.Equal(1, counted["iowasales.ledger.issued"]);
        Assert.Equal(ModelFactory.Items.Length, counted["iowasales.ledger.scored"]);
        Assert.Equal(1, counted["iowasales.alerts.raised|unusual_day"]);
        Assert.Equal(feed.Open["unusual_day"], observed["iowasales.alerts.open|unusual_day"]);
        Assert.Equal(Shown(accuracy), Recorded(observed));
    }

    private static double?[] Shown(LiveAccuracy live) =>
        [live.Total!.Mase, live.Total.NaiveMase, live.Promised!.Mase, live.Total.Wql, live.Total.Bias, live.Total.Coverage80];

    private static double?[] Recorded(ConcurrentDictionary<string, double> observed) =>
        [.. new[] { "mase", "naive_mase", "promised_mase", "wql", "bias", "coverage" }.Select(figure => (double?)observed[$"iowasales.accuracy.{figure}"])];

    private static string KeyOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.IsEmpty ? instrument.Name : $"{instrument.Name}|{tags[0].Value}";
}
