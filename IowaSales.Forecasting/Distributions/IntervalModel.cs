using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// Predictive distributions from out-of-sample errors: each error of the validation windows is divided by a scale that is learnt from other
/// windows, and the quantiles of these ratios, pooled over series, weekdays and steps, times the scale of a forecast are its distribution
/// (normalized split conformal prediction, Lei, G'Sell, Rinaldo, Tibshirani &amp; Wasserman 2018; cross-fitted as in Barber, Candès, Ramdas
/// &amp; Tibshirani 2021). The windows begin on every weekday, and nothing depends on the step alone: what a day is decides.
/// </summary>
public sealed class IntervalModel : IForecastDistributions
{
    /// <summary>Parts into which the windows are cut, each judged by a scale learnt from the others.</summary>
    private const int MaxFolds = 4;

    /// <summary>Paths from which the dependence of days is learnt, at most.</summary>
    private const int MaxPaths = 20_000;

    /// <summary>
    /// A series that sells regularly and misses a day by more than all but so many of its errors was closed, or not recorded: no spread around
    /// a forecast describes that, and it teaches none.
    /// </summary>
    private const double ImplausibleShare = 0.01;

    /// <summary>
    /// No quantile is more than so many times the most that the series ever sold or is forecast to sell: a spread that others taught knows nothing of its
    /// units.
    /// </summary>
    private const double MaxOverRecord = 100;

    /// <summary>A series of whole numbers sells whole numbers: below this, its quantiles are rounded to them.</summary>
    private const double LargestCount = 20;

    /// <summary>Open days of an item of which like items know what it will be like: half a year.</summary>
    private const int MatureDays = 182;

    private readonly ResidualScale _scale;
    private readonly StandardQuantiles _standard;

    private IntervalModel(ResidualScale scale, StandardQuantiles standard, double[][] template)
    {
        _scale = scale;
        _standard = standard;
        Template = template;
    }

    /// <summary>Joint ranks: each path holds one probability level per step.</summary>
    public IReadOnlyList<double[]> Template { get; }

    /// <summary>Learns from validation windows.</summary>
    /// <param name="days">Their days.</param>
    /// <param name="centre">Median forecasts for open days, made without knowing the sales.</param>
    /// <param name="scales">MASE scale of each series, NaN where it has none.</param>
    /// <returns>The interval model.</returns>
    public static IntervalModel Learn(CalibrationDays days, ForecastCube centre, IReadOnlyList<double> scales)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(centre);
        ArgumentNullException.ThrowIfNull(scales);
        var folds = Math.Clamp(days.Windows / 2, 1, MaxFolds);
        var errors = Enum.GetValues<SellingFrequency>().Select(_ => new List<double>()).ToArray();
        var missed = new List<double>();
        var paths = new ErrorPaths(days.Windows, centre.SeriesCount, centre.Horizon, MaxPaths);
        for (var fold = 0; fold < folds; fold++)
        {
            var own = fold;
            bool InFold(int window) => window * folds / days.Windows == own;
            var scale = ResidualScale.Learn(days, centre, scales, window => folds == 1 || !InFold(window));
            days.ForEach(centre, InFold, (in CalibrationDay day) =>
            {
                var unit = scale.Knows(day.Series)
                    ? scale.At(day.Series, day.Outlook.OpenDays, day.Kind, day.Forecast)
                    : scale.AtUnseen(day.Forecast, scales[day.Series], day.Outlook.OpenDays, day.Kind, day.Forecast);
                var error = (day.Actual - day.Forecast) / unit;
                if (double.IsFinite(error))
                {
                    (day.IsMissedSale ? missed : errors[(int)day.Frequency]).Add(error);
                    paths.Add(day, error);
                }
            });
        }

        var regular = errors[(int)SellingFrequency.Regular];
        var least = regular.Count > 0 ? MathNet.Numerics.Statistics.Statistics.Quantile(regular, ImplausibleShare) : 0;
        regular.AddRange(missed.Where(error => error >= least));
        var standard = StandardQuantiles.Learn(errors);
        return new IntervalModel(
            ResidualScale.Learn(days, centre, scales, _ => true), standard, JointRanks.Template(paths.Ranks(standard, least), centre.Horizon));
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The interval model.</returns>
    public static IntervalModel Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (scale, quantiles, template) = (ResidualScale.Read(reader), StandardQuantiles.Read(reader), reader.ReadRows());
        return Array.TrueForAll(template, path => Array.TrueForAll(path, rank => rank is >= 0 and <= 1))
            ? new IntervalModel(scale, quantiles, template)
            : throw new InvalidDataException("The joint ranks of the intervals are damaged.");
    }

    /// <inheritdoc/>
    public SeriesForecast Around(History history, int series, bool knownToModel, double[] centre)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(centre);
        var outlook = SeriesOutlook.Of(history, series);
        return !knownToModel && history.HasNoRows(series) && ColdStarts.Of(history, series, centre.Length) is { } start
            ? Around(
                history, outlook with { SellingChance = 1, Frequencies = SeriesOutlook.FrequenciesOf(start.Selling) }, series, knownToModel, start.Forecast, start)
            : Around(history, outlook, series, knownToModel, centre);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _scale.Write(writer);
        _standard.Write(writer);
        writer.WriteRows(Template);
    }

    /// <summary>The predictive distribution of one series whose outlook is known.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="outlook">What the past of the series says of its future.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="knownToModel">Whether the model was fitted on this series.</param>
    /// <param name="centre">Point forecasts.</param>
    /// <param name="start">What like items say of a series that never sold; null for another.</param>
    internal SeriesForecast Around(
        History history, SeriesOutlook outlook, int series, bool knownToModel, ReadOnlySpan<double> centre, ColdStart? start = null)
    {
        var levels = QuantileLevels.Grid.Count;
        var grid = new double[centre.Length * levels];
        var chances = DayChance.Of(history, series, outlook.SellingChance, centre.Length);
        var knowsSpread = _scale.Knows(series);
        var (level, mase) = knowsSpread ? (0, 0) : (LevelOf(centre), SeriesScale.Absolute(history, series));
        var isCount = start?.IsWhole ?? IsWhole(history.Rows(series).Values);
        var drivers = new DriverDays[centre.Length];
        DriverDayTeller.Of(history)?.Fill(history, series, drivers);
        var bound = MaxOverRecord * Math.Max(RecordOf(history, series), MaxOf(centre));
        for (var step = 0; step < centre.Length; step++)
        {
            var row = grid.AsSpan(step * levels, levels);
            var kind = CalibrationDays.KindOf(history, step) with { Drivers = drivers[step] };
            if (chances[step] == 0)
            {
                continue;
            }

            if (outlook.ConstantOn(kind.Weekday) is var constant && !double.IsNaN(constant))
            {
                var missed = outlook.MissedOn(kind.Weekday);
                for (var i = 0; i < levels; i++)
                {
                    row[i] = QuantileLevels.Grid[i] < missed ? 0 : constant;
                }

                continue;
            }

            var unit = knowsSpread
                ? _scale.At(series, outlook.OpenDays, kind, centre[step])
                : _scale.AtUnseen(level, mase, outlook.OpenDays, kind, centre[step]);
            var standard = _standard.Of(outlook.FrequencyOn(kind.Weekday));
            if (start is null)
            {
                for (var i = 0; i < levels; i++)
                {
                    row[i] = Math.Clamp(centre[step] + (unit * standard[i]), 0, bound);
                }
            }
            else
            {
                FillCold(start, kind, level, centre[step], standard, row);
                for (var i = 0; i < levels; i++)
                {
                    row[i] = Math.Clamp(row[i], 0, bound);
                }
            }

            if (isCount && centre[step] < LargestCount)
            {
                Round(row);
            }
        }

        return new SeriesForecast(history.Items[series], knownToModel, grid, chances, Template);
    }

    /// <summary>
    /// The distribution of a day of a cold start: a mixture over what its level may be, each part as wide as like items of that level are.
    /// </summary>
    private void FillCold(ColdStart start, DayKind kind, double level, double forecast, ReadOnlySpan<double> standard, Span<double> row)
    {
        var parts = new (double Value, double Mass)[start.Factors.Length * standard.Length];
        for (var draw = 0; draw < start.Factors.Length; draw++)
        {
            var factor = start.Factors[draw];
            var unit = start.SpreadRatio * _scale.AtUnseen(level * factor, double.NaN, MatureDays, kind, forecast * factor);
            for (var i = 0; i < standard.Length; i++)
            {
                parts[(draw * standard.Length) + i] = ((forecast * factor) + (unit * standard[i]), QuantileLevels.MassAt(i));
            }
        }

        Array.Sort(parts, (one, other) => one.Value.CompareTo(other.Value));
        var (part, below, scale) = (0, 0.0, 1.0 / start.Factors.Length);
        for (var i = 0; i < row.Length; i++)
        {
            while (part < parts.Length - 1 && below + (parts[part].Mass * scale / 2) < QuantileLevels.Grid[i])
            {
                below += parts[part++].Mass * scale;
            }

            if (part == 0)
            {
                row[i] = parts[0].Value;
                continue;
            }

            // Each value stands in the middle of its mass; between two of them the quantile function is a line.
            var (from, to) = (below - (parts[part - 1].Mass * scale / 2), below + (parts[part].Mass * scale / 2));
            var share = Math.Clamp((QuantileLevels.Grid[i] - from) / (to - from), 0, 1);
            row[i] = parts[part - 1].Value + (share * (parts[part].Value - parts[part - 1].Value));
        }
    }

    /// <summary>Whether all sales are whole numbers.</summary>
    private static bool IsWhole(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (value != Math.Floor(value))
            {
                return false;
            }
        }

        return true;
    }

    private static void Round(Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Round(values[i]);
        }
    }

    /// <summary>The most that a series ever sold on a day.</summary>
    private static double RecordOf(History history, int series) => MaxOf(history.Rows(series).Values);

    private static double MaxOf(ReadOnlySpan<double> values)
    {
        var max = 0.0;
        foreach (var value in values)
        {
            max = Math.Max(max, value);
        }

        return max;
    }

    /// <summary>Mean of the forecasts of days that sell.</summary>
    private static double LevelOf(ReadOnlySpan<double> centre)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in centre)
        {
            sum += value;
            count += value > 0 ? 1 : 0;
        }

        return count > 0 ? sum / count : 0;
    }
}
