using System.Globalization;

namespace IowaSales.ServiceDefaults;

/// <summary>
/// The service's own health check, for images without a shell or curl: <c>dotnet IowaSales.X.dll --healthcheck</c> asks the running
/// process over loopback and exits.
/// </summary>
public static class HealthProbe
{
    /// <summary>The argument that turns the process into a probe.</summary>
    public const string Argument = "--healthcheck";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether the process was started as a probe.</summary>
    /// <param name="args">The process's arguments.</param>
    /// <returns>True when <see cref="Argument"/> is among them.</returns>
    public static bool IsAskedFor(IReadOnlyList<string> args) => args.Contains(Argument, StringComparer.Ordinal);

    /// <summary>
    /// Asks the service on this machine until it answers with success, for three seconds at most: a container that is just starting is healthy at its
    /// first probe, not at the probe after it. A failure is told on standard error.
    /// </summary>
    /// <param name="defaultPort">Port to ask when neither <c>PORT</c> nor <c>ASPNETCORE_URLS</c> names one.</param>
    /// <param name="path">Path to ask.</param>
    /// <param name="patience">How long to ask at most; null: three seconds.</param>
    /// <returns>The exit code: 0 when the service answers with success, else 1.</returns>
    public static async Task<int> RunAsync(int defaultPort, string path = "/alive", TimeSpan? patience = null)
    {
        var address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", PortOf(defaultPort), path).Uri;
        var failure = $"{address} does not answer.";
        using var over = new CancellationTokenSource(patience ?? Patience);
        using var client = new HttpClient();
        try
        {
            while (true)
            {
                try
                {
                    using var response = await client.GetAsync(address, over.Token).ConfigureAwait(false);
                    if (response.IsSuccessStatusCode)
                    {
                        return 0;
                    }

                    failure = $"{address} answered {(int)response.StatusCode}.";
                }
                catch (HttpRequestException exception)
                {
                    failure = $"{address} does not answer: {exception.Message}";
                }

                await Task.Delay(Pause, over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(failure).ConfigureAwait(false);
            return 1;
        }
    }

    private static int PortOf(int defaultPort)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable(PortExtensions.PortSetting), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return port;
        }

        var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? "";
        var first = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";
        return int.TryParse(first[(first.LastIndexOf(':') + 1)..].TrimEnd('/'), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            ? port
            : defaultPort;
    }
}
