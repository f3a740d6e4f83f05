using IowaSales.Benchmarks.Protocols;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Benchmarks.Holidays;

/// <summary>
/// <c>holidays --data FILE [--top N] [--weeks N] [--train-every N] [--preset fast|medium|best]</c>: what a known calendar does to the weeks of
/// Christmas, New Year and Memorial Day. The same weekly forecasts are made twice: with the calendar learned from the sales, and with the
/// truth stated of every week that has one of the six holidays on which trade rests.
/// </summary>
internal static class HolidaysCommand
{
    private const int Horizon = 7;

    private static readonly (string Name, Func<DateOnly, bool> Holds)[] Holidays =
    [
        ("Christmas", date => (date.Month, date.Day) == (12, 25)),
        ("New Year", date => (date.Month, date.Day) == (1, 1)),
        ("Memorial Day", date => UsFederalHolidays.On(date)?.Name == "Memorial Day"),
        ("Other holidays", UsFederalHolidays.ClosesTrade),
        ("No holiday", _ => true),
    ];

    public static int Run(string[] arguments)
    {
        if (CommandOptions.Value(arguments, "--data") is not { } path || !File.Exists(path))
        {
            Console.Error.WriteLine("Give a file of sales, as in: holidays --data ../shared/data/iowa_top500_2020_2022h1.csv.gz");
            return 2;
        }

        if (!Enum.TryParse<TrainingPreset>(CommandOptions.Value(arguments, "--preset") ?? "fast", ignoreCase: true, out var preset))
        {
            Console.Error.WriteLine("There is no such preset; choose fast, medium or best.");
            return 2;
        }

        var panel = Largest(ProtocolData.Read(path), CommandOptions.Number(arguments, "--top", 20));
        var truth = TruthOf(panel);
        var stated = panel.With(truth);
        var origins = RollingEvaluation.WeeklyOrigins(panel, CommandOptions.Number(arguments, "--weeks", 82), Horizon);
        var evaluation = new RollingEvaluation(new ModelTrainer(TimeProvider.System));
        var options = new TrainingOptions { Horizon = Horizon, Preset = preset };
        var every = CommandOptions.Number(arguments, "--train-every", 13);
        var learnedResult = evaluation.Run(panel, origins, options, ScoredDays.Trading, every);
        var statedResult = evaluation.Run(stated, origins, options, ScoredDays.Trading, every);

        ProtocolReport.Line($"{Path.GetFileName(path)}: {panel.SeriesCount} products, {origins.Length} weekly origins from {panel.DateOf(origins[0]):yyyy-MM-dd}, preset {preset}");
        ProtocolReport.Line($"  {"",-16}{"weeks",6}{"MASE learned",14}{"stated",8}{"week's total: error / sales, learned",38}{"stated",8}");
        int[] groups = [.. origins.Select(origin => GroupOf(panel, origin))];
        for (var group = 0; group < Holidays.Length; group++)
        {
            bool Takes(int window) => groups[window] == group;
            // A day that is stated as closed is not scored with that calendar; a few stray lines make the other one score it
            bool Counts(int window, int step) => Takes(window) && truth.On(panel.DateOf(origins[window] + step)) is not { Open: false };
            ProtocolReport.Line($"  {Holidays[group].Name,-16}{groups.Count(one => one == group),6}{Mase(learnedResult, Counts),14:F3}{Mase(statedResult, Counts),8:F3}{TotalError(learnedResult, Takes),38:F3}{TotalError(statedResult, Takes),8:F3}");
        }

        return 0;
    }

    /// <summary>The first of the holidays that falls into the week from an origin on.</summary>
    private static int GroupOf(SalesPanel panel, int origin) =>
        Array.FindIndex(Holidays, holiday => Enumerable.Range(origin, Horizon).Any(day => holiday.Holds(panel.DateOf(day))));

    /// <summary>Every day of a week with a holiday as it was: open if it sold a tenth of a mean day; a few stray lines are no open day.</summary>
    private static StatedCalendar TruthOf(SalesPanel panel)
    {
        const double OpenShare = 0.1;
        var totals = new double[panel.DayCount];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var row = 0; row < rows.Count; row++)
            {
                totals[rows.Days[row]] += rows.Values[row];
            }
        }

        var open = OpenShare * totals.Average();
        return new StatedCalendar(Enumerable.Range(0, panel.DayCount)
            .Where(day => UsFederalHolidays.ClosesTradeInWeekOf(panel.DateOf(day)) || UsFederalHolidays.On(panel.DateOf(day)) is not null)
            .Select(day => new StatedDay(panel.DateOf(day), totals[day] >= open, UsFederalHolidays.NameOn(panel.DateOf(day)), null)));
    }

    private static double? Mase(RollingForecasts result, Func<int, int, bool> counts) =>
        result.Score(LeaderboardEntry.Ensemble, (window, _, step) => counts(window, step)).Mase;

    /// <summary>Sum of the absolute errors of each product's total of the week, in units of what was sold; a closed day sells nothing.</summary>
    private static double TotalError(RollingForecasts result, Func<int, bool> takes)
    {
        var forecasts = result.Medians[LeaderboardEntry.Ensemble];
        var (error, sold) = (0.0, 0.0);
        for (var window = 0; window < result.Origins.Count; window++)
        {
            for (var series = 0; series < forecasts.SeriesCount && takes(window); series++)
            {
                var (actual, forecast) = (0.0, 0.0);
                for (var step = 0; step < Horizon; step++)
                {
                    var cell = result.Actual[window, series][step];
                    actual += double.IsNaN(cell) ? 0 : cell;
                    forecast += forecasts[window, series][step];
                }

                error += Math.Abs(actual - forecast);
                sold += actual;
            }
        }

        return error / sold;
    }

    private static SalesPanel Largest(SalesPanel panel, int count)
    {
        var builder = new SalesPanelBuilder();
        foreach (var series in Enumerable.Range(0, panel.SeriesCount).OrderByDescending(series => panel.Rows(series).Values.ToArray().Sum()).Take(count))
        {
            var rows = panel.Rows(series);
            for (var row = 0; row < rows.Count; row++)
            {
                builder.Add(panel.DateOf(rows.Days[row]), panel.Items[series], rows.Values[row]);
            }
        }

        return builder.Build();
    }
}
