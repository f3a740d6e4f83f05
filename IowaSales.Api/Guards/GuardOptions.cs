using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Guards;

/// <summary>What the service lets in: the section <c>Guard</c>.</summary>
internal sealed record GuardOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Guard";

    /// <summary>Largest body of a request, bytes; 1 MiB by default.</summary>
    [Range(0, 1L << 40, ErrorMessage = "Guard:MaxBodyBytes must lie between 0 and 2^40.")]
    public long MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>Most connections at once; 2000 by default.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Guard:MaxConnections must lie between 1 and 1000000.")]
    public long MaxConnections { get; set; } = 2000;

    /// <summary>Longest time for one request; 15 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Guard:RequestTimeout must lie between 00:00:01 and 01:00:00.")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Requests per <see cref="RateWindow"/> and client address; 0, the default, is no limit.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Guard:RateLimit must lie between 0 and 1000000.")]
    public int RateLimit { get; set; }

    /// <summary>The window of <see cref="RateLimit"/>; a second by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Guard:RateWindow must lie between 00:00:01 and 01:00:00.")]
    public TimeSpan RateWindow { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Origins whose pages may read the API (CORS); none by default.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Addresses or networks (CIDR) of proxies whose <c>X-Forwarded-*</c> headers are believed; none by default.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>SHA-256, in hexadecimal, of the key that allows changes; without it nothing can be changed over HTTP.</summary>
    [RegularExpression("^[0-9a-fA-F]{64}$", ErrorMessage = "Guard:ApiKeySha256 must be a SHA-256 in hexadecimal: printf %s KEY | sha256sum")]
    public string? ApiKeySha256 { get; set; }
}

/// <summary>Checks <see cref="GuardOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class GuardAnnotationsValidator : IValidateOptions<GuardOptions>;

/// <summary>Checks the addresses in <see cref="GuardOptions"/>.</summary>
internal sealed class GuardAddressesValidator : IValidateOptions<GuardOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GuardOptions options)
    {
        var proxy = options.TrustedProxies.FirstOrDefault(text => !IPAddress.TryParse(text, out _) && !IPNetwork.TryParse(text, out _));
        if (proxy is not null)
        {
            return ValidateOptionsResult.Fail($"Guard:TrustedProxies must hold addresses or networks such as 10.0.0.0/8, not '{proxy}'.");
        }

        var origin = options.AllowedOrigins.FirstOrDefault(text => !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.AbsolutePath != "/");
        return origin is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Guard:AllowedOrigins must hold origins such as https://example.org, not '{origin}'.");
    }
}
