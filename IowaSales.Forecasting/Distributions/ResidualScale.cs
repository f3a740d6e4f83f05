using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// How far sales usually lie from their forecast: a spread per series, drawn towards what series of its size have in the panel; growing with the
/// forecast, as counts do; larger or smaller by the kind of day; and larger while a series is young. The spread of a size follows a power
/// law (Taylor 1961), which also serves series that taught nothing.
/// </summary>
internal sealed class ResidualScale
{
    /// <summary>Weight, in errors, of the panel's spread when a series' own is estimated.</summary>
    private const double PriorErrors = 10;

    /// <summary>Open days after which a level is known about half as well as it ever will be: the variance of a mean of n days adds 1/n to that of a day.</summary>
    private const double YoungDays = 10;

    /// <summary>Open days after which the sales of an unseen series tell as much of its spread as the panel does.</summary>
    private const double OwnDays = 28;

    /// <summary>Part of a series' level at which the spread stops shrinking with the forecast.</summary>
    private const double Floor = 0.2;

    /// <summary>Forecasts of more than so many times a series' level widen the spread no further: its errors say nothing of such sizes.</summary>
    private const double MaxRatio = 25;

    private readonly double[] _spreads;
    private readonly double[] _levels;
    private readonly SizeLaw _law;
    private readonly ScaleFactors _factors;
    private readonly double _spreadPerScale;

    private ResidualScale(double[] spreads, double[] levels, SizeLaw law, ScaleFactors factors, double spreadPerScale)
    {
        _spreads = spreads;
        _levels = levels;
        _law = law;
        _factors = factors;
        _spreadPerScale = spreadPerScale;
    }

    /// <summary>Learns from the days of some windows.</summary>
    /// <param name="days">The days.</param>
    /// <param name="centre">Point forecasts.</param>
    /// <param name="scales">MASE scale of each series; NaN where it has none.</param>
    /// <param name="takes">Which windows; of a series that sells regularly, the days on which it did.</param>
    public static ResidualScale Learn(CalibrationDays days, ForecastCube centre, IReadOnlyList<double> scales, Func<int, bool> takes)
    {
        var count = centre.SeriesCount;
        var (levels, counts) = (new double[count], new int[count]);
        days.ForEach(centre, takes, (in CalibrationDay day) =>
        {
            if (!day.IsMissedSale)
            {
                levels[day.Series] += day.Forecast;
                counts[day.Series]++;
            }
        });
        for (var series = 0; series < count; series++)
        {
            levels[series] /= Math.Max(1, counts[series]);
        }

        var even = SpreadsOf(days, centre, takes, levels, counts, ScaleFactors.Even);
        var sums = new (double Sum, int Count)[days.Windows, centre.Horizon, days.DriverKinds];
        days.ForEach(centre, takes, (in CalibrationDay day) =>
        {
            var spread = even.Spreads[day.Series] * SizeFactor(day.Forecast, levels[day.Series]) * YoungFactor(day.Outlook.OpenDays);
            if (day.Frequency == SellingFrequency.Regular && !day.IsMissedSale && spread > 0)
            {
                ref var sum = ref sums[day.Window, day.Kind.Step, (int)day.Kind.Drivers];
                sum = (sum.Sum + Math.Sqrt(Math.Abs(day.Actual - day.Forecast) / spread), sum.Count + 1);
            }
        });
        var factors = ScaleFactors.Learn(days.ErrorsOf(sums));
        var (spreads, law) = SpreadsOf(days, centre, takes, levels, counts, factors);
        var ratios = Enumerable.Range(0, count)
            .Where(series => counts[series] > 0 && scales[series] > 0)
            .Select(series => spreads[series] / scales[series])
            .ToArray();
        return new ResidualScale(spreads, levels, law, factors, ratios.Length > 0 ? ratios.Average() : 1);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static ResidualScale Read(BinaryReader reader)
    {
        var scale = new ResidualScale(reader.ReadRow(), reader.ReadRow(), SizeLaw.Read(reader), ScaleFactors.Read(reader), reader.ReadDouble());
        return scale._levels.Length == scale._spreads.Length ? scale : throw new InvalidDataException("The scales of the intervals are damaged.");
    }

    /// <summary>Whether the series taught a spread of its own.</summary>
    /// <param name="series">Index of the series.</param>
    public bool Knows(int series) => series < _spreads.Length && _levels[series] > 0;

    /// <summary>The scale of one forecast.</summary>
    /// <param name="series">Index of a series that taught a spread.</param>
    /// <param name="openDays">Open days since its first sale.</param>
    /// <param name="kind">Kind of the forecast day.</param>
    /// <param name="forecast">The point forecast.</param>
    public double At(int series, int openDays, DayKind kind, double forecast) =>
        _spreads[series] * SizeFactor(forecast, _levels[series]) * YoungFactor(openDays) * _factors.At(kind);

    /// <summary>The scale of one forecast of a series that taught nothing.</summary>
    /// <param name="level">Its mean forecast.</param>
    /// <param name="scale">Its MASE scale; NaN when it has none.</param>
    /// <param name="openDays">Open days since its first sale.</param>
    /// <param name="kind">Kind of the forecast day.</param>
    /// <param name="forecast">The point forecast.</param>
    public double AtUnseen(double level, double scale, int openDays, DayKind kind, double forecast)
    {
        var spread = _law.At(level);
        if (scale > 0 && spread > 0)
        {
            var own = openDays / (openDays + OwnDays);
            spread = Math.Exp((own * Math.Log(scale * _spreadPerScale)) + ((1 - own) * Math.Log(spread)));
        }

        return spread * SizeFactor(forecast, level) * YoungFactor(openDays) * _factors.At(kind);
    }

    /// <summary>Writes the scale.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.WriteRow(_spreads);
        writer.WriteRow(_levels);
        _law.Write(writer);
        _factors.Write(writer);
        writer.Write(_spreadPerScale);
    }

    /// <summary>The spread of each series: the squared mean of the roots of its errors, on which one spike weighs little.</summary>
    private static (double[] Spreads, SizeLaw Law) SpreadsOf(
        CalibrationDays days, ForecastCube centre, Func<int, bool> takes, double[] levels, int[] counts, ScaleFactors factors)
    {
        var roots = new double[levels.Length];
        days.ForEach(centre, takes, (in CalibrationDay day) => roots[day.Series] += day.IsMissedSale ? 0 : Math.Sqrt(Math.Abs(day.Actual - day.Forecast)
            / (SizeFactor(day.Forecast, levels[day.Series]) * YoungFactor(day.Outlook.OpenDays) * factors.At(day.Kind))));
        var own = new double[levels.Length];
        for (var series = 0; series < own.Length; series++)
        {
            var root = roots[series] / Math.Max(1, counts[series]);
            own[series] = root * root;
        }

        // A series that came in late neither teaches the others what their size has, nor is it steadier itself until it has shown so.
        var late = counts.Max() / 2;
        var law = SizeLaw.Learn(levels, own, [.. counts.Select(count => count < late ? 0 : count)]);
        var spreads = new double[levels.Length];
        for (var series = 0; series < spreads.Length; series++)
        {
            var root = (roots[series] + (PriorErrors * Math.Sqrt(law.At(levels[series])))) / (counts[series] + PriorErrors);
            spreads[series] = counts[series] < late ? Math.Max(root * root, law.At(levels[series])) : root * root;
        }

        return (spreads, law);
    }

    private static double SizeFactor(double forecast, double level) =>
        level > 0 ? Math.Sqrt((Floor + Math.Clamp(forecast / level, 0, MaxRatio)) / (Floor + 1)) : 1;

    private static double YoungFactor(int openDays) => Math.Sqrt(1 + (YoungDays / Math.Max(1, openDays)));
}
