using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>A model that looks further ahead than a week.</summary>
public sealed class HorizonTests
{
    private const int Days = 10;

    [Fact]
    public async Task The_overview_sums_and_looks_back_over_the_days_of_the_models_horizon()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = await ApiHost.StartAsync(folder => ModelFactory.Save(Path.Combine(folder, "model"), horizon: Days));
        var client = new Contracts.ForecastClient(host.Client);

        var overview = await client.GetOverviewAsync(token);

        Assert.Equal(Days, overview.Horizon);
        var row = overview.Rows.Single(row => row.Item == "BLACK VELVET");
        var history = await client.GetHistoryAsync(row.Item, cancellationToken: token);
        var total = await client.GetTotalAsync(row.Item, cancellationToken: token);
        Assert.Equal(overview.DataThrough.AddDays(Days), total.To);
        Assert.Equal(total.Quantiles["0.5"], row.NextTotal, 0.01);
        Assert.Equal(history.Days.TakeLast(Days).Sum(day => day.Sales ?? 0), row.LastTotal, 6);
        Assert.Equal(row.Recent.Sum(day => day ?? 0) * Days / 28, row.UsualTotal, 0.06);
        Assert.Equal((row.NextTotal / row.UsualTotal) - 1, row.Change!.Value, 0.001);
        Assert.Equal(28, row.Recent.Count);
    }
}
