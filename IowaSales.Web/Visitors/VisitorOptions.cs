using System.Globalization;
using Microsoft.Extensions.Options;

namespace IowaSales.Web.Visitors;

/// <summary>How many people the dashboard serves at once: the section <c>Visitors</c>.</summary>
internal sealed class VisitorOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Visitors";

    /// <summary>Open sessions in total; 0, the default, is what fits into the memory (<see cref="SessionsThatFit"/>).</summary>
    public int MaxSessions { get; set; }

    /// <summary>Open sessions of one client: an IPv4 address or an IPv6 /64 network; 0, the default, is a quarter of all.</summary>
    public int MaxSessionsPerClient { get; set; }

    /// <summary>Messages a second that one session may send for long; 50 by default. Ten times as many may come at once.</summary>
    public int MessagesPerSecond { get; set; } = 50;

    /// <summary>Other origins whose pages may open a session, beside the dashboard's own; none by default.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Sessions for which there is memory. Each is counted with 2 MiB, somewhat more than it was measured to hold, and half of what the process may
    /// use stays for everything else.
    /// </summary>
    /// <param name="availableBytes">Memory that the process may use.</param>
    public static int SessionsThatFit(long availableBytes)
    {
        const long SessionBytes = 2L << 20;
        const int Min = 16;
        const int Max = 2000;
        return (int)Math.Clamp(availableBytes / 2 / SessionBytes, Min, Max);
    }
}

/// <summary>Checks <see cref="VisitorOptions"/>.</summary>
internal sealed class VisitorOptionsValidator : IValidateOptions<VisitorOptions>
{
    private const int MaxCount = 100_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, VisitorOptions options)
    {
        string?[] findings =
        [
            Between("Visitors:MaxSessions", options.MaxSessions, 0),
            Between("Visitors:MaxSessionsPerClient", options.MaxSessionsPerClient, 0),
            Between("Visitors:MessagesPerSecond", options.MessagesPerSecond, 1),
            options.AllowedOrigins.FirstOrDefault(origin => !Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.AbsolutePath != "/") is { } wrong
                ? $"Visitors:AllowedOrigins must hold origins such as https://example.org, not '{wrong}'."
                : null,
        ];
        var failures = findings.OfType<string>().ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Between(string name, int value, int min) => value >= min && value <= MaxCount
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{name} must lie between {min} and {MaxCount}, not {value}.");
}
