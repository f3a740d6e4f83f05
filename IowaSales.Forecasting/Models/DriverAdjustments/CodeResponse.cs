using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Models.DriverBoosting;

namespace IowaSales.Forecasting.Models.DriverAdjustments;

/// <summary>
/// Response to a driver with codes: an effect of each code but the usual one, of each weekday where the days bear it out, and of each series beside the
/// panel's. Of an event also what the day before and the day after have.
/// </summary>
internal sealed class CodeResponse : DriverResponse
{
    /// <summary>Codes up to which weekdays are told apart.</summary>
    private const int MaxCodesByWeekday = 12;

    /// <summary>Effects up to which series are told apart.</summary>
    private const int MaxCells = 4_000_000;

    /// <summary>Weight, in days, of no effect against the panel's.</summary>
    private const double PanelShrinkage = 10;

    /// <summary>Weights, in days, of the panel's effect on all weekdays against that on one.</summary>
    private static readonly double[] WeekdayShrinkage = [20, double.PositiveInfinity];

    /// <summary>Weights, in days, of the panel's effect against a series' own.</summary>
    private static readonly double[] SeriesShrinkage = [2, 8, 32, double.PositiveInfinity];

    /// <summary>Weights, in days, of a series' effect on all weekdays against that on one.</summary>
    private static readonly double[] OwnWeekdayShrinkage = [4, 16, double.PositiveInfinity];

    private readonly bool _isEve;
    private readonly int _usual;
    private readonly int _codes;
    private readonly int _weekdays;
    private readonly int _groups;
    private readonly double[][] _sums = new double[Folds][];
    private readonly double[][] _counts = new double[Folds][];
    private readonly double[][] _usualSums = new double[Folds][];
    private readonly double[][] _usualCounts = new double[Folds][];
    private DrivenPanel? _panel;
    private double[] _effects = [];
    private double[] _previous = [];

    /// <summary>Prepares a response.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="driver">Index of the driver in its plan.</param>
    /// <param name="isEve">Whether it is that of the days before and after an event, not of the event itself.</param>
    public CodeResponse(DrivenPanel panel, int driver, bool isEve)
        : base(driver)
    {
        (_panel, _isEve) = (panel, isEve);
        var planned = panel.Plan.Drivers[driver];
        (_usual, _codes) = (planned.Usual, isEve ? 2 : planned.Count);
        _weekdays = !isEve && _codes <= MaxCodesByWeekday ? Week.Days : 1;
        _groups = (long)panel.SeriesCount * _codes * _weekdays <= MaxCells ? panel.SeriesCount : 1;
    }

    private int Cells => _codes * _weekdays;

    /// <summary>Whether a driver only repeats the weekday.</summary>
    public static bool IsOfWeekday(DrivenPanel panel, int driver)
    {
        Span<int> codes = stackalloc int[Week.Days];
        codes.Fill(-1);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            for (var day = panel.FirstDays[series]; day < panel.Origin; day++)
            {
                var code = panel.DriverOn(driver, series, day, panel.Origin, panel.Origin);
                ref var known = ref codes[panel.Calendar[day].Weekday];
                if (!float.IsNaN(code) && known >= 0 && known != (int)code)
                {
                    return false;
                }

                known = float.IsNaN(code) ? known : (int)code;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool IsUsualOn(int series, int day) => CellOn(series, day).Code < 0;

    /// <inheritdoc/>
    public override ResponseCell CellOn(int series, int day) => CellOf(
        series,
        _isEve ? _panel!.DriverOn(Driver, series, day - 1, _panel.Origin, _panel.Days) : float.NaN,
        _panel!.DriverOn(Driver, series, day, _panel.Origin, _panel.Days),
        _isEve ? _panel.DriverOn(Driver, series, day + 1, _panel.Origin, _panel.Days) : float.NaN,
        _panel.Calendar[day].Weekday);

    /// <inheritdoc/>
    public override ResponseCell CellOf(int series, float before, float today, float after, int weekday)
    {
        var isUsual = float.IsNaN(today) || (int)today == _usual;
        var code = !_isEve ? isUsual ? -1 : (int)today
            : !isUsual ? -1
            : !float.IsNaN(after) && (int)after != _usual ? 0
            : !float.IsNaN(before) && (int)before != _usual ? 1
            : -1;
        return new ResponseCell(code, weekday);
    }

    /// <inheritdoc/>
    public override double EffectOf(int series, in ResponseCell cell) => cell.Code < 0 || _effects.Length == 0 ? 0 : _effects[PlaceOf(series, cell)];

    /// <inheritdoc/>
    public override double PreviousOf(int series, in ResponseCell cell) => cell.Code < 0 || _previous.Length == 0 ? 0 : _previous[PlaceOf(series, cell)];

    /// <inheritdoc/>
    public override void Begin()
    {
        (_previous, _effects) = (_effects, []);
        for (var fold = 0; fold < Folds; fold++)
        {
            (_sums[fold], _counts[fold]) = (new double[_groups * Cells], new double[_groups * Cells]);
            (_usualSums[fold], _usualCounts[fold]) = (new double[_groups * _weekdays], new double[_groups * _weekdays]);
        }
    }

    /// <inheritdoc/>
    public override void Add(int series, in ResponseCell cell, int fold, double residual)
    {
        var (sums, counts) = cell.Code >= 0 ? (_sums[fold], _counts[fold]) : (_usualSums[fold], _usualCounts[fold]);
        var place = PlaceOf(series, cell with { Code = Math.Max(0, cell.Code) }, cell.Code >= 0 ? Cells : _weekdays);
        sums[place] += residual;
        counts[place]++;
    }

    /// <inheritdoc/>
    public override void Choose(double worthwhile)
    {
        for (var fold = 0; fold < Folds; fold++)
        {
            Contrast(_sums[fold], _counts[fold], _usualSums[fold], _usualCounts[fold]);
        }

        var (best, most, inBoth) = ((double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity), double.NegativeInfinity, false);
        foreach (var weekday in _weekdays > 1 ? WeekdayShrinkage : [double.PositiveInfinity])
        {
            foreach (var series in _groups > 1 ? SeriesShrinkage : [double.PositiveInfinity])
            {
                foreach (var own in _weekdays > 1 && _groups > 1 && double.IsFinite(series) ? OwnWeekdayShrinkage : [double.PositiveInfinity])
                {
                    var (first, second) = (GainOn(0, weekday, series, own), GainOn(1, weekday, series, own));
                    (best, most, inBoth) = first + second > most ? ((weekday, series, own), first + second, Math.Min(first, second) > 0) : (best, most, inBoth);
                }
            }
        }

        IsUsed = inBoth && most > worthwhile;
        if (IsUsed)
        {
            double[] Both(double[][] halves) => [.. halves[0].Select((half, place) => half + halves[1][place])];
            _effects = EffectsOf(Both(_sums), Both(_counts), best.Item1, best.Item2, best.Item3);
        }
    }

    /// <inheritdoc/>
    public override void ForgetPast()
    {
        (_panel, _previous) = (null, []);
        for (var fold = 0; fold < Folds; fold++)
        {
            (_sums[fold], _counts[fold], _usualSums[fold], _usualCounts[fold]) = ([], [], [], []);
        }
    }

    private int PlaceOf(int series, in ResponseCell cell) => PlaceOf(series, cell, Cells);

    private int PlaceOf(int series, in ResponseCell cell, int cells) =>
        ((_groups > 1 ? series : 0) * cells) + (cell.Code * _weekdays) + (_weekdays > 1 ? cell.Weekday : 0);

    /// <summary>
    /// Takes off what usual days of the same half, series and weekday have: both halves were measured against the same weekdays and levels, whose errors would
    /// else look like an effect that holds in both.
    /// </summary>
    private void Contrast(double[] sums, double[] counts, double[] usualSums, double[] usualCounts)
    {
        for (var place = 0; place < sums.Length; place++)
        {
            var usual = (place / Cells * _weekdays) + (place % _weekdays);
            sums[place] -= counts[place] * usualSums[usual] / (usualCounts[usual] + 1);
        }
    }

    /// <summary>Squared residuals that the effects of the other half take off the days of a half.</summary>
    private double GainOn(int fold, double weekdayShrinkage, double seriesShrinkage, double ownShrinkage)
    {
        var effects = EffectsOf(_sums[1 - fold], _counts[1 - fold], weekdayShrinkage, seriesShrinkage, ownShrinkage);
        var gain = 0.0;
        for (var place = 0; place < effects.Length; place++)
        {
            gain += effects[place] * ((2 * _sums[fold][place]) - (_counts[fold][place] * effects[place]));
        }

        return gain;
    }

    private double[] EffectsOf(double[] sums, double[] counts, double weekdayShrinkage, double seriesShrinkage, double ownShrinkage)
    {
        var panel = PanelOf(sums, counts, weekdayShrinkage);
        var effects = new double[sums.Length];
        for (var group = 0; group < _groups; group++)
        {
            for (var code = 0; code < _codes; code++)
            {
                var (sum, count) = (0.0, 0.0);
                for (var weekday = 0; weekday < _weekdays; weekday++)
                {
                    var (cell, place) = ((code * _weekdays) + weekday, (group * Cells) + (code * _weekdays) + weekday);
                    sum += sums[place] - (counts[place] * panel[cell]);
                    count += counts[place];
                }

                var own = double.IsFinite(seriesShrinkage) ? sum / (count + seriesShrinkage) : 0;
                for (var weekday = 0; weekday < _weekdays; weekday++)
                {
                    var place = (group * Cells) + (code * _weekdays) + weekday;
                    var effect = panel[(code * _weekdays) + weekday] + own;
                    effects[place] = double.IsFinite(ownShrinkage) ? effect + ((sums[place] - (counts[place] * effect)) / (counts[place] + ownShrinkage)) : effect;
                }
            }
        }

        return effects;
    }

    /// <summary>The panel's effect of each code and weekday.</summary>
    private double[] PanelOf(double[] sums, double[] counts, double weekdayShrinkage)
    {
        var (total, mass) = (new double[Cells], new double[Cells]);
        for (var place = 0; place < sums.Length; place++)
        {
            total[place % Cells] += sums[place];
            mass[place % Cells] += counts[place];
        }

        var panel = new double[Cells];
        for (var code = 0; code < _codes; code++)
        {
            var cells = Enumerable.Range(code * _weekdays, _weekdays).ToArray();
            var all = cells.Sum(cell => total[cell]) / (cells.Sum(cell => mass[cell]) + PanelShrinkage);
            foreach (var cell in cells)
            {
                panel[cell] = double.IsFinite(weekdayShrinkage) ? (total[cell] + (weekdayShrinkage * all)) / (mass[cell] + weekdayShrinkage) : all;
            }
        }

        return panel;
    }
}
