using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IowaSales.Tests.Browser;

/// <summary>One of the system's services as a process of its own, built beside the tests, on a free port.</summary>
public sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    private readonly string _project;
    private readonly (string Name, string Value)[] _settings;
    private Process? _process;

    public ServiceProcess(string project, params (string Name, string Value)[] settings)
    {
        (_project, _settings) = (project, settings);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Address => $"http://localhost:{Port}";

    public async Task StartAsync()
    {
        var output = AppContext.BaseDirectory.Replace("IowaSales.Tests", _project, StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", Path.Combine(output, _project + ".dll"))
        {
            WorkingDirectory = output,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PORT"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Auth__Mode"] = "none";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < StartPatience)
        {
            try
            {
                if ((await client.GetAsync(new Uri(Address + "/alive"))).IsSuccessStatusCode)
                {
                    return;
                }

                await Task.Delay(250);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(250);
            }
        }

        throw new TimeoutException($"{_project} does not answer at {Address}/alive.");
    }

    public void Stop()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose() => Stop();
}
