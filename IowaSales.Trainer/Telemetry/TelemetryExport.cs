using System.Diagnostics;
using IowaSales.Forecasting.Training;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IowaSales.Trainer.Telemetry;

/// <summary>
/// Sends traces, metrics and logs of a run where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a place for them; without it nothing is set up.
/// The other OpenTelemetry variables count as everywhere.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    /// <summary>Environment variable that names the place.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Name of the source of a run's own activity.</summary>
    public const string SourceName = "IowaSales.Trainer";

    private const string ServiceName = "trainer";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;
    private readonly ILoggerFactory _logs;

    private TelemetryExport(TracerProvider traces, MeterProvider metrics, ILoggerFactory logs)
    {
        (_traces, _metrics, _logs) = (traces, metrics, logs);
        Log = logs.CreateLogger(SourceName);
    }

    /// <summary>Source of a run's own activity.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Takes what the run says to people.</summary>
    public ILogger Log { get; }

    /// <summary>Begins to send, where there is a place to send to.</summary>
    /// <param name="environment">Environment variables by name.</param>
    /// <returns>Sends what is left when it is disposed of; null when there is no place.</returns>
    public static TelemetryExport? Start(Func<string, string?> environment)
    {
        if (string.IsNullOrEmpty(environment(EndpointVariable)))
        {
            return null;
        }

        var traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(SourceName, TrainingTelemetry.Name)
            .AddOtlpExporter()
            .Build();
        var metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(TrainingTelemetry.Name)
            .AddOtlpExporter()
            .Build();
        var logs = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            var resource = ResourceBuilder.CreateDefault();
            Describe(resource);
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(resource).AddOtlpExporter();
        }));
        return new TelemetryExport(traces, metrics, logs);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
        _logs.Dispose();
    }

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are read last, so that they go before the name given here.
    private static void Describe(ResourceBuilder resource) => resource.AddService(ServiceName).AddEnvironmentVariableDetector();
}
