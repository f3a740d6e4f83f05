using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IowaSales.ServiceDefaults;

/// <summary>
/// Which names a service answers to. A page of another site can make a browser believe that its own name leads here (DNS rebinding), and then reads
/// what it likes. Names without a dot, such as <c>localhost</c> or a container's, and plain addresses cannot be taken over that way and are answered;
/// any other name has to be listed in <c>HostNames</c>, separated by semicolons, <c>*.example.org</c> for all below one, <c>*</c> for every name.
/// </summary>
public static class HostNames
{
    private const string Setting = "HostNames";

    /// <summary>Refuses requests to names that the service does not answer to, with 400 and a sentence that names the setting.</summary>
    /// <param name="app">The application.</param>
    public static void UseHostNames(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var allowed = (app.Configuration[Setting] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        app.Use((context, next) => IsAnswered(context.Request.Host.Host, allowed)
            ? next(context)
            : Refusal.WriteAsync(
                context,
                StatusCodes.Status400BadRequest,
                $"This service does not answer to the name in the Host header. Add the name to the setting {Setting}."));
    }

    /// <summary>Whether a service answers to a name.</summary>
    /// <param name="host">The name or address of the request, without its port.</param>
    /// <param name="allowed">The names that are listed.</param>
    public static bool IsAnswered(string host, IReadOnlyList<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(allowed);
        return !host.TrimEnd('.').Contains('.', StringComparison.Ordinal)
            || IPAddress.TryParse(host.Trim('[', ']'), out _)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || allowed.Any(name => Matches(host, name));
    }

    private static bool Matches(string host, string name) =>
        name == "*"
        || host.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase));
}
