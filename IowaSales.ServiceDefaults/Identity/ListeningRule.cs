using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IowaSales.ServiceDefaults.Identity;

/// <summary>Where a service listens, and whom that lets in: without sign-in on this machine alone, unless that is stated.</summary>
public static partial class ListeningRule
{
    /// <summary>The addresses that a service is about to listen on.</summary>
    /// <param name="builder">The host's builder, once its port is known.</param>
    public static IReadOnlyList<string> AddressesOf(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configuration = builder.Configuration;
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        if (endpoints.Length > 0)
        {
            return endpoints;
        }

        var urls = Split(builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey)).ToArray();
        return urls.Length > 0
            ? urls
            : [.. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"), .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}")];
    }

    /// <summary>Whether only programs of this machine reach an address.</summary>
    /// <param name="address">The address, such as <c>http://*:8501</c>.</param>
    public static bool IsLoopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.IsUnixPipe
            || binding.IsNamedPipe
            || binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    /// <summary>Refuses to listen beyond this machine where nobody signs in and nothing says that this is meant.</summary>
    /// <param name="builder">The host's builder, once its port is known.</param>
    /// <param name="settings">Whether people sign in.</param>
    /// <exception cref="ServiceSettingException">It would listen beyond this machine.</exception>
    public static void RefuseOpenAddresses(this WebApplicationBuilder builder, SignInSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Mode == SignInMode.SingleUser && AddressesOf(builder).FirstOrDefault(address => !IsLoopback(address)) is { } open)
        {
            throw new ServiceSettingException(
                $"No sign-in is configured, and {open} can be reached from other machines. Set Auth__Mode=oidc and Auth__Authority to let people sign in, Auth__Mode=none to let in everyone who reaches it, or listen on this machine alone: --urls http://localhost:PORT.");
        }
    }

    /// <summary>Says once, at the start, who is let in.</summary>
    /// <param name="app">The application.</param>
    /// <param name="settings">Whether people sign in.</param>
    /// <param name="withoutSignIn">What everyone may do who reaches the service while nobody signs in.</param>
    public static void TellWhoIsLetIn(this WebApplication app, SignInSettings settings, string withoutSignIn)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(settings);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (settings.Mode == SignInMode.Oidc)
            {
                SignsIn(app.Logger, settings.Authority!);
            }
            else if (app.Urls.All(IsLoopback))
            {
                SingleUser(app.Logger);
            }
            else
            {
                NobodySignsIn(app.Logger, withoutSignIn);
            }
        });
    }

    private static string[] Split(string? addresses) =>
        (addresses ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [LoggerMessage(LogLevel.Information, "People sign in at {Authority}")]
    private static partial void SignsIn(ILogger logger, Uri authority);

    [LoggerMessage(LogLevel.Information, "No sign-in: a single user, on this machine alone")]
    private static partial void SingleUser(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "No sign-in: {Allowed}. Auth__Mode=oidc lets people sign in")]
    private static partial void NobodySignsIn(ILogger logger, string allowed);
}
