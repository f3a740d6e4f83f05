using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

/// <summary>Classic series with fits and forecasts computed by R 4.2.2 with package forecast 8.20, from the reference file beside the repository.</summary>
internal sealed record ReferenceValues(ReferenceSeries[] Series, ReferenceIntermittent Intermittent)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static ReferenceValues LoadOrSkip()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IowaSales.sln")))
        {
            folder = folder.Parent;
        }

        var path = Path.Combine(folder?.Parent?.FullName ?? ".", "shared", "reference", "forecast_r.json");
        if (!File.Exists(path))
        {
            Assert.Skip("The reference values of R's forecast package are not beside the repository (../shared/reference/forecast_r.json).");
        }

        return JsonSerializer.Deserialize<ReferenceValues>(File.ReadAllText(path), Options)!;
    }

    public static ReferenceSeries Named(string name) => LoadOrSkip().Series.Single(series => series.Name == name);
}

internal sealed record ReferenceSeries(
    string Name, int Seasonality, int Horizon, double[] Values, ReferenceEts[] Ets, ReferenceEtsChoice EtsAuto, ReferenceTheta Theta);

internal sealed record ReferenceEts(
    string Form, bool Damped, [property: JsonPropertyName("logLik")] double LogLikelihood, double Aicc, double[] Forecast)
{
    /// <summary>The form's letters with the damping in its place.</summary>
    public string Letters => Damped ? $"{Form[..2]}d{Form[2]}" : Form;
}

internal sealed record ReferenceEtsChoice(string Method, double Aicc, double[] Forecast)
{
    /// <summary>The letters out of <c>ETS(M,Ad,M)</c>.</summary>
    public string Letters => Method["ETS(".Length..^1].Replace(",", "", StringComparison.Ordinal);
}

internal sealed record ReferenceTheta(double[] Forecast);

internal sealed record ReferenceIntermittent(double[] Values, double Alpha, double[] Croston);
