using IowaSales.Forecasting.Models.WeekdayProfiles;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// All series as they look from one origin: their weekday profiles there, and by how much the panel as a whole sold more or less than these on
/// each of the last open days. Reads nothing at or after the origin but the calendar.
/// </summary>
internal sealed class ForecastOrigin
{
    /// <summary>Open days before the origin that are compared with the profiles.</summary>
    public const int RecentDays = 130;

    /// <summary>What is added to sales and forecasts before a logarithm of their ratio, as a share of the series' mean.</summary>
    private const double Offset = 0.1;

    /// <summary>The largest logarithm of the panel's ratio.</summary>
    private const double MaxPanelLog = 2;

    private const int Year = 364;
    private const int MinKnownDays = 28;

    private readonly double[] _profiles;
    private readonly double[] _means;
    private readonly double[] _levels;
    private readonly double[] _panelLogs;
    private readonly double[] _panelSold;
    private readonly double[] _panelExpected;

    /// <summary>Looks from an origin.</summary>
    /// <param name="days">The panel's days.</param>
    /// <param name="pasts">Every series.</param>
    /// <param name="shape">The panel's weekday shape.</param>
    /// <param name="origin">Day index of the first unknown day.</param>
    public ForecastOrigin(PanelDays days, IReadOnlyList<SeriesPast> pasts, WeekdayShape shape, int origin)
    {
        (Days, Origin) = (days, origin);
        var count = Math.Min(RecentDays, days.OpenBefore[origin]);
        Recent = new int[count];
        for (var back = 0; back < count; back++)
        {
            Recent[back] = days.OpenDays[days.OpenBefore[origin] - 1 - back];
        }

        _profiles = new double[pasts.Count * Profiles.Count * 7];
        _means = new double[pasts.Count * 7];
        _levels = new double[pasts.Count];
        _panelLogs = new double[count];
        _panelSold = new double[count];
        _panelExpected = new double[count];
        for (var series = 0; series < pasts.Count; series++)
        {
            Add(series, pasts[series], shape);
        }

        for (var back = 0; back < count; back++)
        {
            var log = Math.Log((_panelSold[back] + (Offset / 2)) / (_panelExpected[back] + (Offset / 2)));
            _panelLogs[back] = Math.Clamp(log, -MaxPanelLog, MaxPanelLog);
        }
    }

    /// <summary>The panel's days.</summary>
    public PanelDays Days { get; }

    /// <summary>Day index of the first unknown day.</summary>
    public int Origin { get; }

    /// <summary>The last open days before the origin, the latest first.</summary>
    public int[] Recent { get; }

    /// <summary>What a series sells on a mean open day, over the last year; 0 when it says nothing or is too young.</summary>
    /// <param name="series">Index of the series.</param>
    public double LevelOf(int series) => _levels[series];

    /// <summary>The averages of a series' weekdays, as <see cref="Profiles.Fill"/> gives them.</summary>
    /// <param name="series">Index of the series.</param>
    public ReadOnlySpan<double> ProfilesOf(int series) => _profiles.AsSpan(series * Profiles.Count * 7, Profiles.Count * 7);

    /// <summary>Their mean: what boosting corrects, by <see cref="DayOfWeek"/>.</summary>
    /// <param name="series">Index of the series.</param>
    public ReadOnlySpan<double> MeanProfileOf(int series) => _means.AsSpan(series * 7, 7);

    /// <summary>Logarithm of the panel's sales over its profiles' on a recent open day; 0 on a day that is not one.</summary>
    /// <param name="day">Day index.</param>
    public double PanelLogOn(int day)
    {
        var back = Days.OpenBefore[Origin] - 1 - Days.OpenBefore[Math.Max(0, day)];
        return day >= 0 && back >= 0 && back < Recent.Length && Recent[back] == day ? _panelLogs[back] : 0;
    }

    /// <summary>The same over the last open days together.</summary>
    /// <param name="days">Number of open days.</param>
    public double PanelLogOfLast(int days)
    {
        var (sold, expected) = (0.0, 0.0);
        for (var back = 0; back < Math.Min(days, Recent.Length); back++)
        {
            sold += _panelSold[back];
            expected += _panelExpected[back];
        }

        return Math.Log((sold + 1e-3) / (expected + 1e-3));
    }

    /// <summary>Logarithm of a ratio that is finite for 0.</summary>
    /// <param name="sales">Sales.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="level">The series' level.</param>
    public static double LogRatio(double sales, double expected, double level) =>
        Math.Clamp(Math.Log((sales + (Offset * level)) / (expected + (Offset * level))), -3, 3);

    private void Add(int series, SeriesPast past, WeekdayShape shape)
    {
        var end = Origin - past.FirstDay;
        if (end < MinKnownDays || end > past.Values.Length)
        {
            return;
        }

        var (sum, open) = (0.0, 0);
        for (var i = Math.Max(0, end - Year); i < end; i++)
        {
            if (!double.IsNaN(past.Values[i]))
            {
                sum += past.Values[i];
                open++;
            }
        }

        if (sum <= 0)
        {
            return;
        }

        var level = _levels[series] = sum / open;
        var profiles = _profiles.AsSpan(series * Profiles.Count * 7, Profiles.Count * 7);
        var mean = _means.AsSpan(series * 7, 7);
        Profiles.Fill(past, end, shape, profiles);
        Profiles.Mean(profiles, mean);
        for (var back = 0; back < Recent.Length && Recent[back] >= past.FirstDay; back++)
        {
            if (past.Knows(Recent[back]))
            {
                _panelSold[back] += past.Values[Recent[back] - past.FirstDay] / level;
                _panelExpected[back] += mean[Days.Calendar[Recent[back]].Weekday] / level;
            }
        }
    }
}
