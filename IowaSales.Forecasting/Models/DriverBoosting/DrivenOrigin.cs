namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>
/// All series as they look from one origin: their profiles there, and how sales differed from these: lately, on the same weekday, and by what drivers
/// were. Reads no sales at or after the origin.
/// </summary>
internal sealed class DrivenOrigin
{
    /// <summary>Spans over which sales are compared with the profile, in days.</summary>
    private static readonly int[] Spans = [3, 7, 14, 28, 56, 112, 364];

    /// <summary>Index of the span over which a group's sales are compared with its profiles.</summary>
    private const int GroupSpan = 3;

    private const int SameWeekdays = 8;

    /// <summary>Codes of a driver from two days before a day to two days after it.</summary>
    private static readonly string[] LeadNames = ["two days before", "day before", "day", "day after", "two days after"];

    /// <summary>Days around a day that tell its level when the effect of a driver is taken.</summary>
    private const int LevelDays = 28;

    /// <summary>Days that effects of drivers are learnt from.</summary>
    private const int EffectDays = 800;

    /// <summary>Weight, in days, of the panel's effect of a driver against a series' own.</summary>
    private const double EffectShrinkage = 3;

    private readonly DrivenPanel _panel;
    private readonly float[] _recent;
    private readonly float[] _weekdays;
    private readonly DriverEffects[] _effects;
    private readonly (string Owner, string Kind, double[] Values)[] _attributes;
    private readonly RatioBase[] _ratios;

    /// <summary>Looks from an origin.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="origin">The origin, at or before the panel's.</param>
    public DrivenOrigin(DrivenPanel panel, int origin)
    {
        (_panel, Origin) = (panel, origin);
        Profiles = new DrivenProfiles(panel, origin);
        _recent = new float[panel.SeriesCount * RecentWidth];
        _weekdays = new float[panel.SeriesCount * 7 * WeekdayWidth];
        _effects = [.. panel.Plan.Drivers.Select(driver => new DriverEffects(panel.SeriesCount, driver))];
        _ratios = [.. panel.Plan.Drivers.Select((driver, index) => driver.IsCoded ? RatioBase.None : new RatioBase(panel, index, origin))];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            if (Knows(series))
            {
                Look(series);
            }
        }

        foreach (var effects in _effects)
        {
            effects.Shrink(EffectShrinkage);
        }

        _attributes = [.. panel.Attributes.SelectMany((attribute, index) => AttributeOf(attribute, panel.Plan.Attributes[index]))];
    }

    /// <summary>Number of features of how a series sold lately.</summary>
    private static int RecentWidth => Spans.Length + 3;

    /// <summary>Number of features of how it sold on a weekday.</summary>
    private const int WeekdayWidth = 4;

    /// <summary>The origin.</summary>
    public int Origin { get; }

    /// <summary>The profiles.</summary>
    public DrivenProfiles Profiles { get; }

    /// <summary>Whether a series has sold before the origin.</summary>
    public bool Knows(int series) => Profiles.Offsets[series] > 0;

    /// <summary>What the profile expects of a day, as a logarithm.</summary>
    public double ExpectedOn(int series, int day, int end) => Profiles.ExpectedIn(series, Profiles.CellOf(series, day, end));

    /// <summary>Writes what is known of sales before the origin.</summary>
    public void WritePast(int series, int weekday, ref FeatureRow row)
    {
        row.Add("recent", _recent.AsSpan(series * RecentWidth, RecentWidth));
        row.Add("same weekday", _weekdays.AsSpan(((series * 7) + weekday) * WeekdayWidth, WeekdayWidth));
        foreach (var (owner, kind, values) in _attributes)
        {
            row.Add(owner, kind, values[series]);
        }
    }

    /// <summary>Writes which series it is and its profile: trees find series of a kind by it, and what is special of one.</summary>
    public void WriteIdentity(int series, ref FeatureRow row)
    {
        row.Add("series", series);
        for (var cell = 0; cell < Profiles.Cells; cell++)
        {
            row.Add("profile", cell, Profiles.ExpectedIn(series, cell) - Profiles.Levels[series]);
        }
    }

    /// <summary>Writes what the drivers say of a day, of those around it, and what such days were like before.</summary>
    public void WriteDrivers(int series, int day, int end, ref FeatureRow row)
    {
        for (var driver = 0; driver < _effects.Length; driver++)
        {
            var today = _panel.DriverOn(driver, series, day, Origin, end);
            if (!_effects[driver].Driver.IsCoded)
            {
                _ratios[driver].Write(_effects[driver].Driver.Name, series, today, _panel.DriverOn(driver, series, day - 7, Origin, end), ref row);
                continue;
            }

            for (var lead = 0; lead < LeadNames.Length; lead++)
            {
                row.Add(_effects[driver].Driver.Name, LeadNames[lead], FeatureRow.OrNone(_panel.DriverOn(driver, series, day + lead - 2, Origin, end)));
            }

            _effects[driver].Write(
                series, today, _panel.DriverOn(driver, series, day - 1, Origin, end), _panel.DriverOn(driver, series, day + 1, Origin, end), ref row);
        }
    }

    private void Look(int series)
    {
        var first = Math.Max(_panel.FirstDays[series], Origin - EffectDays);
        var residuals = new float[Origin - first];
        var levels = new Levels(residuals.Length);
        for (var day = first; day < Origin; day++)
        {
            var sold = _panel.SoldOn(series, day);
            var residual = float.IsNaN(sold) ? float.NaN
                : (float)Math.Clamp(Profiles.Log(series, sold) - ExpectedOn(series, day, _panel.Days), -3, 3);
            residuals[day - first] = residual;
            levels.Add(residual);
        }

        LookBack(series, residuals);
        for (var driver = 0; driver < _effects.Length; driver++)
        {
            if (_effects[driver].Driver.IsCoded)
            {
                LookAt(driver, series, first, residuals, levels);
            }
            else
            {
                for (var day = first; day < Origin; day++)
                {
                    _ratios[driver].Add(series, _panel.DriverOn(driver, series, day, Origin, _panel.Days), residuals[day - first]);
                }
            }
        }
    }

    /// <summary>How a series sold lately. Days with events and holidays say nothing of the days after them, and are left out.</summary>
    private void LookBack(int series, float[] residuals)
    {
        var recent = _recent.AsSpan(series * RecentWidth, RecentWidth);
        var (sum, count, absolute, zeros) = (0.0, 0, 0.0, 0);
        var weekday = _panel.Calendar[Origin].Weekday;
        Span<int> same = stackalloc int[7];
        Span<float> sameSum = stackalloc float[7];
        same.Clear();
        sameSum.Clear();
        var span = 0;
        for (var back = 1; back <= Spans[^1]; back++)
        {
            weekday = weekday > 0 ? weekday - 1 : 6;
            var residual = back <= residuals.Length ? residuals[^back] : float.NaN;
            if (!float.IsNaN(residual) && _panel.IsUsual(series, Origin - back))
            {
                sum += residual;
                count++;
                absolute += back <= Spans[4] ? Math.Abs(residual) : 0;
                zeros += back <= Spans[4] && _panel.SoldOn(series, Origin - back) == 0 ? 1 : 0;
                if (same[weekday] < SameWeekdays)
                {
                    var cell = _weekdays.AsSpan(((series * 7) + weekday) * WeekdayWidth, WeekdayWidth);
                    sameSum[weekday] += residual;
                    same[weekday]++;
                    var mean = sameSum[weekday] / same[weekday];
                    cell[0] = same[weekday] == 1 ? residual : cell[0];
                    cell[1] = same[weekday] == 2 ? residual : cell[1];
                    cell[2] = same[weekday] <= 4 ? mean : cell[2];
                    cell[3] = mean;
                }
            }

            if (back == Spans[span])
            {
                recent[span] = count > 0 ? (float)(sum / count) : 0;
                span++;
                if (back == Spans[4])
                {
                    recent[Spans.Length] = (float)(absolute / Math.Max(1, count));
                    recent[Spans.Length + 1] = (float)zeros / Math.Max(1, count);
                }
            }
        }

        recent[^1] = (float)Profiles.Levels[series];
    }

    private void LookAt(int driver, int series, int first, float[] residuals, Levels levels)
    {
        var effects = _effects[driver];
        for (var i = 0; i < residuals.Length; i++)
        {
            if (float.IsNaN(residuals[i]))
            {
                continue;
            }

            var day = first + i;
            var today = _panel.DriverOn(driver, series, day, Origin, _panel.Days);
            var before = _panel.DriverOn(driver, series, day - 1, Origin, _panel.Days);
            var after = _panel.DriverOn(driver, series, day + 1, Origin, _panel.Days);
            if (effects.Kind(today, before, after) is >= 0 and var kind)
            {
                effects.Add(series, kind, residuals[i] - levels.Around(i, LevelDays));
            }
        }
    }

    /// <summary>By series, of a category its code, the level of its group and how the group sold lately, in this order; of a number its value.</summary>
    private (string Owner, string Kind, double[] Values)[] AttributeOf(Data.Drivers.ItemAttribute? attribute, PlannedAttribute planned)
    {
        double[] values = [.. _panel.History.Items.Select(item => attribute?.ValueOf(item) ?? double.NaN)];
        if (!planned.IsCategory)
        {
            return [(planned.Name, "value", [.. values.Select(value => double.IsNaN(value) ? FeatureRow.None : value)])];
        }

        var groups = new (double Level, double Recent, int Count)[(attribute?.Levels.Count ?? 0) + 1];
        int GroupOf(int series) => double.IsNaN(values[series]) ? groups.Length - 1 : (int)values[series];
        for (var series = 0; series < values.Length; series++)
        {
            if (Knows(series))
            {
                ref var group = ref groups[GroupOf(series)];
                group = (group.Level + Profiles.Levels[series], group.Recent + _recent[(series * RecentWidth) + GroupSpan], group.Count + 1);
            }
        }

        return
        [
            (planned.Name, "code", [.. _panel.History.Items.Select(item => (double)planned.CodeOf(attribute, item))]),
            (planned.Name, "level", [.. values.Select((_, series) => groups[GroupOf(series)] is var group ? group.Level / Math.Max(1, group.Count) : 0)]),
            (planned.Name, "recent", [.. values.Select((_, series) => groups[GroupOf(series)] is var group ? group.Recent / Math.Max(1, group.Count) : 0)]),
        ];
    }

    /// <summary>Running sums of residuals.</summary>
    private sealed class Levels(int days)
    {
        private readonly double[] _sums = new double[days + 1];
        private readonly int[] _counts = new int[days + 1];
        private int _next;

        public void Add(float residual)
        {
            _sums[_next + 1] = _sums[_next] + (float.IsNaN(residual) ? 0 : residual);
            _counts[_next + 1] = _counts[_next] + (float.IsNaN(residual) ? 0 : 1);
            _next++;
        }

        /// <summary>The mean around a day, the day itself and its neighbors left out.</summary>
        public double Around(int day, int reach)
        {
            var (from, to) = (Math.Max(0, day - reach), Math.Min(_next, day + reach + 1));
            var (without, until) = (Math.Max(0, day - 1), Math.Min(_next, day + 2));
            var count = _counts[to] - _counts[from] - (_counts[until] - _counts[without]);
            return count > 0 ? (_sums[to] - _sums[from] - (_sums[until] - _sums[without])) / count : 0;
        }
    }
}
