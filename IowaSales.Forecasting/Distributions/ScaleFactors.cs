using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// By which factor errors are larger on some days than on others: a factor per weekday, one per depth of the horizon, which never falls with
/// it, one for days at a holiday, and one for each thing that drivers make of a day (<see cref="DriverDays"/>). All series share a day, so that many series do not make up for few days: each factor is drawn towards 1
/// by the variance between days over the number of days (empirical Bayes; James &amp; Stein 1961). Learnt, and kept, as factors of the roots of
/// errors, on which one spike weighs little.
/// </summary>
internal sealed class ScaleFactors
{
    /// <summary>Standard deviation of the roots' factors around 1 before any day is seen.</summary>
    private const double Usual = 0.25;

    /// <summary>First step of each depth of the horizon.</summary>
    private static readonly int[] Depths = [0, 1, 3, 7, 14, 28, 56, 112];

    private const int DriverCount = 3;

    private static readonly DriverDays[] DriverBits = [DriverDays.State, DriverDays.Event, DriverDays.Reopening];

    private readonly double[] _weekdays;
    private readonly double[] _depths;
    private readonly double _holiday;
    private readonly double[] _drivers;

    private ScaleFactors(double[] weekdays, double[] depths, double holiday, double[] drivers)
    {
        _weekdays = weekdays;
        _depths = depths;
        _holiday = holiday;
        _drivers = drivers;
    }

    /// <summary>Every factor 1.</summary>
    public static ScaleFactors Even { get; } = new([1, 1, 1, 1, 1, 1, 1], [.. Depths.Select(_ => 1.0)], 1, [.. DriverBits.Select(_ => 1.0)]);

    /// <summary>The factor of the errors of a kind of day.</summary>
    public double At(DayKind kind) => RootAt(kind) * RootAt(kind);

    /// <summary>Learns from days.</summary>
    /// <param name="days">Each day's kind, and the roots of its absolute errors in units of what these would be if all days were alike.</param>
    public static ScaleFactors Learn(IReadOnlyList<DayErrors> days)
    {
        const int Sweeps = 3;
        var factors = Even;
        if (days.Count == 0)
        {
            return factors;
        }

        var depths = days.Max(day => DepthOf(day.Kind.Step)) + 1;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            factors = new ScaleFactors(
                factors.Corrected(days, kind => (int)kind.Weekday, factors._weekdays), factors._depths, factors._holiday, factors._drivers);
            factors = new ScaleFactors(
                factors._weekdays, Rising(factors.Corrected(days, kind => DepthOf(kind.Step), factors._depths[..depths])), factors._holiday, factors._drivers);
            factors = new ScaleFactors(
                factors._weekdays, factors._depths, factors.Corrected(days, kind => kind.IsNearHoliday ? 1 : 0, [1, factors._holiday])[1], factors._drivers);
            for (var bit = 0; bit < DriverBits.Length; bit++)
            {
                if (days.Any(day => (day.Kind.Drivers & DriverBits[bit]) != 0))
                {
                    var own = factors.Corrected(days, kind => (kind.Drivers & DriverBits[bit]) != 0 ? 1 : 0, [1, factors._drivers[bit]])[1];
                    factors = new ScaleFactors(
                        factors._weekdays, factors._depths, factors._holiday, [.. factors._drivers.Select((factor, index) => index == bit ? own : factor)]);
                }
            }
        }

        return factors;
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static ScaleFactors Read(BinaryReader reader)
    {
        var (weekdays, depths, holiday) = (reader.ReadRow(), reader.ReadRow(), reader.ReadDouble());
        return weekdays.Length is 7 or (7 + DriverCount) && depths.Length == Depths.Length
            ? new ScaleFactors(weekdays[..7], depths, holiday, weekdays.Length > 7 ? weekdays[7..] : Even._drivers)
            : throw new InvalidDataException("The factors of the intervals are damaged.");
    }

    /// <summary>Writes the factors; those of drivers, where there are any, follow those of the weekdays.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.WriteRow(Array.TrueForAll(_drivers, factor => factor == 1) ? _weekdays : [.. _weekdays, .. _drivers]);
        writer.WriteRow(_depths);
        writer.Write(_holiday);
    }

    private static int DepthOf(int step)
    {
        var depth = Depths.Length - 1;
        while (Depths[depth] > step)
        {
            depth--;
        }

        return depth;
    }

    private double RootAt(DayKind kind)
    {
        var root = _weekdays[(int)kind.Weekday] * _depths[DepthOf(kind.Step)] * (kind.IsNearHoliday ? _holiday : 1);
        for (var bit = 0; bit < DriverCount && kind.Drivers != DriverDays.None; bit++)
        {
            root *= (kind.Drivers & DriverBits[bit]) != 0 ? _drivers[bit] : 1;
        }

        return root;
    }

    /// <summary>Corrects one set of factors by the mean root that they leave in each of its groups.</summary>
    private double[] Corrected(IReadOnlyList<DayErrors> days, Func<DayKind, int> groupOf, double[] current)
    {
        var groups = new (double Sum, double Count, double Squares)[current.Length];
        foreach (var day in days)
        {
            ref var group = ref groups[groupOf(day.Kind)];
            group = (group.Sum + (day.Sum / RootAt(day.Kind)), group.Count + day.Count, group.Squares + ((double)day.Count * day.Count));
        }

        var all = groups.Sum(group => group.Count);
        var mean = groups.Sum(group => group.Sum) / all;
        if (mean <= 0)
        {
            return current;
        }

        // How far a day's mean root lies from its group's, as a share: what one day alone is worth.
        var variance = days.Sum(day =>
        {
            var group = groups[groupOf(day.Kind)];
            var usual = group.Sum / group.Count;
            var deviation = usual > 0 ? (day.Sum / RootAt(day.Kind) / day.Count / usual) - 1 : 0;
            return day.Count * deviation * deviation;
        }) / all;
        return
        [
            .. current.Select((factor, index) =>
            {
                var (sum, count, squares) = groups[index];
                var days = count * count / squares;
                return count > 0 ? 1 + (((factor * sum / count / mean) - 1) * Usual * Usual / ((Usual * Usual) + (variance / days))) : factor;
            }),
        ];
    }

    /// <summary>The nearest factors that never fall: groups that do are given their mean (isotonic regression; Barlow et al. 1972).</summary>
    private static double[] Rising(double[] factors)
    {
        var blocks = new List<(double Value, int Length)>();
        foreach (var factor in factors)
        {
            blocks.Add((factor, 1));
            while (blocks.Count > 1 && blocks[^2].Value > blocks[^1].Value)
            {
                var (left, right) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                var length = left.Length + right.Length;
                blocks.Add((((left.Value * left.Length) + (right.Value * right.Length)) / length, length));
            }
        }

        var rising = blocks.SelectMany(block => Enumerable.Repeat(block.Value, block.Length)).ToArray();
        return [.. Depths.Select((_, depth) => rising[Math.Min(depth, rising.Length - 1)])];
    }
}

/// <summary>The roots of the absolute errors of all series on one day of a validation window.</summary>
/// <param name="Kind">What kind of day it is.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Count">Their number, above 0.</param>
internal readonly record struct DayErrors(DayKind Kind, double Sum, int Count);
