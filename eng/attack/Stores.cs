using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace IowaSales.Attack;

/// <summary>Stores of sales that are damaged, frozen or gone.</summary>
internal static class Stores
{
    private const int PageSize = 4096;

    /// <summary>The longest that any answer may take while the database is frozen: a batch waits a minute.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ForecastLimit = TimeSpan.FromSeconds(2);

    private static readonly string[] Reads = ["/sales/batches", "/sales/batches/1", "/accuracy", "/accuracy/items", "/accuracy/last-week", "/alerts"];

    /// <summary>Flips bits of a page of an SQLite file, overwrites one, copies one over another, or cuts the file off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">Which damage.</param>
    public static string Damage(string path, int seed)
    {
        var whole = File.ReadAllBytes(path);
        var random = new Random(seed);
        var pages = whole.Length / PageSize;
        var page = 1 + random.Next(pages - 1);
        var damaged = whole.ToArray();
        switch (seed % 4)
        {
            case 0:
                for (var flip = 0; flip < 40; flip++)
                {
                    damaged[(page * PageSize) + random.Next(PageSize)] ^= (byte)(1 << random.Next(8));
                }

                break;
            case 1:
                random.NextBytes(damaged.AsSpan(page * PageSize, PageSize));
                break;
            case 2:
                var other = 1 + (page % (pages - 1));
                whole.AsSpan(other * PageSize, PageSize).CopyTo(damaged.AsSpan(page * PageSize));
                BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(24), (uint)random.Next());
                break;
            default:
                damaged = damaged[..((page * PageSize) + random.Next(PageSize))];
                break;
        }

        File.WriteAllBytes(path, damaged);
        return $"page {page} of {pages}";
    }

    /// <summary>A batch may be taken only by a store whose sales can be read afterwards; forecasts are answered whatever the store suffers from.</summary>
    public static async Task<string> DamagedAsync(Uri target, string key)
    {
        using var client = ClientOf(target, key, TimeSpan.FromMinutes(2));
        var posted = await PostAsync(client, "2024-04-18", 77);
        var answers = new List<(string Path, int Status)>();
        var started = Stopwatch.GetTimestamp();
        foreach (var path in Reads)
        {
            var status = await StatusAsync(client.GetAsync(new Uri(path, UriKind.Relative)));
            while (posted is 200 or 201 && status == 503 && Stopwatch.GetElapsedTime(started) < LongestRead)
            {
                // The ledger is read in the background after the start.
                await Task.Delay(TimeSpan.FromMilliseconds(250));
                status = await StatusAsync(client.GetAsync(new Uri(path, UriKind.Relative)));
            }

            answers.Add((path, status));
        }

        using var forecast = await client.GetAsync(new Uri("/predict/PRODUCT%20001", UriKind.Relative));
        var failed = answers.Where(answer => answer.Status >= 500).ToArray();
        return posted is not (200 or 201 or 503 or 507) || !forecast.IsSuccessStatusCode || answers.Any(answer => answer.Status is 500 or 502)
            ? throw new AttackSucceededException($"A batch was answered {posted}, a forecast {(int)forecast.StatusCode}, reads {string.Join(", ", answers)}.")
            : posted is 200 or 201 && failed.Length > 0
                ? throw new AttackSucceededException($"A batch was answered {posted}, but {string.Join(", ", failed)}.")
                : posted is 200 or 201 ? "taken" : "refused";
    }

    /// <summary>While the database does not answer forecasts are served, and every question about the store ends.</summary>
    public static async Task<string> SilentAsync(Uri target, int clients, string key)
    {
        using var client = ClientOf(target, key, Longest);
        var statuses = new ConcurrentDictionary<int, int>();
        var slowest = 0L;
        var (slowestRead, asked) = (0L, 0);
        using var over = new CancellationTokenSource();
        var forecasts = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                if (!await Healthy.AsksAsync(target, "/predict/PRODUCT%20001", ForecastLimit) || !await Healthy.AsksAsync(target, "/alive", ForecastLimit))
                {
                    throw new AttackSucceededException("A forecast or /alive was not answered within 2 s while the database was silent.");
                }

                asked++;
                await Task.Delay(TimeSpan.FromMilliseconds(250));
            }
        });
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async number =>
        {
            var started = Stopwatch.GetTimestamp();
            var read = number % 3 != 0;
            var status = read
                ? await StatusAsync(client.GetAsync(new Uri(Reads[number % Reads.Length], UriKind.Relative)))
                : await PostAsync(client, "2024-04-19", number);
            statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
            var took = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            InterlockedMax(ref slowest, took);
            if (read)
            {
                InterlockedMax(ref slowestRead, took);
            }
        }));
        await over.CancelAsync();
        await forecasts;
        var summary = string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key} x{status.Value}"));
        return statuses.Keys.Any(status => status is not (200 or 404 or 503 or 504)) || slowestRead > LongestRead.TotalMilliseconds
            ? throw new AttackSucceededException($"Answers {summary}, the slowest read after {slowestRead} ms.")
            : string.Create(CultureInfo.InvariantCulture, $"{clients} at once: {summary}, slowest read {slowestRead / 1000.0:F1} s, slowest batch {slowest / 1000.0:F1} s; {asked} forecasts meanwhile");
    }

    private static void InterlockedMax(ref long place, long value)
    {
        for (var known = Volatile.Read(ref place); value > known; known = Volatile.Read(ref place))
        {
            if (Interlocked.CompareExchange(ref place, value, known) == known)
            {
                return;
            }
        }
    }

    private static HttpClient ClientOf(Uri target, string key, TimeSpan limit)
    {
        var client = new HttpClient { BaseAddress = target, Timeout = limit };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    private static Task<int> PostAsync(HttpClient client, string day, int amount)
    {
        var content = new StringContent($"date,item_name,total_amount_sold\n{day},PRODUCT 001,{amount}\n", Encoding.UTF8, "text/csv");
        return StatusAsync(client.PostAsync(new Uri("/sales", UriKind.Relative), content));
    }

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> asked)
    {
        try
        {
            using var answer = await asked;
            return (int)answer.StatusCode;
        }
        catch (TaskCanceledException)
        {
            return (int)HttpStatusCode.RequestTimeout;
        }
    }
}
