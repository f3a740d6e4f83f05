using System.Security.Cryptography;
using System.Text;
using IowaSales.Contracts;
using IowaSales.Tests.Api;

namespace IowaSales.Tests.Browser;

/// <summary>The weekdays of a week and a half after the model's last day, sold one by one, the last of them out of all proportion.</summary>
internal static class SoldDays
{
    private const int Days = 11;
    private const int Usual = 150;
    private const int Unusual = 3000;

    /// <summary>What an API needs to be told to take sales in, beside its store.</summary>
    public static readonly IReadOnlyList<(string Name, string Value)> Settings =
    [
        ("Sales__PollInterval", "00:00:00.1"),
        ("Guard__ApiKeySha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(StoreHost.Key)))),
    ];

    /// <summary>Sells them; every forecast has come true and the unusual day is told of when it returns.</summary>
    /// <param name="api">The API.</param>
    public static async Task SellAsync(ServiceProcess api)
    {
        using var http = new HttpClient { BaseAddress = new Uri(api.Address) };
        var client = new MonitoringClient(http);
        await StoreHost.UntilAsync(() => client.GetAccuracyAsync(), _ => true);
        for (var day = 0; day < Days; day++)
        {
            var date = StoreHost.NextDay.AddDays(day);
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                var body = StoreHost.DayOf(date, day == Days - 1 ? Unusual : Usual + day);
                await new SalesClient(http).ImportSalesAsync(new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes(body)), "text/csv", $"day {day}"), StoreHost.Key);
                await StoreHost.UntilAsync(() => client.GetAccuracyAsync(7), live => live.Through == date);
            }
        }

        await StoreHost.UntilAsync(() => client.GetAlertsAsync(), feed => feed.Open.ContainsKey("unusual_day"));
    }
}
