using System.Security.Cryptography;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Simulation;
using IowaSales.Tests.Forecasting.Data;
using Xunit;

namespace IowaSales.Tests.Forecasting.Simulation;

public sealed class SalesSimulatorTests
{
    private static readonly SalesPanel Bundled = SalesSimulator.Simulate(new SimulationOptions());

    [Fact]
    public void The_bundled_file_is_what_the_simulator_makes()
    {
        using var stream = new MemoryStream();
        SalesCsvWriter.Write(Bundled, stream, TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllBytes(Path.Combine(RepositoryFolder.Path, "data", "iowa_sales.csv")), stream.ToArray());
    }

    [Fact]
    public void The_bundled_file_counts_as_simulated_until_it_is_changed()
    {
        var folder = Directory.CreateTempSubdirectory();
        var data = Path.Combine(folder.FullName, "iowa_sales.csv");
        File.Copy(Path.Combine(RepositoryFolder.Path, "data", "iowa_sales.csv"), data);
        File.Copy(Path.Combine(RepositoryFolder.Path, "data", "iowa_sales.source.json"), SalesSource.PathFor(data));
        Assert.True(SalesSource.Of(data).Simulated);

        File.AppendAllText(data, "2024-05-31,BLACK VELVET,1\n");
        Assert.False(SalesSource.Of(data).Simulated);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Another_seed_makes_other_sales_and_the_same_seed_the_same()
    {
        Assert.Equal(HashOf(3), HashOf(3));
        Assert.NotEqual(HashOf(3), HashOf(4));
    }

    [Fact]
    public void Weekdays_and_holidays_have_the_shape_of_the_real_sales()
    {
        // Of the real data: 74 weeks, 10 Saturdays and 33 Sundays with rows, Monday to Friday almost always open.
        var byWeekday = new int[7];
        for (var day = 0; day < Bundled.DayCount; day++)
        {
            byWeekday[(int)Bundled.DateOf(day).DayOfWeek] += TotalOn(Bundled.DateOf(day)) > 0 ? 1 : 0;
        }

        Assert.InRange(byWeekday[(int)DayOfWeek.Saturday], 3, 16);
        Assert.InRange(byWeekday[(int)DayOfWeek.Sunday], 18, 48);
        Assert.InRange(byWeekday[(int)DayOfWeek.Wednesday], 73, 74);
        Assert.InRange(TotalOn(new DateOnly(2023, 12, 25)), 0, 500);
        Assert.InRange(TotalOn(new DateOnly(2023, 11, 23)), 0, 500);
        Assert.True(TotalOn(new DateOnly(2023, 12, 20)) > 10_000);
    }

    [Theory]
    [InlineData("BLACK VELVET", 3883)]
    [InlineData("FIREBALL CINNAMON WHISKEY", 10816)]
    [InlineData("FIVE O'CLOCK VODKA", 852)]
    [InlineData("HAWKEYE VODKA", 2611)]
    [InlineData("TITOS HANDMADE VODKA", 5640)]
    public void Levels_are_those_of_the_real_products(string item, double realMean)
    {
        // Means over the rows of the real data.
        var rows = Bundled.Rows(Bundled.IndexOf(item));

        Assert.InRange(rows.Values.ToArray().Average(), 0.85 * realMean, 1.15 * realMean);
    }

    private static double TotalOn(DateOnly date)
    {
        var total = 0.0;
        for (var series = 0; series < Bundled.SeriesCount; series++)
        {
            var rows = Bundled.Rows(series);
            var index = rows.Days.BinarySearch(Bundled.DayOf(date));
            total += index >= 0 ? rows.Values[index] : 0;
        }

        return total;
    }

    private static string HashOf(int seed)
    {
        using var stream = new MemoryStream();
        SalesCsvWriter.Write(SalesSimulator.Simulate(new SimulationOptions { Seed = seed }), stream, TestContext.Current.CancellationToken);
        return Convert.ToHexString(SHA256.HashData(stream.ToArray()));
    }
}
