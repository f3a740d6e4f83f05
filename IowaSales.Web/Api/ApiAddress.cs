using IowaSales.Contracts;
using IowaSales.ServiceDefaults;

namespace IowaSales.Web.Api;

/// <summary>Where the forecasting API is.</summary>
/// <param name="Base">Root that the dashboard calls.</param>
/// <param name="Public">Root that a person's browser can open, for links to the API's own pages; null when not known.</param>
internal sealed record ApiAddress(Uri Base, Uri? Public)
{
    private const string BaseSetting = "Api:BaseUrl";
    private const string PublicSetting = "Api:PublicUrl";
    private const string KeySetting = "Api:Key";
    private const string DiscoveredService = "services:api";
    private const string DiscoveredAddress = "http://api";
    private const string LocalAddress = "http://localhost:8003";

    /// <summary>The dashboard's own API key, with which it reads where people sign in; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Reads <c>Api:BaseUrl</c>; without it the discovered service <c>api</c> where there is one, else <c>http://localhost:8003</c>.
    /// <c>Api:PublicUrl</c> is the same service as browsers see it; a loopback base address needs none.
    /// </summary>
    /// <param name="configuration">The settings.</param>
    /// <returns>The addresses.</returns>
    /// <exception cref="ServiceSettingException">A setting is not an absolute http or https address.</exception>
    public static ApiAddress From(IConfiguration configuration)
    {
        var fallback = configuration.GetSection(DiscoveredService).Exists() ? DiscoveredAddress : LocalAddress;
        var address = Read(configuration, BaseSetting) ?? new Uri(fallback + "/");
        return new ApiAddress(address, Read(configuration, PublicSetting) ?? (address.IsLoopback ? address : null)) { Key = configuration[KeySetting] is { Length: > 0 } key ? key : null };
    }

    /// <summary>Has a client ask the API, with the dashboard's own key unless a request carries another.</summary>
    /// <param name="http">The client.</param>
    public void Point(HttpClient http)
    {
        http.BaseAddress = Base;
        if (Key is not null)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation(ApiHeaders.ApiKey, Key);
        }
    }

    private static Uri? Read(IConfiguration configuration, string setting)
    {
        if (configuration[setting] is not { Length: > 0 } text)
        {
            return null;
        }

        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
        {
            return uri;
        }

        throw new ServiceSettingException($"{setting} is '{text}'; it must be an address such as {LocalAddress}.");
    }
}
