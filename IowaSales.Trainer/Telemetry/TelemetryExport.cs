using System.Diagnostics;
using IowaSales.Forecasting.Training;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IowaSales.Trainer.Telemetry;

/// <summary>
/// Sends traces and metrics of a run where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a place for them; without it nothing is set up.
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

    private TelemetryExport(TracerProvider traces, MeterProvider metrics) => (_traces, _metrics) = (traces, metrics);

    /// <summary>Source of a run's own activity.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

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
        return new TelemetryExport(traces, metrics);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are read last, so that they go before the name given here.
    private static void Describe(ResourceBuilder resource) => resource.AddService(ServiceName).AddEnvironmentVariableDetector();
}
