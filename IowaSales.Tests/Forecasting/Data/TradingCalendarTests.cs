using System.Globalization;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Trainer.Data.DuckDb;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

public sealed class TradingCalendarTests
{
    private const int Horizon = 62;

    /// <summary>How a shop or a warehouse opens; the truth of a simulated calendar.</summary>
    public enum Trade
    {
        Warehouse,
        WarehouseOfficeHolidays,
        WarehouseNoHolidays,
        Daily,
        DailyButChristmas,
        DailyButChristmasAndThanksgiving,
        ClosedSundays,
        ClosedSundaysAndSnowDays,
        DoubtfulSaturdays,
        German,
        WinterShutdown,
    }

    public static MatrixTheoryData<Trade, int> Trades { get; } = new(Enum.GetValues<Trade>(), [1, 2, 4]);

    [Theory]
    [MemberData(nameof(Trades))]
    public void Simulated_trade_is_neither_closed_on_ordinary_days_nor_open_on_known_holidays(Trade trade, int years)
    {
        var tally = new Tally();
        for (var start = 0; start < 3; start++)
        {
            for (var month = 0; month < 14; month++)
            {
                // Thirty days on, the origin falls on another weekday: fourteen origins fall on each weekday twice.
                var origin = new DateOnly(2020, 10, 5).AddDays((30 * month) + (130 * start));
                var panel = Panel(origin.AddYears(-years).AddDays(-20), origin, date => IsOpen(trade, date));
                tally.Count(TradingCalendar.Learn(panel, panel.DayCount), panel, date => IsOpen(trade, date), date => IsAccident(trade, date), Horizon);
            }
        }

        Assert.True(tally.Ordinary > 1000, tally.ToString());
        Assert.True(tally.FalselyClosed <= 0.001 * tally.Ordinary, tally.ToString());
        Assert.True(tally.Predicted >= 0.95 * tally.Known, tally.ToString());
    }

    [Fact]
    public void The_State_of_Iowa_is_neither_closed_on_ordinary_days_nor_open_on_known_holidays()
    {
        var folder = Path.Combine(RepositoryFolder.Shared, "data", "iowa");
        Assert.SkipUnless(Directory.Exists(folder), "The Iowa data are not here.");
        var days = new HashSet<DateOnly>();
        using (var engine = new DuckDbEngine(memoryLimitMegabytes: 320))
        {
            var files = DuckDbEngine.Literal(Path.Combine(folder, "product_day_*.parquet"));
            engine.Query(
                $"SELECT DISTINCT CAST(date AS DATE) FROM read_parquet({files})",
                reader => days.Add(reader.GetFieldValue<DateOnly>(0)),
                TestContext.Current.CancellationToken);
        }

        var panel = Panel(days.Min(), days.Max().AddDays(1), days.Contains);
        var tally = new Tally { OfficeDaysOnly = true };
        for (var origin = 365; origin < panel.DayCount; origin += 8)
        {
            tally.Count(TradingCalendar.Learn(panel, origin), panel, days.Contains, _ => false, Math.Min(Horizon, panel.DayCount - origin));
        }

        // Fridays are left out: until mid-2016 every other Friday was closed, none in a pattern.
        Assert.True(tally.Ordinary > 7000, tally.ToString());
        Assert.True(tally.FalselyClosed <= 0.001 * tally.Ordinary, tally.ToString());
        Assert.True(tally.Known > 150 && tally.Predicted >= 0.95 * tally.Known, tally.ToString());
    }

    [Fact]
    public void An_eve_that_fell_on_a_closed_Sunday_does_not_close_a_Tuesday()
    {
        // Sundays are open in the year's last weeks only. The eve of Juneteenth was a closed Sunday in 2023 and is a Tuesday in 2024.
        var panel = Panel(new DateOnly(2023, 1, 2), new DateOnly(2024, 5, 31), date =>
            date.DayOfWeek switch
            {
                DayOfWeek.Saturday => false,
                DayOfWeek.Sunday => date >= new DateOnly(2023, 11, 1) || date.Day % 3 == 0,
                _ => (date.Month, date.Day) is not ((7, 4) or (12, 25)),
            });

        var calendar = TradingCalendar.Learn(panel, panel.DayCount);

        DateOnly[] eves = [new(2024, 6, 18), new(2024, 11, 12), new(2024, 12, 24), new(2024, 12, 31)];
        Assert.All(eves, date => Assert.InRange(calendar.OpenProbability(panel.DayOf(date)), 0.9, 1));
        Assert.InRange(calendar.OpenProbability(panel.DayOf(new DateOnly(2024, 12, 25))), 0, 0.1);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void One_closure_of_a_date_closes_no_later_year_but_two_do(int closures, bool open)
    {
        var year = 2021 + closures;
        var panel = Panel(new DateOnly(2020, 12, 1), new DateOnly(year, 2, 20), date =>
            date.DayOfWeek != DayOfWeek.Sunday && (date.Month, date.Day) is not (3, 16));

        var calendar = TradingCalendar.Learn(panel, panel.DayCount);

        Assert.Equal(open, calendar.IsOpen(panel.DayOf(new DateOnly(year, 3, 16))));
    }

    [Fact]
    public void A_closed_date_of_another_country_is_learnt_although_it_fell_on_a_Sunday_in_between()
    {
        var panel = Panel(new DateOnly(2020, 1, 2), new DateOnly(2023, 9, 27), date => IsOpen(Trade.German, date));

        var calendar = TradingCalendar.Learn(panel, panel.DayCount);

        var day = panel.DayOf(new DateOnly(2023, 10, 3));
        Assert.False(calendar.IsOpen(day));
        Assert.Equal(ClosureReason.Annual, calendar.ClosureOn(day));
        Assert.Equal("Good Friday", calendar.HolidayOn(panel.DayOf(new DateOnly(2024, 3, 29))));
        Assert.True(calendar.IsOpen(panel.DayOf(new DateOnly(2023, 10, 4))));
        Assert.True(calendar.IsOpen(panel.DayOf(new DateOnly(2024, 7, 4))));
    }

    [Fact]
    public void An_open_holiday_has_its_name_and_no_closure()
    {
        var panel = Panel(new DateOnly(2022, 1, 1), new DateOnly(2024, 6, 1), _ => true);

        var calendar = TradingCalendar.Learn(panel, panel.DayCount);

        var day = panel.DayOf(new DateOnly(2024, 7, 4));
        Assert.Equal("Independence Day", calendar.HolidayOn(day));
        Assert.InRange(calendar.OpenProbability(day), 0.9, 1);
        Assert.Null(calendar.ClosureOn(day));
    }

    [Fact]
    public void Days_of_explicit_zeros_are_closed_like_days_without_rows()
    {
        var from = new DateOnly(2022, 1, 3);
        var to = new DateOnly(2024, 5, 24);
        var without = new SalesPanelBuilder();
        var zeros = new SalesPanelBuilder();
        for (var date = from; date < to; date = date.AddDays(1))
        {
            for (var item = 0; item < 3; item++)
            {
                var sold = IsOpen(Trade.Warehouse, date) ? 10 + item : 0;
                zeros.Add(date, Name(item), sold);
                if (sold > 0)
                {
                    without.Add(date, Name(item), sold);
                }
            }
        }

        var (left, right) = (History.Of(without.Build()), History.Of(zeros.Build()));

        Assert.Equal(left.Origin, right.Origin);
        for (var day = 0; day < left.Origin + Horizon; day++)
        {
            Assert.Equal(left.Calendar.OpenProbability(day), right.Calendar.OpenProbability(day));
            Assert.Equal(left.Calendar.ClosureOn(day), right.Calendar.ClosureOn(day));
        }

        for (var item = 0; item < 3; item++)
        {
            Assert.Equal(left.Daily(item), right.Daily(item));
        }

        var memorialDay = left.Calendar.Origin + 3;
        Assert.Equal(new DateOnly(2024, 5, 27), left.DateOf(memorialDay));
        Assert.False(right.Calendar.IsOpen(memorialDay));
    }

    [Fact]
    public void A_shop_closed_on_Sundays_in_a_chain_that_opens_is_closed_there_and_has_no_zeros()
    {
        var builder = new SalesPanelBuilder();
        for (var date = new DateOnly(2024, 1, 1); date < new DateOnly(2024, 6, 1); date = date.AddDays(1))
        {
            var sunday = date.DayOfWeek == DayOfWeek.Sunday;
            builder.Add(date, Name(0), 20);
            builder.Add(date, Name(1), 30);
            if (!sunday)
            {
                builder.Add(date, Name(2), 40);
            }

            // Closes on Sundays since April; and a rare item, which tells nothing.
            if (!sunday || date.Month < 4)
            {
                builder.Add(date, Name(3), 50);
            }

            if (date.Day % 15 == 1 && !sunday)
            {
                builder.Add(date, Name(4), 1);
            }
        }

        var history = History.Of(builder.Build());

        var (pastSunday, nextSunday) = (history.Origin - 6, history.Origin + 1);
        Assert.Equal(DayOfWeek.Sunday, history.DateOf(pastSunday).DayOfWeek);
        Assert.Equal([true, true, false, false, true], Enumerable.Range(0, 5).Select(series => history.IsOpen(series, nextSunday)));
        Assert.Equal(0, history.OpenProbability(2, nextSunday));
        Assert.Equal(ClosureReason.Weekday, history.ClosureOn(2, nextSunday));
        Assert.Equal(double.NaN, history.Daily(2)[^6]);
        Assert.Equal(double.NaN, history.Daily(3)[^6]);
        Assert.Equal(50, history.Daily(3)[6]);
        Assert.Equal(0, history.Daily(4)[^6]);
        Assert.True(history.IsOpen(2, nextSunday + 1));
    }

    [Fact]
    public void One_series_alone_has_zeros_on_its_weekdays_and_closures_on_the_others()
    {
        var builder = new SalesPanelBuilder();
        for (var date = new DateOnly(2022, 1, 3); date < new DateOnly(2024, 5, 25); date = date.AddDays(1))
        {
            if (IsOpen(Trade.Warehouse, date) && date.DayNumber % 10 != 0)
            {
                builder.Add(date, Name(0), 7);
            }
        }

        var history = History.Of(builder.Build());

        Assert.All(Enumerable.Range(0, history.Origin), day =>
            Assert.Equal(IsOpen(Trade.Warehouse, history.DateOf(day)), history.Calendar.IsOpen(day)));
        Assert.False(history.Calendar.IsOpen(history.Calendar.Origin + 2));
    }

    [Fact]
    public void What_is_stated_goes_before_what_was_learnt_in_the_past_and_ahead()
    {
        var panel = Panel(new DateOnly(2023, 1, 2), new DateOnly(2024, 6, 3), date => IsOpen(Trade.Warehouse, date));
        var stated = new StatedCalendar(
        [
            new(new DateOnly(2024, 6, 8), Open: true, "Made-up Saturday", null),
            new(new DateOnly(2024, 6, 11), Open: false, "Inventory", null),
            new(new DateOnly(2024, 5, 7), Open: false, null, null),
            new(new DateOnly(2024, 5, 27), Open: true, null, null),
            new(new DateOnly(2024, 6, 12), Open: false, "Sold out", "A"),
            new(new DateOnly(2024, 5, 8), Open: false, null, "A"),
        ]);

        var history = History.Of(panel.With(stated));

        int Day(int month, int day) => panel.DayOf(new DateOnly(2024, month, day));
        Assert.Equal(1, history.Calendar.OpenProbability(Day(6, 8)));
        Assert.Equal("Made-up Saturday", history.Calendar.HolidayOn(Day(6, 8)));
        Assert.Equal(0, history.Calendar.OpenProbability(Day(6, 11)));
        Assert.Equal(ClosureReason.Stated, history.Calendar.ClosureOn(Day(6, 11)));
        Assert.Equal(double.NaN, history.Daily(0)[Day(5, 7)]);
        Assert.Equal(0, history.Daily(0)[Day(5, 27)]);
        Assert.Equal([false, true], [history.IsOpen(0, Day(6, 12)), history.IsOpen(1, Day(6, 12))]);
        Assert.Equal("Sold out", history.HolidayOn(0, Day(6, 12)));
        Assert.Equal(double.NaN, history.Daily(0)[Day(5, 8)]);
        Assert.Equal(5, history.Daily(1)[Day(5, 8)]);
        Assert.True(History.Of(panel).Calendar.IsOpen(Day(6, 11)));
    }

    private static bool IsOpen(Trade trade, DateOnly date)
    {
        var weekend = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var name = UsFederalHolidays.NameOn(date);
        return trade switch
        {
            Trade.Warehouse => !weekend && !UsFederalHolidays.ClosesTrade(date),
            Trade.WarehouseOfficeHolidays => !weekend && name is null,
            Trade.WarehouseNoHolidays => !weekend,
            Trade.Daily => true,
            Trade.DailyButChristmas => name is not "Christmas Day",
            Trade.DailyButChristmasAndThanksgiving => name is not ("Christmas Day" or "Thanksgiving Day"),
            Trade.ClosedSundays => date.DayOfWeek != DayOfWeek.Sunday && !UsFederalHolidays.ClosesTrade(date),
            Trade.ClosedSundaysAndSnowDays => date.DayOfWeek != DayOfWeek.Sunday && !UsFederalHolidays.ClosesTrade(date) && !IsAccident(trade, date),
            Trade.DoubtfulSaturdays => date.DayOfWeek != DayOfWeek.Sunday && !UsFederalHolidays.ClosesTrade(date) && !IsAccident(trade, date),
            Trade.German => date.DayOfWeek != DayOfWeek.Sunday
                && (date.Month, date.Day) is not ((1, 1) or (5, 1) or (10, 3) or (12, 25) or (12, 26))
                && date.DayNumber - EasterDates.Of(date.Year).DayNumber is not (-2 or 1 or 39 or 50),
            _ => !weekend && !UsFederalHolidays.ClosesTrade(date) && !(date.Month == 12 && date.Day >= 27),
        };
    }

    /// <summary>Closures that nobody can foresee: a day in a hundred, or four Saturdays in ten.</summary>
    private static bool IsAccident(Trade trade, DateOnly date) => trade switch
    {
        Trade.ClosedSundaysAndSnowDays => new Random(date.DayNumber).NextDouble() < 0.01,
        Trade.DoubtfulSaturdays => date.DayOfWeek == DayOfWeek.Saturday && new Random(date.DayNumber).NextDouble() < 0.4,
        _ => false,
    };

    private static SalesPanel Panel(DateOnly from, DateOnly to, Func<DateOnly, bool> isOpen)
    {
        var builder = new SalesPanelBuilder();
        for (var date = from; date < to; date = date.AddDays(1))
        {
            for (var item = 0; item < 4 && isOpen(date); item++)
            {
                builder.Add(date, Name(item), 5);
            }
        }

        return builder.Build();
    }

    private static string Name(int item) => ((char)('A' + item)).ToString();

    /// <summary>Counts what a calendar says of the days ahead against the truth.</summary>
    private sealed class Tally
    {
        private readonly SortedDictionary<DateOnly, int> _wrong = [];

        /// <summary>Whether only Mondays to Thursdays count.</summary>
        public bool OfficeDaysOnly { get; init; }

        /// <summary>Open days that are no federal holiday.</summary>
        public int Ordinary { get; private set; }

        public int FalselyClosed { get; private set; }

        /// <summary>Closed days whose rule was seen before: a holiday closed once, another date closed twice.</summary>
        public int Known { get; private set; }

        public int Predicted { get; private set; }

        public void Count(TradingCalendar calendar, SalesPanel panel, Func<DateOnly, bool> isOpen, Func<DateOnly, bool> isAccident, int horizon)
        {
            for (var day = panel.DayOf(calendar.DateOf(calendar.Origin)); day < calendar.Origin + horizon; day++)
            {
                var date = calendar.DateOf(day);
                var holiday = UsFederalHolidays.On(date);
                var counts = !OfficeDaysOnly || date.DayOfWeek is >= DayOfWeek.Monday and <= DayOfWeek.Thursday;
                if (isOpen(date) && holiday is null && counts)
                {
                    Ordinary++;
                    FalselyClosed += Wrong(date, !calendar.IsOpen(day));
                }
                else if (!isOpen(date) && !isAccident(date) && calendar.TradesOn(date.DayOfWeek) && WasSeen(calendar, date, isOpen)
                    && (!OfficeDaysOnly || holiday is not null))
                {
                    Known++;
                    Predicted += 1 - Wrong(date, calendar.IsOpen(day));
                }
            }
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{FalselyClosed} of {Ordinary} ordinary days closed, {Predicted} of {Known} closures predicted: {string.Join(", ", _wrong.Select(day => $"{day.Key:yyyy-MM-dd} x {day.Value}"))}");

        private int Wrong(DateOnly date, bool isWrong)
        {
            if (isWrong)
            {
                _wrong[date] = _wrong.GetValueOrDefault(date) + 1;
            }

            return isWrong ? 1 : 0;
        }

        private static bool WasSeen(TradingCalendar calendar, DateOnly date, Func<DateOnly, bool> isOpen)
        {
            bool WasClosed(DateOnly past) => past >= calendar.DateOf(0) && past < calendar.DateOf(calendar.Origin)
                && !isOpen(past) && calendar.TradesOn(past.DayOfWeek);
            if (UsFederalHolidays.On(date) is { } holiday)
            {
                return UsFederalHolidays.Between(calendar.DateOf(0), date.AddDays(-1)).Any(past => UsFederalHolidays.On(past.Date) == holiday && WasClosed(past.Date));
            }

            // Three times for a date that is no federal holiday: two may still be thought a coincidence where closures are frequent.
            return AnnualDay.On(date).Any(annual => annual.Rule != AnnualRule.WeekdayOfMonth
                && Enumerable.Range(calendar.DateOf(0).Year, 6).Count(year => annual.DateIn(year) is { } past && WasClosed(past)) >= 3);
        }
    }
}
