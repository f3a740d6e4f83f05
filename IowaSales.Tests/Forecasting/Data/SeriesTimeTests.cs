using IowaSales.Forecasting.Data;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

/// <summary>Trading time and calendar time of a panel that trades Monday to Friday; expected values are counted by hand.</summary>
public sealed class SeriesTimeTests
{
    private static readonly DateOnly Monday = new(2024, 2, 5);

    [Fact]
    public void Trading_time_drops_weekends_and_keeps_a_closed_weekday_as_missing()
    {
        var history = Panel(closed: 9);
        var time = SeriesTime.Trading(history, 0, maxWeeks: 10);

        Assert.Equal(5, time.Season);
        Assert.Equal(0, time.FirstDay);

        // Days 0-4, 7-11 and 14-18 count; day 9, a Wednesday, is closed.
        Assert.Equal([0, 1, 2, 3, 4, 7, 8, double.NaN, 10, 11, 14, 15, 16, 17, 18], time.Values(history, 0, double.NaN));
    }

    [Fact]
    public void Calendar_time_keeps_every_day()
    {
        var history = Panel(closed: 9);
        var values = SeriesTime.Calendar(history, 0, maxWeeks: 10).Values(history, 0, closed: -1);

        Assert.Equal(19, values.Length);
        Assert.Equal([0, 1, 2, 3, 4, -1, -1], values[..7]);
        Assert.Equal(-1, values[9]);
    }

    [Fact]
    public void A_long_series_begins_where_its_last_weeks_do()
    {
        var history = Panel(closed: 9);
        var time = SeriesTime.Trading(history, 0, maxWeeks: 2);

        // The origin is day 19, so that two weeks begin on day 5, a Saturday.
        Assert.Equal(5, time.FirstDay);
        Assert.Equal([7, 8, double.NaN, 10, 11, 14, 15, 16, 17, 18], time.Values(history, 0, double.NaN));
    }

    [Fact]
    public void Forecasts_of_steps_are_spread_over_the_days_from_the_origin()
    {
        var history = Panel(closed: 9);
        var time = SeriesTime.Trading(history, 0, maxWeeks: 10);
        var days = new double[7];

        // The origin, day 19, is a Saturday.
        Assert.Equal(5, time.StepsAhead(history, days.Length));
        time.Spread(history, [1, 2, 3, 4, 5], days);
        Assert.Equal([0, 0, 1, 2, 3, 4, 5], days);
    }

    [Fact]
    public void Writes_and_reads_itself_and_refuses_damage()
    {
        var time = new SeriesTime(12, 0b011_1110);
        using var stream = new MemoryStream();
        time.Write(new BinaryWriter(stream));
        stream.Position = 0;
        Assert.Equal(time, SeriesTime.Read(new BinaryReader(stream)));

        foreach (var (firstDay, weekdays) in new (int, byte)[] { (-1, 1), (0, 0), (0, 128) })
        {
            using var damaged = new MemoryStream();
            new SeriesTime(firstDay, weekdays).Write(new BinaryWriter(damaged));
            damaged.Position = 0;
            Assert.Throws<InvalidDataException>(() => SeriesTime.Read(new BinaryReader(damaged)));
        }
    }

    [Theory]
    [InlineData(19, 60, true)]
    [InlineData(20, 60, false)]
    [InlineData(10, 20, false)]
    [InlineData(9, 20, true)]
    public void Demand_is_sparse_when_it_comes_seldom_and_has_come_few_times(int demands, int steps, bool sparse)
    {
        var values = new double[steps + 3];
        Array.Fill(values, 2, 0, demands);
        Array.Fill(values, double.NaN, steps, 3);
        Assert.Equal(sparse, SeriesTime.IsSparse(values));
    }

    /// <summary>Days 0 (a Monday) to 18 (a Friday); the first series sells the number of the day, the second keeps the days open.</summary>
    private static History Panel(int closed)
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < 19; day++)
        {
            var date = Monday.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || day == closed)
            {
                continue;
            }

            builder.Add(date, "A", day);
            builder.Add(date, "B", 1);
        }

        return History.Of(builder.Build());
    }
}
