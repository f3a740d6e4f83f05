using IowaSales.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Http.Guards;

/// <summary>What the service lets in: the section <c>Guard</c>.</summary>
internal sealed record GuardOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Guard";

    /// <summary>Largest body of a request, bytes; 1 MiB by default.</summary>
    public long MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>Most connections at once; by default as many as fit the memory, at most 2000.</summary>
    public long? MaxConnections { get; set; }

    /// <summary>Most connections of one client address at once; by default half of <see cref="MaxConnections"/>.</summary>
    public long? MaxConnectionsPerClient { get; set; }

    /// <summary>Longest time for one request; 15 seconds by default.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Requests per <see cref="RateWindow"/> and client address; 0, the default, is no limit.</summary>
    public int RateLimit { get; set; }

    /// <summary>The window of <see cref="RateLimit"/>; a second by default.</summary>
    public TimeSpan RateWindow { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Origins whose pages may read the API (CORS); none by default.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}

/// <summary>Checks <see cref="GuardOptions"/>.</summary>
internal sealed class GuardOptionsValidator : IValidateOptions<GuardOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GuardOptions options)
    {
        var origin = options.AllowedOrigins.FirstOrDefault(text => !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.AbsolutePath != "/");
        return SettingChecks.ResultOf(
            SettingChecks.Between("Guard:MaxBodyBytes", options.MaxBodyBytes, 0, 1L << 40),
            SettingChecks.Between("Guard:MaxConnections", options.MaxConnections ?? 1, 1, 1_000_000),
            SettingChecks.Between("Guard:MaxConnectionsPerClient", options.MaxConnectionsPerClient ?? 1, 1, 1_000_000),
            SettingChecks.Between("Guard:RequestTimeout", options.RequestTimeout, Second, Hour),
            SettingChecks.Between("Guard:RateLimit", options.RateLimit, 0, 1_000_000),
            SettingChecks.Between("Guard:RateWindow", options.RateWindow, Second, Hour),
            origin is null ? null : $"Guard:AllowedOrigins must hold origins such as https://example.org, not '{origin}'.");
    }
}
