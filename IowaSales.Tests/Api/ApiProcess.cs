using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IowaSales.Tests.Api;

/// <summary>The API as a process of its own, built beside the tests.</summary>
internal sealed class ApiProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly ConcurrentQueue<string> _output = new();

    public ApiProcess(params string[] arguments)
        : this(new Dictionary<string, string>(), arguments)
    {
    }

    public ApiProcess(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        const string Project = "IowaSales.Api";
        var folder = AppContext.BaseDirectory.Replace("IowaSales.Tests", Project, StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"{Project}.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>What the process has printed so far, its log that is.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Waits until a service at an address is healthy.</summary>
    public static async Task HealthyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            Xunit.Assert.True(tries < 600, "The process was not healthy within a minute.");
            try
            {
                using var response = await client.GetAsync("/health", cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>A port that nothing listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks the process to stop, as a container engine does.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits for the process to end by itself.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
