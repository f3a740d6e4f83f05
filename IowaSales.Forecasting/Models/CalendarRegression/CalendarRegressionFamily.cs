using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>
/// Calendar regression: each day is a series' level times an expected ratio, the ratio being what all series share (weekday, place in the
/// month, month ends, holidays and the days made up for them, the movement four weeks before) plus the series' own weekday shape, times what
/// the series sells beyond that in this part of every year. The two parts of the ratio are fitted by backfitting (Buja, Hastie &amp; Tibshirani
/// 1989), the <see cref="YearlySeasonality"/> to what they leave; a series' bias factor then turns the mean into a median.
/// </summary>
public sealed class CalendarRegressionFamily : IModelFamily
{
    /// <summary>Days of history that are used.</summary>
    private const int Window = 420;

    /// <summary>Half-life of a day's weight, days.</summary>
    private const double HalfLife = 200;

    /// <summary>The common part is learned from at most this many of the largest series.</summary>
    private const int MaxSampleSize = 1000;

    private const int Iterations = 3;

    /// <summary>Weight, in days, of "like all others" against a series' own weekday shape.</summary>
    private const double ShapePrior = 4;

    /// <summary>Share of a series' own bias factor that is applied.</summary>
    private const double BiasShare = 0.7;

    private const int MinDaysForBias = 20;

    /// <inheritdoc/>
    public string Name => "CalendarRegression";

    /// <inheritdoc/>
    public string Description => "learns what all products share by calendar and four-week cycle";

    /// <inheritdoc/>
    public int RelativeCost => 2;

    /// <inheritdoc/>
    public IFittedFamily Fit(History history, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(options);
        var from = Math.Max(0, history.Origin - Window);
        var weights = DayWeights(history.Origin - from);
        var sample = LargestSeries(history, from);
        var (effects, residuals) = FitCommon(history, sample, from, weights, options.CancellationToken);
        var common = CommonRatios(history, from, effects, residuals);
        var weekdays = new double[history.SeriesCount][];
        var biases = new double[history.SeriesCount];
        Parallel.For(
            0,
            weekdays.Length,
            new ParallelOptions { CancellationToken = options.CancellationToken },
            index =>
            {
                (weekdays[index], biases[index]) = FitSeries(history, index, from, common, weights);
                options.Advance?.Invoke(1);
            });
        var (panelYear, years) = YearlySeasonality.Fit(history, effects, weekdays, sample, options.CancellationToken);
        return new FittedCalendarRegression(
            effects,
            sample,
            [.. weekdays.Select((shape, index) => new SeriesShape(shape, years[index], biases[index]))],
            new SeriesShape(new double[Week.Days], panelYear, 1));
    }

    /// <inheritdoc/>
    public IFittedFamily Read(BinaryReader reader) => FittedCalendarRegression.Read(reader);

    private static double[] DayWeights(int days)
    {
        var weights = new double[days];
        for (var day = 0; day < days; day++)
        {
            weights[day] = Math.Pow(0.5, (days - day) / HalfLife);
        }

        return weights;
    }

    private static int[] LargestSeries(History history, int from)
    {
        var totals = new double[history.SeriesCount];
        for (var series = 0; series < totals.Length; series++)
        {
            var rows = history.Rows(series);
            for (var i = rows.Count - 1; i >= 0 && rows.Days[i] >= from; i--)
            {
                totals[series] += rows.Values[i];
            }
        }

        return
        [
            .. Enumerable.Range(0, totals.Length)
                .Where(series => totals[series] > 0)
                .OrderByDescending(series => totals[series])
                .ThenBy(series => series)
                .Take(MaxSampleSize)
                .Order(),
        ];
    }

    private static (CommonEffects Effects, double[] Residuals) FitCommon(
        History history, int[] sample, int from, double[] weights, CancellationToken cancellationToken)
    {
        var days = weights.Length;
        var ratios = new double[sample.Length][];
        Parallel.For(0, sample.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            ratios[i] = new double[days];
            LevelRatios.Fill(history, sample[i], from, ratios[i]);
        });
        var shapes = new double[sample.Length][];
        for (var i = 0; i < shapes.Length; i++)
        {
            shapes[i] = new double[Week.Days];
        }

        var means = new double[days];
        var dayWeights = new double[days];
        double[]? residuals = null;
        var effects = new CommonEffects(new double[CalendarDesign.Count + 1]);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            for (var day = 0; day < days; day++)
            {
                var weekday = (int)history.DateOf(from + day).DayOfWeek;
                var (sum, count) = (0.0, 0);
                for (var i = 0; i < ratios.Length; i++)
                {
                    if (!double.IsNaN(ratios[i][day]))
                    {
                        sum += ratios[i][day] - shapes[i][weekday];
                        count++;
                    }
                }

                means[day] = count > 0 ? sum / count : double.NaN;
                dayWeights[day] = count > 0 ? weights[day] * Math.Sqrt((double)count / ratios.Length) : 0;
            }

            // The residual four weeks before joins once there is a fit to take it from.
            effects = CommonEffects.Fit(history.DateOf(from), means, dayWeights, iteration == Iterations - 1 ? residuals : null);
            var common = CommonRatios(history, from, effects, residuals);
            residuals = [.. means.Select((mean, day) => mean - effects.CalendarAt(history.DateOf(from + day)))];
            Parallel.For(0, sample.Length, i => shapes[i] = WeekdayShape(history.DateOf(from), ratios[i], common, weights));
        }

        return (effects, residuals ?? []);
    }

    private static double[] CommonRatios(History history, int from, CommonEffects effects, double[]? residuals)
    {
        var common = new double[history.Origin - from];
        for (var day = 0; day < common.Length; day++)
        {
            var before = residuals is not null && day >= CommonEffects.Lag ? residuals[day - CommonEffects.Lag] : double.NaN;
            common[day] = effects.At(history.DateOf(from + day), before);
        }

        return common;
    }

    private static (double[] Weekdays, double Bias) FitSeries(History history, int series, int from, double[] common, double[] weights)
    {
        var ratios = new double[common.Length];
        LevelRatios.Fill(history, series, from, ratios);
        var firstDate = history.DateOf(from);
        var shape = WeekdayShape(firstDate, ratios, common, weights);
        return (shape, BiasFactor(firstDate, ratios, common, weights, shape));
    }

    private static double[] WeekdayShape(DateOnly firstDate, double[] ratios, double[] common, double[] weights)
    {
        var shape = new double[Week.Days];
        Span<double> mass = stackalloc double[Week.Days];
        mass.Fill(ShapePrior);
        for (var day = 0; day < ratios.Length; day++)
        {
            if (!double.IsNaN(ratios[day]))
            {
                var weekday = (int)firstDate.AddDays(day).DayOfWeek;
                shape[weekday] += weights[day] * (ratios[day] - common[day]);
                mass[weekday] += weights[day];
            }
        }

        var mean = 0.0;
        for (var weekday = 0; weekday < Week.Days; weekday++)
        {
            shape[weekday] /= mass[weekday];
            mean += shape[weekday] / Week.Days;
        }

        for (var weekday = 0; weekday < Week.Days; weekday++)
        {
            shape[weekday] -= mean;
        }

        return shape;
    }

    /// <summary>The factor on the expected ratios that would have had the least absolute error: their weighted median quotient.</summary>
    private static double BiasFactor(DateOnly firstDate, double[] ratios, double[] common, double[] weights, double[] shape)
    {
        var quotients = new List<(double Quotient, double Weight)>();
        for (var day = 0; day < ratios.Length; day++)
        {
            var expected = common[day] + shape[(int)firstDate.AddDays(day).DayOfWeek];
            if (!double.IsNaN(ratios[day]) && expected > 0)
            {
                quotients.Add((ratios[day] / expected, weights[day] * expected));
            }
        }

        if (quotients.Count < MinDaysForBias)
        {
            return 1;
        }

        quotients.Sort();
        var half = quotients.Sum(quotient => quotient.Weight) / 2;
        var reached = 0.0;
        var median = quotients[^1].Quotient;
        foreach (var (quotient, weight) in quotients)
        {
            reached += weight;
            if (reached >= half)
            {
                median = quotient;
                break;
            }
        }

        return Math.Max(0, 1 + (BiasShare * (median - 1)));
    }
}
