using System.Buffers;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.Intermittent;

/// <summary>
/// Rates of rare demand on open days: Croston's method for smooth demand, Syntetos and Boylan's for the other kinds (the choice of Syntetos,
/// Boylan &amp; Croston 2005), and Teunter, Syntetos and Babai's where the series has been silent for so long that it may have ended. The
/// rate is spread over the week as the series' own demands were, drawn towards an even week where they are few. A rate is a mean: for a
/// series that rarely sells it is above the median, which is 0. Works on the rows alone; days without one are never walked through.
/// </summary>
public sealed class IntermittentFamily : LocalFamily<IntermittentFamily.Parameters>
{
    private const double DefaultAlpha = 0.1;

    /// <summary>Fewer demands than this cannot settle a smoothing parameter.</summary>
    private const int MinDemandsToTune = 8;

    /// <summary>A silence that had less than this chance, were demand as frequent as ever, casts doubt on it.</summary>
    private const double DoubtfulSilence = 0.05;

    /// <summary>A livelier smoothing parameter must bring the squared error below this share of the calmer one's.</summary>
    private const double WorthwhileGain = 0.99;

    /// <summary>The even week counts as this many demands.</summary>
    private const double EvenWeekWeight = 2;

    private static readonly double[] Alphas = [0.05, DefaultAlpha, 0.2, 0.3];

    /// <inheritdoc/>
    public override string Name => "Intermittent";

    /// <inheritdoc/>
    public override string Description => "made for days and products that sell only now and then";

    /// <inheritdoc/>
    public override bool SuitsSparsePanels => true;

    /// <inheritdoc/>
    protected override bool TradingWeekdaysOnly => true;

    /// <inheritdoc/>
    protected override Parameters FitSeries(History history, int series, FitOptions options)
    {
        using var demands = new Demands(history, series);
        if (demands.Count < MinDemandsToTune)
        {
            return new Parameters(DefaultAlpha);
        }

        var best = DefaultAlpha;
        var least = double.PositiveInfinity;
        foreach (var alpha in Alphas)
        {
            var error = DemandRate.CrostonSquaredError(demands.Periods, demands.Sizes, demands.PeriodCount, alpha, startWithMeans: true);
            if (error < WorthwhileGain * least)
            {
                (best, least) = (alpha, error);
            }
        }

        return new Parameters(best);
    }

    /// <inheritdoc/>
    protected override void ForecastSeries(History history, int series, Parameters parameters, Span<double> forecast)
    {
        using var demands = new Demands(history, series);
        var rate = Rate(demands, parameters.Alpha);
        Span<double> weekdays = stackalloc double[Week.Days];
        WeekdayWeights(history, series, demands.Sizes, weekdays);
        for (var step = 0; step < forecast.Length; step++)
        {
            forecast[step] = rate * weekdays[(int)history.DateOf(history.Origin + step).DayOfWeek];
        }
    }

    /// <inheritdoc/>
    protected override void WriteParameters(BinaryWriter writer, Parameters parameters) => writer.Write(parameters.Alpha);

    /// <inheritdoc/>
    protected override Parameters ReadParameters(BinaryReader reader)
    {
        var alpha = reader.ReadDouble();
        return alpha is > 0 and <= 1 ? new Parameters(alpha) : throw new InvalidDataException($"The state of {Name} is damaged.");
    }

    private static double Rate(in Demands demands, double alpha)
    {
        if (demands.Count == 0)
        {
            return 0;
        }

        var pattern = DemandPattern.Of(demands.Sizes, demands.PeriodCount);
        var silence = demands.PeriodCount - 1 - demands.Periods[^1];
        var frequency = (double)demands.Count / (demands.Periods[^1] + 1);
        if (Math.Pow(1 - frequency, silence) < DoubtfulSilence)
        {
            var (chance, size) = DemandRate.TeunterSyntetosBabai(demands.Periods, demands.Sizes, demands.PeriodCount, alpha, alpha, startWithMeans: true);
            return chance * size;
        }

        return pattern.Kind == DemandKind.Smooth
            ? DemandRate.Croston(demands.Periods, demands.Sizes, alpha, startWithMeans: true)
            : DemandRate.SyntetosBoylan(demands.Periods, demands.Sizes, alpha, startWithMeans: true);
    }

    /// <summary>Demand of each weekday relative to the mean open day: sizes count in units of their mean, and no weekday that trades is left out.</summary>
    private static void WeekdayWeights(History history, int series, ReadOnlySpan<double> sizes, Span<double> weights)
    {
        var mean = 0.0;
        foreach (var size in sizes)
        {
            mean += size / sizes.Length;
        }

        weights.Clear();
        var rows = history.Rows(series);
        var firstWeekday = (int)history.DateOf(0).DayOfWeek;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows.Values[i] > 0)
            {
                weights[(firstWeekday + rows.Days[i]) % Week.Days] += rows.Values[i] / mean;
            }
        }

        var trading = history.Calendar.TradingDaysPerWeek;
        for (var weekday = 0; weekday < Week.Days; weekday++)
        {
            var even = history.Calendar.TradingWeekdays[weekday] ? EvenWeekWeight / trading : 0;
            weights[weekday] = trading * (weights[weekday] + even) / (sizes.Length + EvenWeekWeight);
        }
    }

    /// <summary>What is learned of one series.</summary>
    /// <param name="Alpha">Smoothing parameter, in (0, 1].</param>
    public readonly record struct Parameters(double Alpha);

    /// <summary>The demands of one series by open day, in rented memory.</summary>
    private readonly struct Demands : IDisposable
    {
        private const int MinDemandsToDate = 4;

        private readonly int[] _periods;
        private readonly double[] _sizes;

        public Demands(History history, int series)
        {
            var rows = history.Rows(series);
            _periods = ArrayPool<int>.Shared.Rent(rows.Count);
            _sizes = ArrayPool<double>.Shared.Rent(rows.Count);
            for (var i = 0; i < rows.Count; i++)
            {
                if (rows.Values[i] > 0)
                {
                    _periods[Count] = history.Calendar.OpenDaysBefore(rows.Days[i]);
                    _sizes[Count++] = rows.Values[i];
                }
            }

            PeriodCount = history.Calendar.OpenDaysBefore(history.Origin);
            var start = Start(Periods, PeriodCount);
            for (var i = 0; i < Count; i++)
            {
                _periods[i] -= start;
            }

            PeriodCount -= start;
        }

        public int Count { get; }

        /// <summary>Open days from the series' start to the origin.</summary>
        public int PeriodCount { get; }

        public ReadOnlySpan<int> Periods => _periods.AsSpan(0, Count);

        public ReadOnlySpan<double> Sizes => _sizes.AsSpan(0, Count);

        public void Dispose()
        {
            ArrayPool<int>.Shared.Return(_periods);
            ArrayPool<double>.Shared.Return(_sizes);
        }

        /// <summary>
        /// The open day that a series starts on: the panel's first one, or one mean interval before the first demand where there are enough
        /// demands to tell, so that the days before a product was listed do not count as days without demand.
        /// </summary>
        private static int Start(ReadOnlySpan<int> periods, int periodCount)
        {
            if (periods.Length < MinDemandsToDate)
            {
                return 0;
            }

            var interval = (int)Math.Ceiling((double)(periodCount - periods[0]) / periods.Length);
            return Math.Max(0, periods[0] + 1 - interval);
        }
    }
}
