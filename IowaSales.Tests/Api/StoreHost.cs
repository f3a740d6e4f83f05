using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>The API over a sales store of its own, with a key.</summary>
public sealed class StoreHost(TestStore store, ApiHost host) : IAsyncDisposable
{
    public const string Key = "the key of this test";

    public static readonly DateOnly NextDay = ModelFactory.FirstDate.AddDays(ModelFactory.Days);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ApiHost Host { get; } = host;

    public TestStore Store { get; } = store;

    public HttpClient Client => Host.Client;

    public SalesClient Sales => new(Host.Client);

    public MonitoringClient Monitoring => new(Host.Client);

    public static async Task<StoreHost> StartAsync(
        TestStore store, IReadOnlyDictionary<string, string>? settings = null, Action<string>? prepare = null)
    {
        var all = new Dictionary<string, string>
        {
            ["Sales:Store"] = store.Connection,
            ["Sales:PollInterval"] = "00:00:00.2",
            ["Guard:ApiKeySha256"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return new StoreHost(store, await ApiHost.StartAsync(prepare, all));
    }

    public static string DayOf(DateOnly date, int total) =>
        "date,item_name,total_amount_sold\n" + string.Concat(ModelFactory.Items.Select(item => $"{date:yyyy-MM-dd},{item},{total}\n"));

    public Task<SalesReceipt> ImportAsync(DateOnly date, int total) =>
        Sales.ImportSalesAsync(new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes(DayOf(date, total))), "text/csv", "test"), Key, cancellationToken: Cancellation);

    /// <summary>The open alerts, once they say that the sales of a day are missing.</summary>
    public Task<AlertFeed> UntilOverdueAsync(DateOnly day) => UntilAsync(
        () => Monitoring.GetAlertsAsync(cancellationToken: Cancellation), feed => feed.Alerts.Any(alert => alert.Kind == "stale_data" && alert.Date == day));

    public async Task<HttpResponseMessage> PostAsync(string body, string type = "text/csv", string path = "sales")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
            Headers = { { "X-Api-Key", Key } },
        };
        return await Client.SendAsync(request, Cancellation);
    }

    /// <summary>Asks until the answer is as hoped for, or gives the last one.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> hoped)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            T answer = default!;
            try
            {
                answer = await ask();
                if (hoped(answer) || DateTime.UtcNow > deadline)
                {
                    return answer;
                }
            }
            catch (ForecastApiException) when (DateTime.UtcNow < deadline)
            {
                // Not ready yet.
            }

            await Task.Delay(50, Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Store.DisposeAsync();
    }
}
