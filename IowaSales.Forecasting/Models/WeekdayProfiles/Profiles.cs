namespace IowaSales.Forecasting.Models.WeekdayProfiles;

/// <summary>
/// Nine averages of the same weekdays before an origin, each drawn towards the series' level times the panel's weekday shape (shrinkage; James
/// &amp; Stein 1961). Plain and logarithmic means with three half-lives, a mean and two medians: no single window carries over from one year
/// or panel to the next, their mean does (Timmermann 2006, Forecast combinations). Averages and spans were chosen in the selection benchmark
/// (choice "profile-kinds").
/// </summary>
internal static class Profiles
{
    /// <summary>Number of averages.</summary>
    public const int Count = 9;

    /// <summary>
    /// Weight, in days, of "the level times the panel's shape" against a weekday's own sales, where these only scatter about it. A weekday that
    /// is steady is believed: see <see cref="ShrinkageOf"/>. Chosen in the selection benchmark (choice "profile-shrinkage").
    /// </summary>
    private const double MaxShrinkage = 2;

    /// <summary>What is added to sales before the logarithm, as a share of the series' mean: a day without a sale is not minus infinity.</summary>
    private const double LogOffset = 0.1;

    /// <summary>Days that a half-life looks back.</summary>
    private const int Window = 448;
    private const int Year = 364;
    private const int MaxWeeks = 26;
    private const int HalfLives = 3;

    private static readonly double[][] Weights = [.. new[] { 28, 56, 112 }.Select(halfLife =>
        Enumerable.Range(0, Window).Select(age => Math.Pow(0.5, (double)age / halfLife)).ToArray())];

    /// <summary>Fills the averages.</summary>
    /// <param name="past">The series.</param>
    /// <param name="end">Number of its days that are known: the origin less its first day.</param>
    /// <param name="shape">The panel's shape.</param>
    /// <param name="profiles">Receives <see cref="Count"/> times seven values at least 0, each seven by <see cref="DayOfWeek"/>.</param>
    public static void Fill(SeriesPast past, int end, WeekdayShape shape, Span<double> profiles)
    {
        var shrinkage = Exponential(past, end, shape.Ratios, profiles[..(2 * HalfLives * 7)]);
        OfWeeks(past, end, shape.Ratios, shrinkage, profiles[(2 * HalfLives * 7)..]);
    }

    /// <summary>The mean of the averages.</summary>
    /// <param name="profiles">What <see cref="Fill"/> filled.</param>
    /// <param name="mean">Receives seven values by <see cref="DayOfWeek"/>.</param>
    public static void Mean(ReadOnlySpan<double> profiles, Span<double> mean)
    {
        mean.Clear();
        for (var i = 0; i < Count * 7; i++)
        {
            mean[i % 7] += profiles[i] / Count;
        }
    }

    /// <summary>By half-life the mean of logarithms and the plain one; returns how far to shrink.</summary>
    private static double Exponential(SeriesPast past, int end, ReadOnlySpan<double> shape, Span<double> profiles)
    {
        var offset = LogOffset * MeanOf(past.Values.AsSpan(Math.Max(0, end - Year), Math.Min(end, Year)));
        if (offset <= 0)
        {
            profiles.Clear();
            return MaxShrinkage;
        }

        Span<double> squares = stackalloc double[7];
        squares.Clear();
        Span<double> sums = stackalloc double[2 * HalfLives * 7];
        Span<double> masses = stackalloc double[2 * HalfLives * 7];
        sums.Clear();
        masses.Clear();
        var weekday = (past.FirstWeekday + end - 1) % 7;
        for (var age = 0; age < Math.Min(end, Window); age++)
        {
            var value = past.Values[end - 1 - age];
            if (!double.IsNaN(value))
            {
                var (log, weight) = (Math.Log(value + offset), past.Weights[end - 1 - age]);
                for (var h = 0; h < HalfLives; h++)
                {
                    var (logAt, plainAt) = ((14 * h) + weekday, (14 * h) + 7 + weekday);
                    sums[logAt] += Weights[h][age] * weight * log;
                    masses[logAt] += Weights[h][age] * weight;
                    sums[plainAt] += Weights[h][age] * value;
                    masses[plainAt] += Weights[h][age];
                }

                squares[weekday] += Weights[HalfLives - 1][age] * value * value;
            }

            weekday = weekday > 0 ? weekday - 1 : 6;
        }

        var shrinkage = ShrinkageOf(sums[^7..], squares, masses[^7..], shape);
        for (var h = 0; h < HalfLives; h++)
        {
            ShrinkLogs(sums.Slice(14 * h, 7), masses.Slice(14 * h, 7), shape, offset, shrinkage, profiles.Slice(14 * h, 7));
            Shrink(sums.Slice((14 * h) + 7, 7), masses.Slice((14 * h) + 7, 7), shape, shrinkage, profiles.Slice((14 * h) + 7, 7));
        }

        return shrinkage;
    }

    /// <summary>The mean of 13 weeks, and the medians of 13 and 26.</summary>
    private static void OfWeeks(SeriesPast past, int end, ReadOnlySpan<double> shape, double shrinkage, Span<double> profiles)
    {
        Span<double> values = stackalloc double[MaxWeeks];
        Span<double> sums = stackalloc double[3 * 7];
        Span<double> masses = stackalloc double[3 * 7];
        sums.Clear();
        masses.Clear();
        for (var back = 1; back <= Math.Min(7, end); back++)
        {
            var weekday = (past.FirstWeekday + end - back) % 7;
            var count = 0;
            for (var i = end - back; i >= 0 && count < MaxWeeks; i -= 7)
            {
                if (!double.IsNaN(past.Values[i]))
                {
                    values[count++] = past.Values[i];
                }
            }

            var half = Math.Min(count, MaxWeeks / 2);
            masses[weekday] = masses[7 + weekday] = half;
            masses[14 + weekday] = count;
            sums[weekday] = half * MeanOf(values[..half]);
            sums[7 + weekday] = half * Median(values[..half]);
            sums[14 + weekday] = count * Median(values[..count]);
        }

        for (var i = 0; i < 3; i++)
        {
            Shrink(sums.Slice(7 * i, 7), masses.Slice(7 * i, 7), shape, shrinkage, profiles.Slice(7 * i, 7));
        }
    }

    /// <summary>
    /// The share that chance has in how weekdays differ from the panel's shape: the variance within weekdays over that and the variance of
    /// their means about the shape (empirical Bayes; Efron &amp; Morris 1975). A series without chance is its own weekdays.
    /// </summary>
    private static double ShrinkageOf(
        ReadOnlySpan<double> sums, ReadOnlySpan<double> squares, ReadOnlySpan<double> masses, ReadOnlySpan<double> shape)
    {
        var level = LevelOf(sums, masses, shape);
        var (within, between) = (0.0, 0.0);
        for (var weekday = 0; weekday < 7; weekday++)
        {
            if (masses[weekday] > 0)
            {
                var mean = sums[weekday] / masses[weekday];
                var deviation = mean - (level * shape[weekday]);
                within += Math.Max(0, squares[weekday] - (masses[weekday] * mean * mean));
                between += masses[weekday] * deviation * deviation;
            }
        }

        // Sums of squares are exact to about 1e-16 of themselves; less than 1e-12 of the variance is rounding.
        return within > 1e-12 * between ? MaxShrinkage * within / (within + between) : 0;
    }

    /// <summary>Level of a series: its sales over what the shape makes of its days.</summary>
    private static double LevelOf(ReadOnlySpan<double> sums, ReadOnlySpan<double> masses, ReadOnlySpan<double> shape)
    {
        var (sum, expected) = (0.0, 0.0);
        for (var weekday = 0; weekday < 7; weekday++)
        {
            sum += sums[weekday];
            expected += masses[weekday] * shape[weekday];
        }

        return expected > 0 ? sum / expected : 0;
    }

    private static void Shrink(
        ReadOnlySpan<double> sums, ReadOnlySpan<double> masses, ReadOnlySpan<double> shape, double shrinkage, Span<double> profile)
    {
        var level = LevelOf(sums, masses, shape);
        for (var weekday = 0; weekday < 7; weekday++)
        {
            profile[weekday] = masses[weekday] > 0
                ? (sums[weekday] + (shrinkage * level * shape[weekday])) / (masses[weekday] + shrinkage)
                : level * shape[weekday];
        }
    }

    private static void ShrinkLogs(
        ReadOnlySpan<double> sums, ReadOnlySpan<double> masses, ReadOnlySpan<double> shape, double offset, double shrinkage, Span<double> profile)
    {
        var (sum, mass) = (0.0, 0.0);
        for (var weekday = 0; weekday < 7; weekday++)
        {
            sum += sums[weekday] - (masses[weekday] * Math.Log(shape[weekday]));
            mass += masses[weekday];
        }

        var level = mass > 0 ? sum / mass : Math.Log(offset);
        for (var weekday = 0; weekday < 7; weekday++)
        {
            var usual = level + Math.Log(shape[weekday]);
            var log = masses[weekday] > 0 ? (sums[weekday] + (shrinkage * usual)) / (masses[weekday] + shrinkage) : usual;
            profile[weekday] = Math.Max(0, Math.Exp(log) - offset);
        }
    }

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        return count > 0 ? sum / count : 0;
    }

    private static double Median(Span<double> values)
    {
        values.Sort();
        var middle = values.Length / 2;
        return values.Length == 0 ? 0 : values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
