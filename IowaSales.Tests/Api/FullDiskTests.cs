using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text;
using IowaSales.Contracts;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>A store whose disk is full.</summary>
public sealed class FullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_go_on_and_a_batch_that_does_not_fit_is_507_and_leaves_no_trace()
    {
        var disk = Directory.CreateTempSubdirectory("disk-").FullName;
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk))
        {
            Directory.Delete(disk);
            Assert.Skip("A small file system cannot be mounted here.");
        }

        try
        {
            await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>
            {
                ["Sales:Store"] = Path.Combine(disk, "sales.db"),
                ["Sales:PollInterval"] = "00:00:00.2",
                ["Guard:ApiKeySha256"] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(StoreHost.Key))),
            });
            var client = new SalesClient(host.Client);
            await StoreHost.UntilAsync(() => new MonitoringClient(host.Client).GetAccuracyAsync(cancellationToken: Cancellation), _ => true);

            var refused = await Assert.ThrowsAsync<ForecastApiException>(() => client.ImportSalesAsync(ManyRows(), StoreHost.Key, acceptUnusual: true, cancellationToken: Cancellation));

            Assert.Equal(HttpStatusCode.InsufficientStorage, refused.Status);
            Assert.Contains("is full; free some space", refused.Message, StringComparison.Ordinal);
            Assert.Equal("BLACK VELVET", (await new ForecastClient(host.Client).GetForecastAsync("BLACK VELVET", cancellationToken: Cancellation)).Item);
            Assert.Equal(1, (await client.GetBatchesAsync(cancellationToken: Cancellation)).Total);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await RunAsync("umount", "-l", disk);
            Directory.Delete(disk);
        }
    }

    private static OutgoingBatch ManyRows()
    {
        var rows = new StringBuilder("date,item_name,total_amount_sold\n");
        for (var row = 0; row < 300_000; row++)
        {
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{new DateOnly(2000, 1, 1).AddDays(row % 5000):yyyy-MM-dd},BULK {row / 5000},{row}\n");
        }

        return new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes(rows.ToString())), "text/csv", "many");
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync(Cancellation);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
