using System.Globalization;

namespace IowaSales.Benchmarks.Calibration;

/// <summary>Prints the calibration table of one data set.</summary>
internal static class CalibrationReport
{
    /// <summary>Cells of fewer forecasts say too little to be judged.</summary>
    private const int MinForecasts = 400;

    /// <summary>A weekday on which fewer items sell is mostly zeros: an interval of [0, 0] then holds more than it promises.</summary>
    private const double SellingWeekday = 0.5;

    private static readonly DayOfWeek[] Weekdays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static void Write(CalibrationTally tally)
    {
        var widths = MeanWidths(tally);
        var steps = Enumerable.Range(0, tally.Horizon).ToArray();
        Line($"  share of sales inside the 80 % interval, by the origin's weekday and step; in brackets a day on which under half of the items sold");
        Line($"  {"origin",-10}{string.Concat(steps.Select(step => $"{step + 1,10}"))}{"total",10}{"forecasts",11}");
        foreach (var origin in Weekdays)
        {
            var counts = steps.Sum(step => tally.At(origin, step).Count);
            Line($"  {origin,-10}{string.Concat(steps.Select(step => Shown(tally.At(origin, step))))}{Shown(tally.TotalAt(origin)),10}{counts,11}");
        }

        Line($"  forecasts of a step, and width of the interval against that of the same target weekday over all origins");
        foreach (var origin in Weekdays)
        {
            Line($"  {origin,-10}{string.Concat(steps.Select(step => WidthShown(tally.At(origin, step), widths[(int)Target(origin, step)])))}{tally.TotalAt(origin).Count,10}");
        }

        Summarize(tally, widths);
    }

    private static void Summarize(CalibrationTally tally, double[] widths)
    {
        var cells = Weekdays.SelectMany(origin => Enumerable.Range(0, tally.Horizon).Select(step => (
            Cell: tally.At(origin, step), Ratio: tally.At(origin, step).Width / widths[(int)Target(origin, step)])))
            .Where(cell => cell.Cell.Count >= MinForecasts)
            .ToArray();
        var selling = cells.Where(cell => cell.Cell.SoldShare >= SellingWeekday).ToArray();
        var totals = Weekdays.Select(tally.TotalAt).Where(cell => cell.Count > 0).ToArray();
        if (selling.Length > 0)
        {
            Line($"  selling days, cells of {MinForecasts} forecasts or more: coverage {selling.Min(cell => cell.Cell.Coverage):F3} .. {selling.Max(cell => cell.Cell.Coverage):F3}, {selling.Count(cell => cell.Cell.Coverage is >= 0.75 and <= 0.85)} of {selling.Length} in 0.75 .. 0.85; width {selling.Min(cell => cell.Ratio):F2} .. {selling.Max(cell => cell.Ratio):F2}");
            Line($"  all such cells: coverage {cells.Min(cell => cell.Cell.Coverage):F3} .. {cells.Max(cell => cell.Cell.Coverage):F3}");
        }

        if (totals.Length > 0)
        {
            Line($"  totals over the horizon: coverage {totals.Min(cell => cell.Coverage):F3} .. {totals.Max(cell => cell.Coverage):F3}");
        }

        Line($"  MASE {tally.Mase:F4}, WQL {tally.Wql:F4}; means outside the reported quantiles: {tally.OutsideMeans}");
    }

    private static double[] MeanWidths(CalibrationTally tally)
    {
        var (sums, counts) = (new double[7], new double[7]);
        foreach (var origin in Weekdays)
        {
            for (var step = 0; step < tally.Horizon; step++)
            {
                var cell = tally.At(origin, step);
                if (cell.Count > 0 && double.IsFinite(cell.Width))
                {
                    sums[(int)Target(origin, step)] += cell.Width;
                    counts[(int)Target(origin, step)]++;
                }
            }
        }

        return [.. sums.Select((sum, weekday) => sum / counts[weekday])];
    }

    private static DayOfWeek Target(DayOfWeek origin, int step) => (DayOfWeek)(((int)origin + step) % 7);

    private static string Shown(CalibrationTally.Cell cell)
    {
        if (cell.Count == 0)
        {
            return "-".PadLeft(10);
        }

        var share = cell.Coverage.ToString("F3", CultureInfo.InvariantCulture);
        return (cell.SoldShare < SellingWeekday ? $"({share})" : share).PadLeft(10);
    }

    private static string WidthShown(CalibrationTally.Cell cell, double usual) =>
        (cell.Count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{cell.Count} {cell.Width / usual:F2}")).PadLeft(10);

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
