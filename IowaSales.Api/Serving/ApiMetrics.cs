using System.Diagnostics.Metrics;

namespace IowaSales.Api.Serving;

/// <summary>What became of a request for forecasts or sales.</summary>
internal enum RequestOutcome
{
    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>It named an item or a part that is not there.</summary>
    Unknown,

    /// <summary>It had a parameter that is not allowed.</summary>
    Invalid,

    /// <summary>There was no model to answer from.</summary>
    NotReady,
}

/// <summary>The service's own meter, <c>IowaSales.Api</c>.</summary>
internal sealed class ApiMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "IowaSales.Api";

    private const double SecondsPerDay = 86400;
    private const int MaxMissingDays = 100;

    private static readonly KeyValuePair<string, object?>[] Outcomes =
    [
        new("outcome", "answered"),
        new("outcome", "unknown"),
        new("outcome", "invalid"),
        new("outcome", "not_ready"),
    ];

    private readonly Counter<long> _requests;
    private readonly Counter<long> _reloads;
    private readonly Counter<long> _failures;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Creates the meter.</param>
    /// <param name="source">Whose ages are observed.</param>
    /// <param name="time">Clock.</param>
    public ApiMetrics(IMeterFactory meters, SnapshotSource source, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("iowasales.requests", "{request}", "Requests by what became of them.");
        _reloads = meter.CreateCounter<long>("iowasales.model.reloads", "{reload}", "Models or data taken into service.");
        _failures = meter.CreateCounter<long>("iowasales.model.load_failures", "{failure}", "Models or data that were refused.");
        meter.CreateObservableGauge("iowasales.model.age", () => Age(source, time, AgeOfModel), "s", "Time since the model was trained.");
        meter.CreateObservableGauge("iowasales.data.age", () => Age(source, time, AgeOfData), "s", "Time since the end of the last day of sales.");
        meter.CreateObservableGauge(
            "iowasales.data.missing_days", () => MissingDays(source, time), "{day}", $"Open days without sales up to yesterday, at most {MaxMissingDays}.");
        meter.CreateObservableGauge("iowasales.items", () => source.Current?.ItemCount ?? 0, "{item}", "Items with a forecast.");
    }

    /// <summary>Counts a request.</summary>
    /// <param name="outcome">What became of it.</param>
    public void Answered(RequestOutcome outcome) => _requests.Add(1, Outcomes[(int)outcome]);

    /// <summary>Counts a model or data taken into service.</summary>
    public void Reloaded() => _reloads.Add(1);

    /// <summary>Counts a model or data that was refused.</summary>
    public void LoadFailed() => _failures.Add(1);

    private static IEnumerable<Measurement<double>> Age(
        SnapshotSource source, TimeProvider time, Func<ForecastSnapshot, DateTimeOffset, double> age) =>
        source.Current is { } snapshot ? [new Measurement<double>(age(snapshot, time.GetUtcNow()))] : [];

    private static IEnumerable<Measurement<int>> MissingDays(SnapshotSource source, TimeProvider time) => source.Current is { } snapshot
        ? [new(ExpectedDays.Count(snapshot.Forecasts, snapshot.DataThrough, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1), MaxMissingDays))]
        : [];

    private static double AgeOfModel(ForecastSnapshot snapshot, DateTimeOffset now) =>
        (now - snapshot.Manifest.TrainedAt).TotalSeconds;

    private static double AgeOfData(ForecastSnapshot snapshot, DateTimeOffset now) =>
        (now.UtcDateTime - snapshot.DataThrough.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)).TotalSeconds - SecondsPerDay;
}
