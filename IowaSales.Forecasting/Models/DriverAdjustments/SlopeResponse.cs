using IowaSales.Forecasting.Models.DriverBoosting;

namespace IowaSales.Forecasting.Models.DriverAdjustments;

/// <summary>
/// Response to a quantity: so much for each unit by which it is above what was usual in the weeks before. A price counts as the logarithm of its ratio to the
/// item's usual price, so that the response is an elasticity; any other quantity as its difference in units of its spread.
/// </summary>
internal sealed class SlopeResponse : DriverResponse
{
    /// <summary>Days before a day over which a quantity is usual.</summary>
    private const int UsualDays = 56;

    /// <summary>Days with a value that make a usual one.</summary>
    private const int MinDays = 7;

    /// <summary>How far from usual a quantity counts.</summary>
    private const double MaxRatio = 1;
    private const double MaxDifference = 3;

    /// <summary>How far from usual a day is no usual day.</summary>
    private const double Unusual = 0.03;

    /// <summary>Weights of the panel's slope against a series' own, in days of which the quantity is as far from usual as it is in the mean.</summary>
    private static readonly double[] SeriesShrinkage = [30, 120, 480, double.PositiveInfinity];

    /// <summary>Weight of no slope against the panel's, in such days.</summary>
    private const double PanelShrinkage = 30;

    private readonly bool _isRatio;
    private readonly double[] _usual;
    private readonly double[] _spread;
    private readonly double[][] _squares = new double[Folds][];
    private readonly double[][] _products = new double[Folds][];
    private readonly (double Amounts, double Usual, double UsualDays)[][] _offsets = new (double, double, double)[Folds][];
    private readonly int[] _firstDays;
    private float[][] _amounts;
    private double[] _slopes = [];
    private double[] _previous = [];
    private double _days;

    /// <summary>Prepares a response.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="driver">Index of the driver in its plan.</param>
    public SlopeResponse(DrivenPanel panel, int driver)
        : base(driver)
    {
        _isRatio = panel.Plan.Drivers[driver].Use == DriverUse.Ratio;
        (_usual, _spread, _firstDays) = (new double[panel.SeriesCount], new double[panel.SeriesCount], panel.FirstDays);
        _amounts = new float[panel.SeriesCount][];
        Parallel.For(0, panel.SeriesCount, series => _amounts[series] = AmountsOf(panel, series));
    }

    /// <inheritdoc/>
    public override bool IsUsualOn(int series, int day) => Math.Abs(CellOn(series, day).Amount) < Unusual;

    /// <inheritdoc/>
    public override ResponseCell CellOn(int series, int day) => new(0, 0, _amounts[series][day - _firstDays[series]]);

    /// <inheritdoc/>
    public override ResponseCell CellOf(int series, float before, float today, float after, int weekday) =>
        AmountOf(Scaled(today), _usual[series], _spread[series]) is var amount && double.IsNaN(amount) ? default : new ResponseCell(0, 0, amount);

    /// <inheritdoc/>
    public override double EffectOf(int series, in ResponseCell cell) => _slopes.Length == 0 ? 0 : _slopes[series] * cell.Amount;

    /// <inheritdoc/>
    public override double PreviousOf(int series, in ResponseCell cell) => _previous.Length == 0 ? 0 : _previous[series] * cell.Amount;

    /// <inheritdoc/>
    public override void Begin()
    {
        (_previous, _slopes, _days) = (_slopes, [], 0);
        for (var fold = 0; fold < Folds; fold++)
        {
            (_squares[fold], _products[fold]) = (new double[_usual.Length], new double[_usual.Length]);
            _offsets[fold] = new (double, double, double)[_usual.Length];
        }
    }

    /// <inheritdoc/>
    public override void Add(int series, in ResponseCell cell, int fold, double residual)
    {
        ref var offset = ref _offsets[fold][series];
        if (Math.Abs(cell.Amount) < Unusual)
        {
            offset = (offset.Amounts, offset.Usual + residual, offset.UsualDays + 1);
        }
        else
        {
            offset.Amounts += cell.Amount;
            _squares[fold][series] += cell.Amount * cell.Amount;
            _products[fold][series] += cell.Amount * residual;
            _days++;
        }
    }

    /// <inheritdoc/>
    public override void Choose(double worthwhile)
    {
        for (var fold = 0; fold < Folds; fold++)
        {
            for (var series = 0; series < _usual.Length; series++)
            {
                // What usual days of the same half have is no response (see CodeResponse).
                var (amounts, usual, days) = _offsets[fold][series];
                _products[fold][series] -= amounts * usual / (days + 1);
            }
        }

        var day = _squares.Sum(half => half.Sum()) / Math.Max(1, _days);
        var (best, most, inBoth) = (double.PositiveInfinity, double.NegativeInfinity, false);
        foreach (var shrinkage in SeriesShrinkage)
        {
            var (first, second) = (GainOn(0, shrinkage, day), GainOn(1, shrinkage, day));
            (best, most, inBoth) = first + second > most ? (shrinkage, first + second, Math.Min(first, second) > 0) : (best, most, inBoth);
        }

        IsUsed = inBoth && most > worthwhile;
        if (IsUsed)
        {
            double[] Both(double[][] halves) => [.. halves[0].Select((half, series) => half + halves[1][series])];
            _slopes = SlopesOf(Both(_squares), Both(_products), best, day);
        }
    }

    /// <inheritdoc/>
    public override void ForgetPast()
    {
        (_amounts, _previous) = ([], []);
        for (var fold = 0; fold < Folds; fold++)
        {
            (_squares[fold], _products[fold], _offsets[fold]) = ([], [], []);
        }
    }

    /// <summary>Squared residuals that the slopes of the other half take off the days of a half.</summary>
    private double GainOn(int fold, double shrinkage, double day)
    {
        var slopes = SlopesOf(_squares[1 - fold], _products[1 - fold], shrinkage, day);
        var gain = 0.0;
        for (var series = 0; series < slopes.Length; series++)
        {
            gain += slopes[series] * ((2 * _products[fold][series]) - (_squares[fold][series] * slopes[series]));
        }

        return gain;
    }

    private static double[] SlopesOf(double[] squares, double[] products, double shrinkage, double day)
    {
        var panel = products.Sum() / (squares.Sum() + (PanelShrinkage * day) + 1e-12);
        return double.IsFinite(shrinkage)
            ? [.. squares.Select((square, series) => (products[series] + (shrinkage * day * panel)) / (square + (shrinkage * day) + 1e-12))]
            : [.. squares.Select(_ => panel)];
    }

    /// <summary>How far each day before the origin is from what was usual before it, and with it what is usual at the origin.</summary>
    private float[] AmountsOf(DrivenPanel panel, int series)
    {
        var first = panel.FirstDays[series];
        var values = new double[panel.Origin - first];
        var (all, squares, count) = (0.0, 0.0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Scaled(panel.DriverOn(Driver, series, first + i, panel.Origin, panel.Origin));
            all += double.IsNaN(values[i]) ? 0 : values[i];
            squares += double.IsNaN(values[i]) ? 0 : values[i] * values[i];
            count += double.IsNaN(values[i]) ? 0 : 1;
        }

        var mean = all / Math.Max(1, count);
        _spread[series] = _isRatio ? 1 : Math.Sqrt(Math.Max(0, (squares / Math.Max(1, count)) - (mean * mean))) + 1e-6;
        var amounts = new float[values.Length];
        var (sum, known) = (0.0, 0);
        for (var i = 0; i <= values.Length; i++)
        {
            var usual = known >= MinDays ? sum / known : double.NaN;
            if (i == values.Length)
            {
                _usual[series] = usual;
                break;
            }

            amounts[i] = AmountOf(values[i], usual, _spread[series]) is var amount && double.IsNaN(amount) ? 0 : (float)amount;
            Move(values[i], 1);
            Move(i >= UsualDays ? values[i - UsualDays] : double.NaN, -1);
        }

        return amounts;

        void Move(double value, int sign)
        {
            if (!double.IsNaN(value))
            {
                sum += sign * value;
                known += sign;
            }
        }
    }

    private double AmountOf(double value, double usual, double spread) => Math.Clamp((value - usual) / spread, -(_isRatio ? MaxRatio : MaxDifference), _isRatio ? MaxRatio : MaxDifference);

    private double Scaled(float value) => _isRatio ? Math.Log(value) : value;
}
