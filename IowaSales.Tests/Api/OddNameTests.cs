using System.Net;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using IowaSales.Web.Api;
using IowaSales.Web.Components.Downloads;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>Items whose names mean something to addresses, files or headers are served like any other, or refused where they come in.</summary>
public sealed class OddNameTests
{
    private static readonly string[] Names = ["..", ".", "../../etc/passwd", "%2e%2e", "A/../B", "=1+2", "C:\\WINDOWS", "<b>", "\uD83C\uDF77 WINE"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_item_with_an_odd_name_has_forecast_history_and_a_download()
    {
        await using var host = await StoreHost.StartAsync(await TestStore.SqliteAsync());
        var rows = string.Concat(Names.SelectMany(name => Enumerable.Range(0, 4).Select(day => $"{StoreHost.NextDay.AddDays(day):yyyy-MM-dd},\"{name}\",{100 + day}\n")));
        using var posted = await host.PostAsync("date,item_name,total_amount_sold\n" + rows);
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        var client = new ForecastClient(host.Client);

        foreach (var name in Names)
        {
            var forecast = await client.GetForecastAsync(name, cancellationToken: Cancellation);
            var total = await client.GetTotalAsync(name, cancellationToken: Cancellation);
            var history = await client.GetHistoryAsync(name, cancellationToken: Cancellation);

            Assert.Equal((name, name), (forecast.Item, history.Item));
            Assert.Contains(history.Days, day => day.Sales == 103);
            Assert.Matches("^iowa-sales-[a-z0-9-]+\\.csv$", ProductDownload.FileName(forecast.Item, "csv"));
            Assert.Contains("103", ProductDownload.Csv(new ItemSales(forecast, total, history)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_line_break_in_a_name_is_a_blank()
    {
        await using var host = await StoreHost.StartAsync(await TestStore.SqliteAsync());

        using var posted = await host.PostAsync($"date,item_name,total_amount_sold\n{StoreHost.NextDay:yyyy-MM-dd},\"A\r\nSet-Cookie: b=c\",5\n");

        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Contains("A Set-Cookie: b=c", (await new ForecastClient(host.Client).GetItemsAsync(Cancellation)).Items);
    }

    [Theory]
    [InlineData("A\u0000B")]
    [InlineData("A\u001b[2JB")]
    public async Task A_name_with_control_characters_is_refused_and_nothing_of_the_batch_is_kept(string name)
    {
        await using var host = await StoreHost.StartAsync(await TestStore.SqliteAsync());

        using var posted = await host.PostAsync($"date,item_name,total_amount_sold\n{StoreHost.NextDay:yyyy-MM-dd},\"{name}\",5\n");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, posted.StatusCode);
        Assert.DoesNotContain("\u001b", await posted.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
