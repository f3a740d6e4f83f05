namespace IowaSales.Forecasting.Calendars;

/// <summary>Easter Sunday of the Gregorian calendar, and the public holidays that move with it.</summary>
public static class EasterDates
{
    /// <summary>Offsets in days from Easter Sunday of days that are public holidays somewhere, from Carnival Monday to Corpus Christi.</summary>
    public static IReadOnlyList<int> HolidayOffsets { get; } = [-48, -47, -3, -2, -1, 0, 1, 39, 49, 50, 60];

    /// <summary>Easter Sunday of a year, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, 2nd edition, chapter 8).</summary>
    /// <param name="year">Year, from 1583.</param>
    public static DateOnly Of(int year)
    {
        var a = year % 19;
        var (b, c) = Math.DivRem(year, 100);
        var (d, e) = Math.DivRem(b, 4);
        var g = (b - ((b + 8) / 25) + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = Math.DivRem(c, 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var (month, day) = Math.DivRem(h + l - (7 * m) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }

    /// <summary>Name of the holiday at an offset from Easter Sunday; null when it has none in wide use.</summary>
    /// <param name="offset">Days after Easter Sunday.</param>
    public static string? NameOf(int offset) => offset switch
    {
        -48 => "Carnival Monday",
        -47 => "Shrove Tuesday",
        -3 => "Maundy Thursday",
        -2 => "Good Friday",
        -1 => "Holy Saturday",
        0 => "Easter Sunday",
        1 => "Easter Monday",
        39 => "Ascension Day",
        49 => "Whit Sunday",
        50 => "Whit Monday",
        60 => "Corpus Christi",
        _ => null,
    };
}
