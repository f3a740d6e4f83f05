using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>
/// What a part of the year sells beyond the rest of it, learned from up to three years: promotions come back in the same months, product by
/// product. A part is a quarter of a month, since a promotion begins and ends with one. Few years are ever seen, so every estimate is drawn to
/// a steadier one (shrinkage; James &amp; Stein 1961): the panel's part to the panel's month, a series' month to the panel's, and a series' part
/// to its own month. All of it is scaled by how far the last half-year, which it is not learned from, confirms it: a year may have been
/// unlike others.
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

    /// <summary>
    /// Weight, in squared shares times days, of taking the season in full against what the last half-year shows: the variance of a day's
    /// ratio by that of the prior.
    /// </summary>
    private const double SlopePrior = 0.4;

    /// <summary>The part of the year that a date lies in, 0 .. <see cref="Parts"/> - 1.</summary>
    /// <param name="date">The date.</param>
    public static int PartOf(DateOnly date) =>
        ((date.Month - 1) * PartsOfMonth) + Math.Min(PartsOfMonth - 1, (date.Day - 1) / DaysOfPart);

    /// <summary>Learns the panel's and each series' seasonality.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="effects">What the calendar makes expected of a day.</param>
    /// <param name="weekdays">What each weekday of each series adds to that.</param>
    /// <param name="sample">The series that the panel's seasonality is learned from.</param>
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
        var mean = MeanOf(tallies, sample);
        var panel = PanelSeasonality(mean);
        ScaleToRecent([(mean, panel)]);
        var own = Array.ConvertAll(tallies, tally => OwnSeasonality(tally, panel));
        ScaleToRecent([.. sample.Select(series => (tallies[series].Less(panel), own[series]))], own);
        return (Rounded(panel), [.. own.Select(series => Rounded([.. series.Select((share, part) => panel[part] + share)]))]);
    }

    private static Tally TallyOf(History history, int series, int from, double[] calendar, double[] weekdays)
    {
        var tally = Tally.Empty();
        var ratios = new double[calendar.Length];
        LevelRatios.Fill(history, series, from, ratios, HalfYear);
        for (var day = 0; day < ratios.Length; day++)
        {
            if (!double.IsNaN(ratios[day]))
            {
                var date = history.DateOf(from + day);
                var expected = Math.Max(0, calendar[day] + weekdays[(int)date.DayOfWeek]);
                tally.Add(PartOf(date), day < ratios.Length - Undecided, ratios[day] - expected, expected);
            }
        }

        return tally;
    }

    private static Tally MeanOf(Tally[] tallies, int[] sample)
    {
        var mean = Tally.Empty();
        foreach (var series in sample)
        {
            for (var part = 0; part < Parts; part++)
            {
                mean.Add(part, true, tallies[series].Excess[part] / sample.Length, tallies[series].Expected[part] / sample.Length);
                mean.Add(part, false, tallies[series].LateExcess[part] / sample.Length, tallies[series].LateExpected[part] / sample.Length);
            }
        }

        return mean;
    }

    private static double[] PanelSeasonality(Tally mean)
    {
        var panel = new double[Parts];
        for (var first = 0; first < Parts; first += PartsOfMonth)
        {
            var month = SumOfMonth(mean.Excess, first) / (SumOfMonth(mean.Expected, first) + PanelMonthPrior);
            for (var part = first; part < first + PartsOfMonth; part++)
            {
                panel[part] = (mean.Excess[part] + (PanelPartPrior * month)) / (mean.Expected[part] + PanelPartPrior);
            }
        }

        return panel;
    }

    /// <summary>What a series' seasonality adds to the panel's.</summary>
    private static double[] OwnSeasonality(Tally tally, double[] panel)
    {
        var excess = tally.Less(panel).Excess;
        var own = new double[Parts];
        for (var first = 0; first < Parts; first += PartsOfMonth)
        {
            var month = SumOfMonth(excess, first) / (SumOfMonth(tally.Expected, first) + SeriesMonthPrior);
            for (var part = first; part < first + PartsOfMonth; part++)
            {
                own[part] = (excess[part] + (SeriesPartPrior * month)) / (tally.Expected[part] + SeriesPartPrior);
            }
        }

        return own;
    }

    /// <summary>Scales seasons by the slope, 0 .. 1, of what the last half-year sold beyond expectation on what they say it should have.</summary>
    /// <param name="judged">The seasons that the slope is learned from, with their tallies.</param>
    /// <param name="scaled">The seasons to scale; null for the judged ones.</param>
    private static void ScaleToRecent((Tally Tally, double[] Season)[] judged, double[][]? scaled = null)
    {
        var (confirmed, predicted) = (SlopePrior, SlopePrior);
        foreach (var (tally, season) in judged)
        {
            for (var part = 0; part < Parts; part++)
            {
                confirmed += season[part] * tally.LateExcess[part];
                predicted += season[part] * season[part] * tally.LateExpected[part];
            }
        }

        var slope = Math.Clamp(confirmed / predicted, 0, 1);
        foreach (var season in scaled ?? [.. judged.Select(pair => pair.Season)])
        {
            for (var part = 0; part < Parts; part++)
            {
                season[part] *= slope;
            }
        }
    }

    private static double SumOfMonth(double[] values, int first) => values.AsSpan(first, PartsOfMonth).ToArray().Sum();

    private static float[] Rounded(double[] values) => [.. values.Select(value => (float)value)];

    /// <summary>Sums over the days of each part, in units of the series' level.</summary>
    /// <param name="Excess">Sales beyond what was expected, on the days that seasons are learned from.</param>
    /// <param name="Expected">What was expected on those days.</param>
    /// <param name="LateExcess">The same of the last half-year.</param>
    /// <param name="LateExpected">What was expected in it.</param>
    private sealed record Tally(double[] Excess, double[] Expected, double[] LateExcess, double[] LateExpected)
    {
        public static Tally Empty() => new(new double[Parts], new double[Parts], new double[Parts], new double[Parts]);

        public void Add(int part, bool settled, double excess, double expected)
        {
            (settled ? Excess : LateExcess)[part] += excess;
            (settled ? Expected : LateExpected)[part] += expected;
        }

        /// <summary>The tally with what a season tells already taken out of its excess.</summary>
        public Tally Less(double[] season) => this with
        {
            Excess = [.. Excess.Select((excess, part) => excess - (season[part] * Expected[part]))],
            LateExcess = [.. LateExcess.Select((excess, part) => excess - (season[part] * LateExpected[part]))],
        };
    }
}
