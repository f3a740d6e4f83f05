using System.Text;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data.Files;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

public sealed class StatedCalendarFileTests
{
    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public void Rows_of_a_table_state_days_for_all_items_or_for_one(string separator)
    {
        var calendar = Read($"""
            Date,STATUS,name,item_name
            2024-12-24,closed,Christmas Eve,
            2024-11-30,Open,,
            2024-12-24,OPEN,"Gift, last ","BLACK  VELVET"

            2024-12-24,closed,again,
            """.Replace(",", separator, StringComparison.Ordinal));

        Assert.Equal(new StatedDay(new DateOnly(2024, 12, 24), Open: false, "Christmas Eve", null), calendar.On(new DateOnly(2024, 12, 24)));
        Assert.Equal(new StatedDay(new DateOnly(2024, 11, 30), Open: true, null, null), calendar.On(new DateOnly(2024, 11, 30)));
        Assert.True(Assert.Single(calendar.Own("BLACK VELVET")).Value.Open);
        Assert.Null(calendar.On(new DateOnly(2024, 12, 25)));
        Assert.Equal(3, calendar.Days.Count);
    }

    [Theory]
    [InlineData("date,name\n2024-12-24,x", "no column status")]
    [InlineData("date,status\n24.12.2024,closed", "column date holds '24.12.2024', not a day like 2024-12-24")]
    [InlineData("date,status\n2024-02-30,closed", "column date holds '2024-02-30'")]
    [InlineData("date,status\n2024-12-24,shut", "column status holds 'shut', not open or closed")]
    [InlineData("date,status\n2024-12-24,closed\n2024-12-24,open", "2024-12-24 is stated both open and closed; state it once")]
    [InlineData("", "no column date")]
    [InlineData("BEGIN:VCALENDAR\nnonsense", "is no iCalendar file")]
    [InlineData("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", "no all-day event")]
    public void A_fault_is_named_and_nothing_is_used(string text, string fault)
    {
        var exception = Assert.Throws<SalesDataException>(() => Read(text));

        Assert.StartsWith("calendar.csv", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, $"{exception.Message} {string.Join(' ', exception.Problems)}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_faulty_row_is_named_by_its_line()
    {
        var exception = Assert.Throws<SalesDataException>(() => Read("date,status\n2024-12-24,closed\n2024-12-25,\n"));

        Assert.Equal(3, Assert.Single(exception.Problems).Line);
    }

    [Fact]
    public void All_day_events_are_closed_days_and_rules_are_laid_out()
    {
        var calendar = Read("""
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//a planner//EN
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20231224
            DTEND;VALUE=DATE:20231227
            SUMMARY:Christmas
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART;VALUE=DATE:20201003
            RRULE:FREQ=YEARLY
            EXDATE;VALUE=DATE:20251003
            SUMMARY:German Unity Day
            END:VEVENT
            BEGIN:VEVENT
            UID:3
            DTSTART;VALUE=DATE:20241130
            SUMMARY:Open Saturday
            END:VEVENT
            BEGIN:VEVENT
            UID:4
            DTSTART;VALUE=DATE:20241207
            CATEGORIES:SALES,Open
            SUMMARY:Advent
            END:VEVENT
            BEGIN:VEVENT
            UID:5
            DTSTART:20240610T080000Z
            DTEND:20240610T100000Z
            SUMMARY:Meeting
            END:VEVENT
            BEGIN:VEVENT
            UID:6
            DTSTART;VALUE=DATE:20240611
            STATUS:CANCELLED
            SUMMARY:Inventory
            END:VEVENT
            BEGIN:VEVENT
            UID:7
            DTSTART;VALUE=DATE:20240612
            SUMMARY:Opening of the new hall
            END:VEVENT
            END:VCALENDAR
            """.ReplaceLineEndings("\r\n"));

        StatedDay? On(int year, int month, int day) => calendar.On(new DateOnly(year, month, day));
        Assert.All([24, 25, 26], day => Assert.Equal((false, "Christmas"), (On(2023, 12, day)!.Open, On(2023, 12, day)!.Name)));
        Assert.Null(On(2023, 12, 27));
        Assert.All([2020, 2024, 2026, 2060], year => Assert.Equal("German Unity Day", On(year, 10, 3)?.Name));
        Assert.All([2019, 2025], year => Assert.Null(On(year, 10, 3)));
        Assert.True(On(2024, 11, 30)!.Open);
        Assert.True(On(2024, 12, 7)!.Open);
        Assert.Null(On(2024, 6, 10));
        Assert.Null(On(2024, 6, 11));
        Assert.False(On(2024, 6, 12)!.Open);
    }

    private static StatedCalendar Read(string text) => StatedCalendarFile.Read(Encoding.UTF8.GetBytes(text), "calendar.csv");
}
