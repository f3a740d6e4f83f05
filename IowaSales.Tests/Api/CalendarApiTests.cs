using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class CalendarApiTests
{
    private static readonly Dictionary<string, string> SlowLooks = new() { ["Model:PollInterval"] = "1.00:00:00" };

    [Fact]
    public async Task A_calendar_is_taken_up_when_it_changes_and_a_bad_one_leaves_the_old_in_use()
    {
        var folder = Directory.CreateTempSubdirectory("calendar-");
        var path = Path.Combine(folder.FullName, "calendar.csv");
        await WriteAsync(path, "date,status,name,item_name\n2023-07-25,closed,Inventory,\n2023-07-26,closed,,BLACK VELVET\n2023-07-22,open,Fair,\n");
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>(SlowLooks) { ["Calendar:Path"] = path });

        Assert.Equal((true, "Inventory", "stated"), await DayAsync(host, "2023-07-25"));
        Assert.Equal((false, "Fair", null), await DayAsync(host, "2023-07-22"));
        Assert.Equal((true, null, "stated"), await DayAsync(host, "2023-07-26", "BLACK VELVET"));
        Assert.Equal((false, null, null), await DayAsync(host, "2023-07-26", "JÄGERMEISTER"));
        var first = await GetAsync(host, "/calendar?from=2023-07-25&to=2023-07-25");
        Assert.Equal("stated", first["days"]![0]!["closed_reason"]!.GetValue<string>());
        Assert.Equal(0, first["days"]![0]!["open_probability"]!.GetValue<double>());

        await WriteAsync(path, "date,status,name\n2023-07-24,closed,Moved\n");
        Assert.True(await host.Refresher.RefreshAsync(TestContext.Current.CancellationToken));
        Assert.Equal((false, null, null), await DayAsync(host, "2023-07-25"));
        Assert.Equal((true, "Moved", "stated"), await DayAsync(host, "2023-07-24"));

        await WriteAsync(path, "date,status,name\n2023-07-24,closed,Moved\n2023-07-25,perhaps,Inventory\n");
        await host.Refresher.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal((true, "Moved", "stated"), await DayAsync(host, "2023-07-24"));
        var health = (await GetAsync(host, "/health")).ToJsonString();
        Assert.Contains("degraded", health, StringComparison.Ordinal);
        Assert.Contains("perhaps", health, StringComparison.Ordinal);
        Assert.Contains(host.Logged, entry => entry.Level == LogLevel.Error && entry.Message.Contains("perhaps", StringComparison.Ordinal));

        await WriteAsync(path, "date,status,name\n2023-07-25,closed,Again\n");
        await host.Refresher.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal((true, "Again", "stated"), await DayAsync(host, "2023-07-25"));
        Assert.DoesNotContain("degraded", (await GetAsync(host, "/health")).ToJsonString(), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_open_holiday_ahead_has_its_name()
    {
        // The week after 2023-06-29 holds the Fourth of July.
        await using var host = await ApiHost.StartAsync(folder => ModelFactory.Save(Path.Combine(folder, "model"), days: 179), SlowLooks);

        var days = (await GetAsync(host, "/calendar"))["days"]!.AsArray();

        Assert.Contains(days, day => day!["date"]!.GetValue<string>() == "2023-07-04" && day["holiday"]!.GetValue<string>() == "Independence Day");
        Assert.Equal("Independence Day", (await DayAsync(host, "2023-07-04")).Holiday);
    }

    private static async Task<(bool Closed, string? Holiday, string? Reason)> DayAsync(ApiHost host, string date, string item = "BLACK VELVET")
    {
        var forecast = await GetAsync(host, $"/predict/{Uri.EscapeDataString(item)}");
        var day = forecast["predictions"]!.AsArray().Single(day => day!["date"]!.GetValue<string>() == date)!;
        return (day["closed"]!.GetValue<bool>(), day["holiday"]?.GetValue<string>(), day["closed_reason"]?.GetValue<string>());
    }

    private static async Task<JsonNode> GetAsync(ApiHost host, string path) =>
        JsonNode.Parse(await host.Client.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    /// <summary>Writes a file with a time of its own: two writes may fall into one tick of the file system's clock.</summary>
    private static async Task WriteAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(path, DateTime.ParseExact("2024-01-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).AddSeconds(text.Length));
    }
}
