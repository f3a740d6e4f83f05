namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// The features of one forecast: what a series did before an origin, relative to its level there, and what the calendar says of the
/// forecast day. Reads nothing at or after the origin but the calendar.
/// </summary>
internal sealed class ExampleBuilder
{
    /// <summary>Number of features.</summary>
    public const int Width = 62;

    private const int Season = 7;
    private const int SameWeekdays = 8;
    private const int Year = 364;
    private const float Unknown = -1;

    private readonly PanelSignals _panel;
    private readonly double[] _sameWeekday = new double[SameWeekdays];
    private readonly double[] _sorted = new double[SameWeekdays];

    /// <summary>Creates a builder; not safe to share between threads.</summary>
    /// <param name="panel">The panel's signals.</param>
    public ExampleBuilder(PanelSignals panel) => _panel = panel;

    /// <summary>Level of a series at an origin: what its sales are measured in.</summary>
    /// <param name="series">The series.</param>
    /// <param name="origin">First unknown day.</param>
    /// <returns>Sales per open day; 0 when the series has never sold.</returns>
    public static double LevelAt(SeriesSignals series, int origin)
    {
        var recent = series.Mean(origin - 28, origin);
        var longer = series.Mean(origin - 84, origin);
        var level = (0.6 * recent) + (0.4 * longer);
        return level > 0 ? level : series.Mean(origin - Year, origin);
    }

    /// <summary>Fills the features.</summary>
    /// <param name="series">The series.</param>
    /// <param name="origin">First unknown day, after the series' first.</param>
    /// <param name="step">Step, from 0.</param>
    /// <param name="level">Level at the origin, above 0.</param>
    /// <param name="expected">What calendar regression expects of each step.</param>
    /// <param name="features">Receives <see cref="Width"/> finite numbers.</param>
    public void Fill(
        SeriesSignals series, int origin, int step, double level, ReadOnlySpan<double> expected, Span<float> features)
    {
        var day = origin + step;
        var writer = new FeatureWriter(features);
        WriteCalendar(ref writer, day, step);
        WriteSameWeekdays(ref writer, series, origin, day, level);
        WriteLevels(ref writer, series, origin, level);
        WritePanel(ref writer, origin, day);
        WriteLastYear(ref writer, series, origin, day);
        WriteMonth(ref writer, series, origin, day, level);
        writer.Add(expected[step] / level);
    }

    private void WriteCalendar(ref FeatureWriter writer, int day, int step)
    {
        ref readonly var calendar = ref _panel.Calendar[day];
        writer.Add(step);
        writer.Add(calendar.Weekday);
        writer.Add(calendar.DayOfMonth);
        writer.Add(calendar.OpenDaysOfMonthBefore);
        writer.Add(calendar.OpenDaysOfMonthAfter);
        writer.Add(calendar.DayOfYear);
        writer.Add(calendar.SinceClosure);
        writer.Add(calendar.ToClosure);
        writer.Add(calendar.OpenDaysOfWeek);
        writer.Add(calendar.OpenDaysOfWeekBefore);
        writer.Add(calendar.SinceHoliday);
        writer.Add(calendar.ToHoliday);
    }

    private void WriteSameWeekdays(ref FeatureWriter writer, SeriesSignals series, int origin, int day, double level)
    {
        var count = 0;
        for (var past = day - (((day - origin) / Season) + 1) * Season; past >= series.FirstDay && count < SameWeekdays; past -= Season)
        {
            if (_panel.Open[past])
            {
                _sameWeekday[count++] = series[past] / level;
            }
        }

        for (var i = 0; i < 6; i++)
        {
            writer.Add(i < count ? _sameWeekday[i] : Unknown);
        }

        var known = _sorted.AsSpan(0, count);
        _sameWeekday.AsSpan(0, count).CopyTo(known);
        known.Sort();
        writer.Add(count > 0 ? Mean(_sameWeekday.AsSpan(0, Math.Min(4, count))) : Unknown);
        writer.Add(count > 0 ? Mean(known) : Unknown);
        writer.Add(count > 0 ? (known[(count - 1) / 2] + known[count / 2]) / 2 : Unknown);
        writer.Add(count > 2 ? Mean(known[1..^1]) : Unknown);
        writer.Add(count > 0 ? known[0] : Unknown);
        writer.Add(count > 0 ? known[^1] : Unknown);
        writer.Add(count > 1 ? Deviation(known) : Unknown);
        writer.Add(LongProfile(series, origin, day, level));
    }

    /// <summary>Mean of up to 26 same weekdays, the younger ones weighing more.</summary>
    private double LongProfile(SeriesSignals series, int origin, int day, double level)
    {
        var sum = 0.0;
        var weights = 0.0;
        var weight = 1.0;
        var past = day - (((day - origin) / Season) + 1) * Season;
        for (var week = 0; week < 26 && past >= series.FirstDay; week++, past -= Season)
        {
            if (_panel.Open[past])
            {
                sum += weight * Math.Min(series[past], 5 * level);
                weights += weight;
            }

            weight *= 0.93;
        }

        return weights > 0 ? sum / weights / level : Unknown;
    }

    private void WriteLevels(ref FeatureWriter writer, SeriesSignals series, int origin, double level)
    {
        var last = _panel.OpenBefore[origin];
        for (var back = 1; back <= 3; back++)
        {
            writer.Add(last >= back && _panel.OpenDays[last - back] >= series.FirstDay ? series[_panel.OpenDays[last - back]] / level : Unknown);
        }

        writer.Add(series.MeanOfLast(origin, 5) / level);
        writer.Add(series.MeanOfLast(origin, 10) / level);
        writer.Add(series.MeanOfLast(origin, 20) / level);
        writer.Add(series.Mean(origin - 14, origin - 7) / level);
        writer.Add(series.Mean(origin - 21, origin - 14) / level);
        writer.Add(series.Mean(origin - 28, origin - 21) / level);
        writer.Add(series.Mean(origin - 84, origin) / level);
        writer.Add(series.Mean(origin - 182, origin) / level);
        writer.Add(series.Mean(origin - Year, origin) / level);
        writer.Add(series.ShareWithSales(origin - 28, origin));
        writer.Add(series.ShareWithSales(origin - 84, origin));
        writer.Add(series.OpenDaysSinceSale(origin));
        writer.Add(Math.Log(level));
        writer.Add(Math.Min(Year, origin - series.FirstDay));
        var peak = 0.0;
        for (var back = 1; back <= 10 && origin - back >= series.FirstDay; back++)
        {
            peak = Math.Max(peak, series[origin - back]);
        }

        writer.Add(peak / level);
    }

    private void WritePanel(ref FeatureWriter writer, int origin, int day)
    {
        var level = (0.6 * _panel.MeanIndex(origin - 28, origin)) + (0.4 * _panel.MeanIndex(origin - 84, origin));
        level = level > 0 ? level : 1;
        writer.Add(_panel.MeanIndex(origin - 7, origin) / level);
        writer.Add(_panel.MeanIndex(origin - 14, origin - 7) / level);
        writer.Add(_panel.MeanIndex(origin - 28, origin) / level);
        var weekAgo = day - ((((day - origin) / Season) + 1) * Season);
        writer.Add(weekAgo >= 0 && _panel.Open[weekAgo] ? _panel.Index[weekAgo] / level : Unknown);
        writer.Add(weekAgo >= Season && _panel.Open[weekAgo - Season] ? _panel.Index[weekAgo - Season] / level : Unknown);
        writer.Add(PanelProfile(origin, day, level));
        var lastYear = day - Year;
        var yearLevel = lastYear - 56 >= 0 ? _panel.MeanIndex(lastYear - 56, lastYear + 28 < origin ? lastYear + 28 : origin) : 0;
        writer.Add(yearLevel > 0 && _panel.Open[lastYear] ? _panel.Index[lastYear] / yearLevel : Unknown);
        writer.Add(yearLevel > 0 && lastYear + 4 < origin ? _panel.MeanIndex(lastYear - 3, lastYear + 4) / yearLevel : Unknown);
    }

    /// <summary>The panel's mean on the last eight such weekdays.</summary>
    private double PanelProfile(int origin, int day, double level)
    {
        var sum = 0.0;
        var count = 0;
        var past = day - ((((day - origin) / Season) + 1) * Season);
        for (var week = 0; week < SameWeekdays && past >= 0; week++, past -= Season)
        {
            if (_panel.Open[past])
            {
                sum += _panel.Index[past];
                count++;
            }
        }

        return count > 0 ? sum / count / level : Unknown;
    }

    private static void WriteLastYear(ref FeatureWriter writer, SeriesSignals series, int origin, int day)
    {
        var lastYear = day - Year;
        var originThen = origin - Year;
        var levelThen = originThen - 28 >= series.FirstDay ? series.Mean(originThen - 56, originThen) : 0;
        var known = levelThen > 0 && lastYear + 4 < origin;
        writer.Add(known ? Math.Min(10, series[lastYear] / levelThen) : Unknown);
        writer.Add(known ? Math.Min(10, series.Mean(lastYear - 3, lastYear + 4) / levelThen) : Unknown);
        writer.Add(known ? Math.Min(10, series.Mean(lastYear - 10, lastYear + 11 < origin ? lastYear + 11 : origin) / levelThen) : Unknown);
    }

    /// <summary>What this part of the month was like in the last months, for the series and for the panel.</summary>
    private void WriteMonth(ref FeatureWriter writer, SeriesSignals series, int origin, int day, double level)
    {
        ref readonly var calendar = ref _panel.Calendar[day];
        var seriesRatio = 0.0;
        var panelRatio = 0.0;
        var months = 0;
        var fromEnd = calendar.OpenDaysOfMonthAfter < calendar.OpenDaysOfMonthBefore;
        var position = fromEnd ? calendar.OpenDaysOfMonthAfter : calendar.OpenDaysOfMonthBefore;
        for (var i = _panel.OpenBefore[origin] - 1; i >= 0 && months < 6 && _panel.OpenDays[i] >= series.FirstDay; i--)
        {
            var past = _panel.OpenDays[i];
            ref readonly var then = ref _panel.Calendar[past];
            if ((fromEnd ? then.OpenDaysOfMonthAfter : then.OpenDaysOfMonthBefore) != position)
            {
                continue;
            }

            seriesRatio += Math.Min(4, series[past] / level);
            panelRatio += _panel.Index[past];
            months++;
        }

        writer.Add(months > 0 ? seriesRatio / months : Unknown);
        writer.Add(months > 0 ? panelRatio / months : Unknown);
        writer.Add(series.Mean(Math.Max(series.FirstDay, origin - 182), origin) > 0 ? series.Mean(origin - 7, origin) / series.Mean(origin - 182, origin) : Unknown);
        var wasMonthTurn = 0.0;
        for (var back = 1; back <= Season && origin - back >= 0; back++)
        {
            wasMonthTurn = Math.Max(wasMonthTurn, _panel.Calendar[origin - back].OpenDaysOfMonthAfter <= 1 ? 1 : 0);
        }

        writer.Add(wasMonthTurn);
        writer.Add(_panel.Calendar[origin].SinceClosure);
        writer.Add(_panel.Calendar[origin].OpenDaysOfMonthBefore);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double Deviation(ReadOnlySpan<double> values)
    {
        var mean = Mean(values);
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return Math.Sqrt(sum / (values.Length - 1));
    }

    private ref struct FeatureWriter(Span<float> features)
    {
        private readonly Span<float> _features = features;
        private int _next;

        public void Add(double value) => _features[_next++] = (float)Math.Clamp(value, -1e6, 1e6);
    }
}
