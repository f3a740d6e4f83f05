namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>
/// What a part of the year sells beyond the rest of it, learnt from up to three years: promotions come back in the same months, product by
/// product. A part is a quarter of a month, since a promotion begins and ends with one. Few years are ever seen, so every estimate is drawn to
/// a steadier one (shrinkage; James &amp; Stein 1961): the panel's part to the panel's month, a series' month to the panel's, and a series' part
/// to its own month.
/// </summary>
internal static class YearlySeasonality
{
    /// <summary>Number of parts of a year.</summary>
    public const int Parts = Months * PartsOfMonth;

    private const int Months = 12;
    private const int PartsOfMonth = 4;
    private const int DaysOfPart = 8;

    /// <summary>Days of history that are used: three years, and the days before them that their first level needs.</summary>
    private const int Window = 1100;

    /// <summary>Days on each side of a day whose mean is its level: a whole year, in which each season comes once.</summary>
    private const int HalfYear = 182;

    /// <summary>Days before the origin that teach nothing yet: a lasting change is told from a season only once the season has passed.</summary>
    private const int Undecided = 182;

    /// <summary>Weight, in ordinary days of one series, of what each estimate is drawn to.</summary>
    private const double PanelMonthPrior = 30;
    private const double PanelPartPrior = 20;
    private const double SeriesMonthPrior = 40;
    private const double SeriesPartPrior = 40;

    /// <summary>The part of the year that a date lies in, 0 .. <see cref="Parts"/> - 1.</summary>
    /// <param name="date">The date.</param>
    public static int PartOf(DateOnly date) =>
        ((date.Month - 1) * PartsOfMonth) + Math.Min(PartsOfMonth - 1, (date.Day - 1) / DaysOfPart);

    /// <summary>Learns the panel's and each series' seasonality.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="effects">What the calendar makes expected of a day.</param>
    /// <param name="weekdays">What each weekday of each series adds to that.</param>
    /// <param name="sample">The series that the panel's seasonality is learnt from.</param>
    /// <param name="cancellationToken">Cancels the fit.</param>
    /// <returns>By part, the share by which sales exceed what is expected otherwise (0: not at all): the panel's, and one row per series.</returns>
    public static (float[] Panel, float[][] Series) Fit(
        History history, CommonEffects effects, IReadOnlyList<double[]> weekdays, int[] sample, CancellationToken cancellationToken)
    {
        var from = Math.Max(0, history.Origin - Window);
        double[] calendar = [.. Enumerable.Range(from, history.Origin - from).Select(day => effects.CalendarAt(history.DateOf(day)))];
        var tallies = new Tally[history.SeriesCount];
        Parallel.For(
            0,
            tallies.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            series => tallies[series] = TallyOf(history, series, from, calendar, weekdays[series]));
        var panel = PanelSeasonality(tallies, sample);
        return (Rounded(panel), [.. tallies.Select(tally => Rounded(SeriesSeasonality(tally, panel)))]);
    }

    private static Tally TallyOf(History history, int series, int from, double[] calendar, double[] weekdays)
    {
        var tally = new Tally(new double[Parts], new double[Parts]);
        var ratios = new double[calendar.Length];
        LevelRatios.Fill(history, series, from, ratios, HalfYear);
        for (var day = 0; day < ratios.Length - Undecided; day++)
        {
            if (!double.IsNaN(ratios[day]))
            {
                var date = history.DateOf(from + day);
                var expected = Math.Max(0, calendar[day] + weekdays[(int)date.DayOfWeek]);
                tally.Excess[PartOf(date)] += ratios[day] - expected;
                tally.Expected[PartOf(date)] += expected;
            }
        }

        return tally;
    }

    private static double[] PanelSeasonality(Tally[] tallies, int[] sample)
    {
        var (excess, expected) = (new double[Parts], new double[Parts]);
        foreach (var series in sample)
        {
            for (var part = 0; part < Parts; part++)
            {
                excess[part] += tallies[series].Excess[part] / sample.Length;
                expected[part] += tallies[series].Expected[part] / sample.Length;
            }
        }

        var panel = new double[Parts];
        for (var first = 0; first < Parts; first += PartsOfMonth)
        {
            var month = SumOfMonth(excess, first) / (SumOfMonth(expected, first) + PanelMonthPrior);
            for (var part = first; part < first + PartsOfMonth; part++)
            {
                panel[part] = (excess[part] + (PanelPartPrior * month)) / (expected[part] + PanelPartPrior);
            }
        }

        return panel;
    }

    private static double[] SeriesSeasonality(Tally tally, double[] panel)
    {
        double[] excess = [.. panel.Select((share, part) => tally.Excess[part] - (share * tally.Expected[part]))];
        var series = new double[Parts];
        for (var first = 0; first < Parts; first += PartsOfMonth)
        {
            var month = SumOfMonth(excess, first) / (SumOfMonth(tally.Expected, first) + SeriesMonthPrior);
            for (var part = first; part < first + PartsOfMonth; part++)
            {
                series[part] = panel[part] + ((excess[part] + (SeriesPartPrior * month)) / (tally.Expected[part] + SeriesPartPrior));
            }
        }

        return series;
    }

    private static double SumOfMonth(double[] values, int first) => values.AsSpan(first, PartsOfMonth).ToArray().Sum();

    private static float[] Rounded(double[] values) => [.. values.Select(value => (float)value)];

    /// <summary>Sums over the days of each part, in units of the series' level.</summary>
    /// <param name="Excess">Sales beyond what was expected.</param>
    /// <param name="Expected">What was expected.</param>
    private sealed record Tally(double[] Excess, double[] Expected);
}
