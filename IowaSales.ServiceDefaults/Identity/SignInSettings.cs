using System.Security.Claims;
using Microsoft.Extensions.Configuration;

namespace IowaSales.ServiceDefaults.Identity;

/// <summary>Whether and how people sign in.</summary>
public enum SignInMode
{
    /// <summary>Nothing is configured: one person, on this machine.</summary>
    SingleUser,

    /// <summary><c>Auth:Mode</c> is <c>none</c>: nobody signs in, whoever reaches the service.</summary>
    None,

    /// <summary><c>Auth:Mode</c> is <c>oidc</c>: people sign in at an OpenID Connect provider.</summary>
    Oidc,
}

/// <summary>The section <c>Auth</c>, which API and dashboard share.</summary>
public sealed record SignInSettings
{
    /// <summary>Longest name of an author, characters.</summary>
    public const int MaxNameLength = 100;

    private const string Section = "Auth";

    private static readonly string[] OtherNameClaims = ["preferred_username", "email", "sub"];

    /// <summary>Whether and how people sign in.</summary>
    public required SignInMode Mode { get; init; }

    /// <summary>Address of the provider, to which <c>/.well-known/openid-configuration</c> is added; null unless people sign in.</summary>
    public Uri? Authority { get; init; }

    /// <summary>What tokens for the API carry as <c>aud</c>; empty where it is not set.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The dashboard as the provider knows it; empty where it is not set.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Its secret; empty for a public client, which PKCE alone protects.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>What the dashboard asks for beside <c>openid</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Claim that holds roles.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Claim that holds the name under which changes are made.</summary>
    public string NameClaim { get; init; } = "name";

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="ServiceSettingException">A setting cannot be used; the message names it.</exception>
    public static SignInSettings In(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Section);
        var mode = section["Mode"] switch
        {
            null or "" => SignInMode.SingleUser,
            var text when text.Equals("none", StringComparison.OrdinalIgnoreCase) => SignInMode.None,
            var text when text.Equals("oidc", StringComparison.OrdinalIgnoreCase) => SignInMode.Oidc,
            var other => throw new ServiceSettingException($"Auth:Mode must be none or oidc, not '{other}'."),
        };
        var defaults = new SignInSettings { Mode = mode };
        return mode != SignInMode.Oidc ? defaults : defaults with
        {
            Authority = AuthorityIn(section["Authority"]),
            Audience = section["Audience"] ?? "",
            ClientId = section["ClientId"] ?? "",
            ClientSecret = section["ClientSecret"] ?? "",
            Scopes = (section["Scopes"] is { Length: > 0 } scopes ? scopes : "profile").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries),
            RoleClaim = section["RoleClaim"] is { Length: > 0 } role ? role : defaults.RoleClaim,
            NameClaim = section["NameClaim"] is { Length: > 0 } name ? name : defaults.NameClaim,
        };
    }

    /// <summary>A setting that a service cannot do without when people sign in.</summary>
    /// <param name="name">Name of the setting, without the section.</param>
    /// <param name="value">Its value.</param>
    /// <param name="meaning">What it holds, to complete the sentence.</param>
    /// <exception cref="ServiceSettingException">It is empty.</exception>
    public static void Require(string name, string value, string meaning)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ServiceSettingException($"Auth:{name} is not set. With Auth:Mode=oidc it must hold {meaning}.");
        }
    }

    /// <summary>Whether the provider is asked over TLS; on this machine it need not be.</summary>
    public bool RequiresHttps => Authority is { IsLoopback: false };

    /// <summary>The name under which somebody's changes are made: that of <see cref="NameClaim"/>, else of the next best claim.</summary>
    /// <param name="person">The person.</param>
    /// <returns>The name, at most <see cref="MaxNameLength"/> characters without control characters; empty where no claim has one.</returns>
    public string NameOf(ClaimsPrincipal person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var name = OtherNameClaims.Prepend(NameClaim).Select(person.FindFirstValue).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? "";
        var plain = string.Concat(name.Where(letter => !char.IsControl(letter))).Trim();
        return plain.Length <= MaxNameLength ? plain : plain[..MaxNameLength];
    }

    private static Uri AuthorityIn(string? text)
    {
        Require("Authority", text ?? "", "the address of the OpenID Connect provider, such as https://login.example.com/realm");
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw new ServiceSettingException($"Auth:Authority must be an https address (http on this machine alone), not '{text}'.");
    }
}
