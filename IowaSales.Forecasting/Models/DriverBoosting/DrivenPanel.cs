using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Models.GradientBoosting;

namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>A history laid out day by day: what was sold, and what the drivers say of each day, past and ahead.</summary>
internal sealed class DrivenPanel
{
    /// <summary>Days beyond the horizon that are laid out.</summary>
    private const int Beyond = 4;

    /// <summary>Days from which a habit of a weekday is told.</summary>
    private const int HabitDays = 364;

    /// <summary>Share of a weekday's open days with a sale from which a day without one was not observed.</summary>
    private const double UsuallySells = 0.65;

    private readonly float[][][] _drivers;
    private readonly bool[] _knownAhead;
    private readonly bool[] _isHoliday;

    /// <summary>Lays out a history.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="plan">How drivers are used.</param>
    /// <param name="horizon">Days to forecast.</param>
    public DrivenPanel(History history, DriverPlan plan, int horizon)
    {
        (History, Plan, Origin, Days) = (history, plan, history.Origin, history.Origin + horizon + Beyond);
        Calendar = PanelDays.Of(history).Calendar;
        _isHoliday = [.. Enumerable.Range(0, Days).Select(day => IsHoliday(history.DateOf(day)))];
        Sold = new float[history.SeriesCount][];
        FirstDays = new int[history.SeriesCount];
        _drivers = [.. plan.Drivers.Select(_ => new float[history.SeriesCount][])];
        int[] indices = [.. plan.Drivers.Select(planned => history.Drivers.ToList().FindIndex(driver => driver.Name == planned.Name))];
        _knownAhead = [.. indices.Select(index => index < 0 || history.Drivers[index].KnownAhead)];
        var open = history.Drivers.ToList().FindIndex(driver => driver.Role == DriverRole.Open);
        Opens = open >= 0 ? new float[history.SeriesCount][] : null;
        Parallel.For(0, history.SeriesCount, series =>
        {
            var daily = history.Daily(series);
            FirstDays[series] = history.Origin - daily.Length;
            Sold[series] = Array.ConvertAll(daily, value => (float)Math.Max(0, value));
            if (!history.MissesDays)
            {
                LeaveOutMissing(history, series, daily);
            }

            for (var i = 0; i < _drivers.Length; i++)
            {
                var values = _drivers[i][series] = new float[Days];
                if (indices[i] < 0)
                {
                    values.AsSpan().Fill(float.NaN);
                }
                else
                {
                    history.FillDriver(indices[i], series, 0, values);
                    plan.Drivers[i].Encode(history.Drivers[indices[i]], values);
                }
            }

            if (Opens is not null)
            {
                history.FillDriver(open, series, 0, Opens[series] = new float[Days]);
            }
        });
        IsWhole = Sold.All(daily => Array.TrueForAll(daily, value => float.IsNaN(value) || value == MathF.Floor(value)));
        Attributes = [.. plan.Attributes.Select(planned => history.Attributes.FirstOrDefault(attribute => attribute.Name == planned.Name))];
    }

    /// <summary>What is known.</summary>
    public History History { get; }

    /// <summary>How drivers are used.</summary>
    public DriverPlan Plan { get; private set; }

    /// <summary>Day index of the first unknown day.</summary>
    public int Origin { get; }

    /// <summary>Days that are laid out, from day 0.</summary>
    public int Days { get; }

    /// <summary>The calendar of each day.</summary>
    public DaySignals[] Calendar { get; }

    /// <summary>By series, sales from its first row on; NaN on a day that is closed or unobserved.</summary>
    public float[][] Sold { get; }

    /// <summary>Day of each series' first row.</summary>
    public int[] FirstDays { get; }

    /// <summary>By series and day, whether it is open by its driver: 0 closed, NaN unknown; null where there is no such driver.</summary>
    public float[][]? Opens { get; }

    /// <summary>Whether all sales are whole numbers.</summary>
    public bool IsWhole { get; }

    /// <summary>The attributes of the plan; null for one that the history does not have.</summary>
    public IReadOnlyList<ItemAttribute?> Attributes { get; }

    /// <summary>Number of series.</summary>
    public int SeriesCount => Sold.Length;

    private static bool IsHoliday(DateOnly date) =>
        UsFederalHolidays.NameOn(date) is not null || (date.Month == 12 && date.Day >= 24) || (date.Month == 1 && date.Day <= 3);

    /// <summary>
    /// Leaves out days without a row on weekdays on which the series usually sells. Of the day itself they say little: it was closed, or demand was far
    /// from what it usually is; and the median of a weekday that usually sells hardly depends on them.
    /// </summary>
    private void LeaveOutMissing(History history, int series, double[] daily)
    {
        var rows = history.Rows(series);
        Span<int> sold = stackalloc int[7];
        Span<int> open = stackalloc int[7];
        sold.Clear();
        open.Clear();
        var first = Math.Max(0, daily.Length - HabitDays);
        for (var i = first; i < daily.Length; i++)
        {
            var weekday = Calendar[FirstDays[series] + i].Weekday;
            open[weekday] += double.IsNaN(daily[i]) ? 0 : 1;
            sold[weekday] += daily[i] > 0 ? 1 : 0;
        }

        for (var (i, row) = (0, 0); i < daily.Length; i++)
        {
            var hasRow = row < rows.Count && rows.Days[row] == FirstDays[series] + i;
            row += hasRow ? 1 : 0;
            var weekday = Calendar[FirstDays[series] + i].Weekday;
            if (!hasRow && sold[weekday] >= UsuallySells * open[weekday])
            {
                Sold[series][i] = float.NaN;
            }
        }
    }

    /// <summary>The same days with another plan for the same drivers.</summary>
    /// <param name="plan">The plan.</param>
    public DrivenPanel With(DriverPlan plan)
    {
        var panel = (DrivenPanel)MemberwiseClone();
        panel.Plan = plan;
        return panel;
    }

    /// <summary>What was sold on a day before the origin; NaN when that is not known.</summary>
    public float SoldOn(int series, int day) => day >= FirstDays[series] ? Sold[series][day - FirstDays[series]] : float.NaN;

    /// <summary>The value or code of a driver on a day, as far as it is known at an origin.</summary>
    /// <param name="driver">Index in the plan.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">The day.</param>
    /// <param name="origin">The origin, at or before the panel's.</param>
    /// <param name="end">First day of which nothing may be known.</param>
    public float DriverOn(int driver, int series, int day, int origin, int end) =>
        day < 0 || day >= end ? float.NaN : _drivers[driver][series][_knownAhead[driver] || day < origin ? day : origin - 1];

    /// <summary>Whether a day is no holiday, not between Christmas and New Year, and has no event of a driver whose other days are usual ones.</summary>
    public bool IsUsual(int series, int day)
    {
        if (_isHoliday[day])
        {
            return false;
        }

        for (var driver = 0; driver < _drivers.Length; driver++)
        {
            if (Plan.Drivers[driver].Use == DriverUse.Event && _drivers[driver][series][day] is var code && !float.IsNaN(code) && (int)code != Plan.Drivers[driver].Usual)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a series was or will be closed on a day: 1, 0, or -1 when that is not known at an origin.</summary>
    public int ClosedOn(int series, int day, int origin, int end)
    {
        if (day < 0 || day >= end)
        {
            return -1;
        }

        if (Opens is not null)
        {
            return Opens[series][day] is var open && float.IsNaN(open) ? -1 : open == 0 ? 1 : 0;
        }

        return day >= origin ? -1 : day >= FirstDays[series] && float.IsNaN(SoldOn(series, day)) ? 1 : 0;
    }
}
