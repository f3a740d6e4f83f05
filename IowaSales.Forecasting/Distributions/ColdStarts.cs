using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Distributions;

/// <summary>What items say of one that never sold and shares attributes with them: its level, its weekdays and its spread.</summary>
internal sealed class ColdStarts
{
    /// <summary>
    /// Items that say that a level of an attribute has no effect. IowaSales.Benchmarks/Selection/Choices.md has the evidence.
    /// </summary>
    private const double Shrinkage = 20;

    /// <summary>Known days that items are learnt from, and observed ones that an item needs for its level and for each weekday.</summary>
    private const int Window = 91;
    private const int MinDays = 28;
    private const int MinWeekdays = 3;

    /// <summary>Items without which there is nothing to learn.</summary>
    private const int MinItems = 5;

    /// <summary>What is added to a weekday's share before the logarithm: a weekday that sells nothing is not minus infinity.</summary>
    private const double Offset = 0.1;

    /// <summary>Power of the level that the spread follows; it is the usual one of <see cref="SizeLaw"/>.</summary>
    private const double SpreadPower = 0.8;

    /// <summary>Values that stand for what is not known of a level.</summary>
    private const int Draws = 25;

    private static readonly ConditionalWeakTable<object, Lazy<ColdStarts?>> Known = [];

    private readonly int[][] _levels;
    private readonly AttributeEffects _logLevel;
    private readonly AttributeEffects _logSpread;
    private readonly AttributeEffects _selling;
    private readonly AttributeEffects[] _weekdays;
    private readonly bool _areWhole;

    private ColdStarts(History history, Teacher?[] items)
    {
        _levels = AttributeLevels.Of(history, series => items[series] is not null);
        AttributeEffects Learn(Func<Teacher, double> value) =>
            AttributeEffects.Learn(_levels, [.. items.Select(item => item is null ? double.NaN : value(item))], Shrinkage);
        _logLevel = Learn(item => Math.Log(item.Level));
        _logSpread = Learn(item => item.Spread > 0 ? Math.Log(item.Spread) - (SpreadPower * Math.Log(item.Level)) : double.NaN);
        _selling = Learn(item => item.Selling);
        _weekdays = [.. Enumerable.Range(0, Week.Days).Select(weekday => Learn(item => Math.Log(item.Weekdays[weekday] + Offset)))];
        _areWhole = items.OfType<Teacher>().All(item => item.IsWhole);
    }

    /// <summary>What like items say of a series that never sold.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="horizon">Number of days to forecast.</param>
    /// <returns>The cold start; null where the item has no attribute, or there are too few items to learn from.</returns>
    public static ColdStart? Of(History history, int series, int horizon) =>
        history.Attributes.All(attribute => double.IsNaN(attribute.ValueOf(history.Items[series]))) ? null
            : Known.GetValue(history.Past, _ => new Lazy<ColdStarts?>(() => Learn(history))).Value?.Start(history, series, horizon);

    private static ColdStarts? Learn(History history)
    {
        var items = new Teacher?[history.SeriesCount];
        Parallel.For(0, items.Length, series => items[series] = TeacherOf(history, series));
        return items.Count(item => item is not null) < MinItems ? null : new ColdStarts(history, items);
    }

    private ColdStart Start(History history, int series, int horizon)
    {
        var levels = _levels[series];
        var weekdays = WeekdaysOf(levels);
        var level = Math.Exp(_logLevel.Mean + _logLevel.Of(levels));
        var forecast = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            var day = history.Origin + step;
            forecast[step] = history.IsOpen(series, day) ? level * weekdays[(int)history.DateOf(day).DayOfWeek] : 0;
        }

        if (Enumerable.Range(history.Origin, horizon).Any(day => MadeUpDays.IsCandidate(history, day)))
        {
            history.MadeUp.Apply(series, forecast);
        }

        double[] factors =
        [
            .. Enumerable.Range(0, Draws).Select(draw =>
                Math.Exp(MathNet.Numerics.Statistics.SortedArrayStatistics.Quantile(_logLevel.Residuals, (draw + 0.5) / Draws))),
        ];
        var selling = _selling.Mean + _selling.Of(levels);
        return new ColdStart(forecast, factors, Math.Exp(double.IsNaN(_logSpread.Mean) ? 0 : _logSpread.Of(levels)), selling, _areWhole);
    }

    /// <summary>Shares of the weekdays; their mean over the weekdays that like items sell on is 1, and the others have 0.</summary>
    private double[] WeekdaysOf(int[] levels)
    {
        double[] shares = [.. _weekdays.Select(effects => double.IsNaN(effects.Mean) ? 0 : Math.Max(0, Math.Exp(effects.Mean + effects.Of(levels)) - Offset))];
        var mean = shares.Where(share => share > 0).DefaultIfEmpty(1).Average();
        return [.. shares.Select(share => share / mean)];
    }

    /// <summary>What an item of enough history teaches; null for another.</summary>
    private static Teacher? TeacherOf(History history, int series)
    {
        var daily = history.Daily(series);
        var from = Math.Max(0, daily.Length - Window);
        var (sums, counts) = (new double[Week.Days], new int[Week.Days]);
        var (sold, whole) = (0, true);
        for (var i = from; i < daily.Length; i++)
        {
            if (!double.IsNaN(daily[i]))
            {
                var weekday = (int)history.DateOf(history.Origin - daily.Length + i).DayOfWeek;
                sums[weekday] += daily[i];
                counts[weekday]++;
                sold += daily[i] > 0 ? 1 : 0;
                whole &= daily[i] == Math.Floor(daily[i]);
            }
        }

        var (days, sum) = (counts.Sum(), sums.Sum());
        if (days < MinDays || sum <= 0)
        {
            return null;
        }

        var level = sum / days;
        double[] weekdays = [.. sums.Zip(counts, (amount, count) => count >= MinWeekdays ? amount / count / level : double.NaN)];
        var (errors, judged) = (0.0, 0);
        for (var i = from; i < daily.Length; i++)
        {
            var error = daily[i] - (level * weekdays[(int)history.DateOf(history.Origin - daily.Length + i).DayOfWeek]);
            if (!double.IsNaN(error))
            {
                errors += Math.Abs(error);
                judged++;
            }
        }

        return judged == 0 ? null : new Teacher(level, weekdays, errors / judged, (double)sold / days, whole);
    }

    /// <param name="Level">Mean sales of an open day.</param>
    /// <param name="Weekdays">Sales of each weekday over the level; NaN for one that is not known.</param>
    /// <param name="Spread">Mean absolute deviation from level and weekday.</param>
    /// <param name="Selling">Share of open days with a sale.</param>
    /// <param name="IsWhole">Whether all its sales are whole numbers.</param>
    private sealed record Teacher(double Level, double[] Weekdays, double Spread, double Selling, bool IsWhole);
}

/// <summary>What like items say of an item that never sold.</summary>
/// <param name="Forecast">Forecast of each day from the origin on, at least 0; 0 on closed days.</param>
/// <param name="Factors">Equally likely factors of the level, ascending: what is not known of it.</param>
/// <param name="SpreadRatio">Spread over that of other items of its level, above 0.</param>
/// <param name="Selling">Share of open days on which like items sell.</param>
/// <param name="IsWhole">Whether like items sell whole numbers.</param>
internal sealed record ColdStart(double[] Forecast, double[] Factors, double SpreadRatio, double Selling, bool IsWhole);
