using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IowaSales.ServiceDefaults;

/// <summary>
/// Writes a health report as JSON: <c>{"status":"unhealthy","detail":"…","checks":{"model":{"status":"…","detail":"…"}}}</c>, where
/// <c>detail</c> is the sentence of the worst check. Nothing of an exception goes out.
/// </summary>
internal static class HealthReportWriter
{
    /// <summary>Writes the report.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="report">The report.</param>
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", NameOf(report.Status));
        var worst = report.Entries.Values
            .OrderBy(entry => entry.Status)
            .Select(entry => entry.Description)
            .FirstOrDefault(description => description is not null);
        json.WriteString("detail", worst ?? (report.Status == HealthStatus.Healthy ? "The service can do its work." : "See the service's log."));
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", NameOf(entry.Status));
            if (entry.Description is { } description)
            {
                json.WriteString("detail", description);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
