using System.Globalization;
using IowaSales.Forecasting.Calendars;
using Xunit;

namespace IowaSales.Tests.Forecasting.Calendars;

public sealed class UsFederalHolidaysTests
{
    /// <summary>
    /// The days off work of each year, month and day, as the Office of Personnel Management publishes them: New Year's Day (in the year before
    /// where it says 12-31), Martin Luther King Jr., Washington, Memorial, from 2021 on Juneteenth, Independence, Labor, Columbus, Veterans,
    /// Thanksgiving, Christmas.
    /// </summary>
    private const string DaysOffWork =
        """
        1990 01-01 01-15 02-19 05-28 07-04 09-03 10-08 11-12 11-22 12-25
        1991 01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25
        1992 01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25
        1993 01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25 12-24
        1994 12-31 01-17 02-21 05-30 07-04 09-05 10-10 11-11 11-24 12-26
        1995 01-02 01-16 02-20 05-29 07-04 09-04 10-09 11-10 11-23 12-25
        1996 01-01 01-15 02-19 05-27 07-04 09-02 10-14 11-11 11-28 12-25
        1997 01-01 01-20 02-17 05-26 07-04 09-01 10-13 11-11 11-27 12-25
        1998 01-01 01-19 02-16 05-25 07-03 09-07 10-12 11-11 11-26 12-25
        1999 01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25 12-24
        2000 12-31 01-17 02-21 05-29 07-04 09-04 10-09 11-10 11-23 12-25
        2001 01-01 01-15 02-19 05-28 07-04 09-03 10-08 11-12 11-22 12-25
        2002 01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25
        2003 01-01 01-20 02-17 05-26 07-04 09-01 10-13 11-11 11-27 12-25
        2004 01-01 01-19 02-16 05-31 07-05 09-06 10-11 11-11 11-25 12-24
        2005 12-31 01-17 02-21 05-30 07-04 09-05 10-10 11-11 11-24 12-26
        2006 01-02 01-16 02-20 05-29 07-04 09-04 10-09 11-10 11-23 12-25
        2007 01-01 01-15 02-19 05-28 07-04 09-03 10-08 11-12 11-22 12-25
        2008 01-01 01-21 02-18 05-26 07-04 09-01 10-13 11-11 11-27 12-25
        2009 01-01 01-19 02-16 05-25 07-03 09-07 10-12 11-11 11-26 12-25
        2010 01-01 01-18 02-15 05-31 07-05 09-06 10-11 11-11 11-25 12-24
        2011 12-31 01-17 02-21 05-30 07-04 09-05 10-10 11-11 11-24 12-26
        2012 01-02 01-16 02-20 05-28 07-04 09-03 10-08 11-12 11-22 12-25
        2013 01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25
        2014 01-01 01-20 02-17 05-26 07-04 09-01 10-13 11-11 11-27 12-25
        2015 01-01 01-19 02-16 05-25 07-03 09-07 10-12 11-11 11-26 12-25
        2016 01-01 01-18 02-15 05-30 07-04 09-05 10-10 11-11 11-24 12-26
        2017 01-02 01-16 02-20 05-29 07-04 09-04 10-09 11-10 11-23 12-25
        2018 01-01 01-15 02-19 05-28 07-04 09-03 10-08 11-12 11-22 12-25
        2019 01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25
        2020 01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25
        2021 01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24
        2022 12-31 01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26
        2023 01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25
        2024 01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25
        2025 01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25
        2026 01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25
        2027 01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24
        2028 12-31 01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25
        2029 01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25
        2030 01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25
        2031 01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25
        2032 01-01 01-19 02-16 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24
        2033 12-31 01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26
        2034 01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25
        2035 01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25
        """;

    [Fact]
    public void Days_off_work_are_those_published_for_1990_to_2035()
    {
        foreach (var line in DaysOffWork.Split('\n'))
        {
            var fields = line.Split(' ');
            var year = int.Parse(fields[0], CultureInfo.InvariantCulture);
            var expected = fields[1..]
                .Select((day, place) => Date(place == 0 && day == "12-31" ? year - 1 : year, day))
                .ToArray();
            var from = expected[0];
            var to = new DateOnly(year, 12, 30);
            var actual = UsFederalHolidays.Between(from, to)
                .Select(day => day.Date)
                .Where(date => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [InlineData("2021-07-04", "Independence Day")]
    [InlineData("2021-07-05", "Independence Day (observed)")]
    [InlineData("2021-12-24", "Christmas Day (observed)")]
    [InlineData("2021-12-31", "New Year's Day (observed)")]
    [InlineData("2022-01-01", "New Year's Day")]
    [InlineData("2023-11-10", "Veterans Day (observed)")]
    [InlineData("2024-01-15", "Martin Luther King Jr. Day")]
    [InlineData("2024-02-19", "Washington's Birthday")]
    [InlineData("2024-05-27", "Memorial Day")]
    [InlineData("2024-06-19", "Juneteenth")]
    [InlineData("2020-06-19", null)]
    [InlineData("2024-09-02", "Labor Day")]
    [InlineData("2024-10-14", "Columbus Day")]
    [InlineData("2024-11-28", "Thanksgiving Day")]
    [InlineData("2024-11-29", null)]
    [InlineData("2024-12-24", null)]
    public void A_day_has_its_name(string date, string? name) =>
        Assert.Equal(name, UsFederalHolidays.NameOn(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture)));

    /// <summary>Easter Sundays as published by the Astronomical Applications Department of the US Naval Observatory.</summary>
    [Theory]
    [InlineData("1961-04-02")]
    [InlineData("1990-04-15")]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2011-04-24")]
    [InlineData("2020-04-12")]
    [InlineData("2021-04-04")]
    [InlineData("2022-04-17")]
    [InlineData("2023-04-09")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2038-04-25")]
    public void Easter_falls_as_published(string date)
    {
        var easter = DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        Assert.Equal(easter, EasterDates.Of(easter.Year));
    }

    [Fact]
    public void Each_annual_day_of_a_date_leads_back_to_it()
    {
        for (var date = new DateOnly(2019, 12, 25); date < new DateOnly(2025, 1, 10); date = date.AddDays(1))
        {
            Assert.All(AnnualDay.On(date), annual => Assert.Equal(date, annual.DateIn(date.Year)));
        }
    }

    private static DateOnly Date(int year, string day) =>
        DateOnly.ParseExact($"{year}-{day}", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
