using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace IowaSales.Tests.Defaults;

public sealed class SystemdTests
{
    [Theory]
    [InlineData("IowaSales.Api")]
    [InlineData("IowaSales.Web")]
    public async Task A_service_tells_systemd_when_it_is_ready_and_when_it_stops(string project)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is a matter of Linux.");
        var folder = Directory.CreateTempSubdirectory("notify-").FullName;
        try
        {
            var path = Path.Combine(folder, "socket");
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            using var process = Start(project, folder, path);

            Assert.Contains("READY=1", await MessageAsync(socket), StringComparison.Ordinal);
            await process.StandardInput.WriteLineAsync("stop");
            Assert.Contains("STOPPING=1", await MessageAsync(socket), StringComparison.Ordinal);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A program knows its service manager by the name of its parent: a shell of that name stands in for it, stops the service when it is told to,
    // and ends as the service did.
    private static Process Start(string project, string folder, string socket)
    {
        var output = AppContext.BaseDirectory.Replace("IowaSales.Tests", project, StringComparison.Ordinal);
        var manager = Path.Combine(folder, "systemd");
        File.CreateSymbolicLink(manager, "/bin/sh");
        var start = new ProcessStartInfo(
            manager, ["-c", "dotnet \"$0\" & service=$!; read -r order; kill -TERM $service; wait $service", Path.Combine(output, $"{project}.dll")])
        {
            WorkingDirectory = output,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NOTIFY_SOCKET"] = socket;
        start.Environment["PORT"] = "0";
        start.Environment["Auth__Mode"] = "none";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<string> MessageAsync(Socket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        var buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, patience.Token));
    }
}
