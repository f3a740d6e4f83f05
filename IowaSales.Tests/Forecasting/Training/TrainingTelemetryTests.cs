using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using IowaSales.Forecasting.Models.Naive;
using IowaSales.Forecasting.Models.WeekdayProfiles;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Api;
using Xunit;

namespace IowaSales.Tests.Forecasting.Training;

public sealed class TrainingTelemetryTests
{
    [Fact]
    public void A_training_tells_its_stages_their_time_and_the_series_fitted()
    {
        using var root = new Activity("test").Start();
        var activities = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TrainingTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var families = new ConcurrentDictionary<string, long>();
        var durations = new ConcurrentBag<double>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name == TrainingTelemetry.Name)
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((_, value, tags, _) => families.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value));
        meters.SetMeasurementEventCallback<double>((_, value, _, _) => durations.Add(value));
        meters.Start();
        var options = new TrainingOptions { Preset = TrainingPreset.Fast, Families = [new SeasonalNaiveFamily(), new WeekdayProfileFamily()] };

        new ModelTrainer(TimeProvider.System).Train(ModelFactory.Sales(100, 120, ["A", "B"]).Build(), options, null, TestContext.Current.CancellationToken);

        var training = Assert.Single(activities, activity => activity.OperationName == "training");
        Assert.Equal(2, training.GetTagItem("iowasales.series"));
        Assert.Equal(
            ["train SeasonalNaive", "train WeekdayProfile"],
            activities.Where(activity => activity.ParentSpanId == training.SpanId).Select(activity => activity.OperationName).Order(StringComparer.Ordinal));
        Assert.Contains(activities, activity => activity.OperationName == "fit WeekdayProfile");
        Assert.True(families["WeekdayProfile"] >= 4);
        Assert.True(durations.Count >= activities.Count);
        Assert.All(durations, seconds => Assert.True(seconds >= 0));
    }
}
