using System.Diagnostics;
using System.Globalization;

namespace IowaSales.Attack;

/// <summary>A client that asks as it should.</summary>
internal static class Healthy
{
    /// <summary>Asks for something until it comes, and fails when it does not in time.</summary>
    public static async Task<string> WithinAsync(Uri target, string path, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < limit)
        {
            if (await AsksAsync(target, path, limit))
            {
                return string.Create(CultureInfo.InvariantCulture, $"a healthy client was answered {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms later");
            }

            await Task.Delay(50);
        }

        throw new AttackSucceededException($"A healthy client was not answered within {limit.TotalSeconds} s.");
    }

    /// <summary>Whether an address is answered with success in time, over a connection of its own.</summary>
    public static async Task<bool> AsksAsync(Uri target, string path, TimeSpan limit)
    {
        using var client = new HttpClient { Timeout = limit };
        try
        {
            using var response = await client.GetAsync(new Uri(target, path));
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
