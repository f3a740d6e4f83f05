using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace IowaSales.Attack;

/// <summary>Answers that take longer than a request may: they are given up, and the work for them ends.</summary>
internal static class Late
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(3);

    /// <summary>Asks until it is given up, and measures the processor that the service takes when nobody asks any longer.</summary>
    public static async Task<string> AskAsync(Uri target, int clients, string process)
    {
        using var service = Process.GetProcessById(int.Parse(process, CultureInfo.InvariantCulture));
        using var client = new HttpClient { BaseAddress = target, Timeout = TimeSpan.FromMinutes(2) };
        var started = Stopwatch.GetTimestamp();
        var statuses = await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            using var answer = await client.GetAsync(new Uri("/overview", UriKind.Relative));
            return answer.StatusCode;
        }));
        var took = Stopwatch.GetElapsedTime(started);
        await Task.Delay(Settled);
        var before = service.TotalProcessorTime;
        await Task.Delay(Watched);
        service.Refresh();
        var share = (service.TotalProcessorTime - before) / Watched;
        return statuses.Any(status => status != HttpStatusCode.GatewayTimeout)
            ? throw new AttackSucceededException($"Answered {string.Join(", ", statuses.Distinct().Select(status => (int)status))} after {took.TotalSeconds:F1} s, not 504.")
            : share > 0.1
                ? throw new AttackSucceededException($"After 504 the service still took {share:P0} of a processor.")
                : string.Create(CultureInfo.InvariantCulture, $"504 for {clients} after {took.TotalSeconds:F1} s, then {share:P0} of a processor");
    }
}
