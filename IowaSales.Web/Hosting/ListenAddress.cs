using System.Globalization;
using System.Net;

namespace IowaSales.Web.Hosting;

/// <summary>Where the dashboard listens.</summary>
internal static class ListenAddress
{
    /// <summary>Port when neither <c>PORT</c> nor an ASP.NET Core address is configured.</summary>
    public const int DefaultPort = 8501;

    /// <summary>Listens on <c>PORT</c>, else on the configured addresses (<c>ASPNETCORE_URLS</c>), else on <see cref="DefaultPort"/>.</summary>
    /// <param name="host">The web host.</param>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="InvalidOperationException"><c>PORT</c> is not a port number.</exception>
    public static void ListenOn(this IWebHostBuilder host, IConfiguration configuration)
    {
        if (configuration["PORT"] is { Length: > 0 } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
            {
                throw new InvalidOperationException($"PORT is '{text}'; it must be a number from 0 to {IPEndPoint.MaxPort}.");
            }

            Listen(host, port);
        }
        else if (string.IsNullOrEmpty(configuration["urls"]))
        {
            Listen(host, DefaultPort);
        }
    }

    private static void Listen(IWebHostBuilder host, int port) =>
        host.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://*:{port}"));
}
