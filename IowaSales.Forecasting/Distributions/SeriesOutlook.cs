using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Distributions;

/// <summary>What the past of a series says of its future besides how much it sells: whether it still sells, how often, and whether it ever varies.</summary>
/// <param name="SellingChance">
/// Chance that the series still sells. 1 while it has been silent no longer than ever before, or for a week of trading; then every further
/// two weeks of silence halve it, and below 5 % it is 0, about nine weeks in. 0 when nothing was ever sold.
/// </param>
/// <param name="OpenDays">Open days since its first sale.</param>
/// <param name="Frequencies">How often it sells, two bits for each weekday.</param>
/// <param name="Constants">
/// By weekday, the one amount that is sold on it, if at all; NaN where amounts differ, or where it is not sold on a tenth of the days. Null when that is so on all.
/// </param>
/// <param name="Missed">By weekday, the share of days without a sale where <paramref name="Constants"/> has an amount; null when that is 0 on all.</param>
internal sealed record SeriesOutlook(double SellingChance, int OpenDays, ushort Frequencies, double[]? Constants, double[]? Missed = null)
{
    /// <summary>Days that count: half a year.</summary>
    private const int RecentDays = 182;

    /// <summary>Open days without a sale that may be chance for any series: a week of trading.</summary>
    private const int ShortSilence = 5;

    /// <summary>Open days of silence that halve the chance: two weeks of trading.</summary>
    private const double HalvingSilence = 10;

    /// <summary>A lower chance is none.</summary>
    private const double MinChance = 0.05;

    /// <summary>Equal amounts that make a weekday constant, and equal days that make a series so.</summary>
    private const int MinWeeks = 8;
    private const int MinDays = 10;

    /// <summary>Learns from what is known of a series.</summary>
    public static SeriesOutlook Of(History history, int series)
    {
        var gaps = SellingGaps.Of(history, series);
        if (gaps.LastSale is null)
        {
            return new SeriesOutlook(0, 0, 0, null);
        }

        var daily = history.Daily(series);
        var (firstDay, firstSale) = (history.FirstDay(series), history.FirstSale(series));
        var from = Math.Max(firstSale - firstDay, daily.Length - RecentDays);
        var weekdays = new WeekdayAmounts[7];
        var weekday = (int)history.DateOf(firstDay + from).DayOfWeek;
        for (var day = from; day < daily.Length; day++)
        {
            weekdays[weekday].Add(daily[day]);
            weekday = weekday < 6 ? weekday + 1 : 0;
        }

        var missed = Array.ConvertAll(weekdays, amounts => amounts.Missed);
        return new SeriesOutlook(
            ChanceAfter(gaps),
            history.Calendar.OpenDaysBefore(history.Origin) - history.Calendar.OpenDaysBefore(firstSale),
            FrequenciesOf(weekdays),
            ConstantsOf(weekdays),
            missed.Any(share => share > 0) ? missed : null);
    }

    /// <summary>How often the series sells on a weekday while it is open.</summary>
    public SellingFrequency FrequencyOn(DayOfWeek weekday) => (SellingFrequency)((Frequencies >> (2 * (int)weekday)) & 3);

    /// <summary>The one amount that the series sells on a weekday; NaN when amounts differ.</summary>
    public double ConstantOn(DayOfWeek weekday) => Constants is null ? double.NaN : Constants[(int)weekday];

    /// <summary>How often it does not sell that amount, below a tenth.</summary>
    public double MissedOn(DayOfWeek weekday) => Missed is null ? 0 : Missed[(int)weekday];

    /// <summary><see cref="Frequencies"/> of a series that sells on the same share of the open days of every weekday.</summary>
    /// <param name="share">The share.</param>
    public static ushort FrequenciesOf(double share) =>
        (ushort)Enumerable.Range(0, 7).Aggregate(0, (bits, weekday) => bits | ((int)FrequencyOf(share) << (2 * weekday)));

    private static double ChanceAfter(SellingGaps gaps)
    {
        var chance = Math.Pow(0.5, Math.Max(0, gaps.Since - Math.Max(ShortSilence, gaps.Longest)) / HalvingSilence);
        return chance < MinChance ? 0 : chance;
    }

    private static ushort FrequenciesOf(WeekdayAmounts[] weekdays)
    {
        const double OverallWeeks = 8;
        var overall = (double)weekdays.Sum(weekday => weekday.Sold) / Math.Max(1, weekdays.Sum(weekday => weekday.Open));
        var bits = 0;
        for (var weekday = 0; weekday < 7; weekday++)
        {
            var amounts = weekdays[weekday];
            var share = (amounts.Sold + (OverallWeeks * overall)) / (amounts.Open + OverallWeeks);
            bits |= (int)FrequencyOf(share) << (2 * weekday);
        }

        return (ushort)bits;
    }

    private static SellingFrequency FrequencyOf(double share)
    {
        const double Regular = 0.8;
        const double Irregular = 0.3;
        return share >= Regular ? SellingFrequency.Regular : share >= Irregular ? SellingFrequency.Irregular : SellingFrequency.Rare;
    }

    private static double[]? ConstantsOf(WeekdayAmounts[] weekdays)
    {
        var seen = weekdays.Where(weekday => weekday.Open > 0).ToArray();
        var isFixed = seen.Sum(weekday => weekday.Open) >= MinDays && seen.All(weekday => weekday.IsConstant);
        var amount = isFixed && seen.All(weekday => weekday.Amount == seen[0].Amount) ? seen[0].Amount : double.NaN;
        var constants = new double[7];
        for (var weekday = 0; weekday < 7; weekday++)
        {
            var amounts = weekdays[weekday];
            constants[weekday] = amounts.Open >= MinWeeks && amounts.IsConstant && (isFixed || amounts.Amount > 0) ? amounts.Amount : amount;
        }

        return constants.All(double.IsNaN) ? null : constants;
    }

    /// <summary>What was sold on one weekday.</summary>
    private struct WeekdayAmounts
    {
        /// <summary>A share of days without a sale that leaves the reported quantiles alone.</summary>
        private const double MaxMissed = 0.1;

        private bool _differs;

        public int Open { get; private set; }

        public int Sold { get; private set; }

        public double Amount { get; private set; }

        public readonly double Missed => Sold > 0 ? 1 - ((double)Sold / Open) : 0;

        public readonly bool IsConstant => !_differs && Missed < MaxMissed;

        public void Add(double amount)
        {
            if (double.IsNaN(amount))
            {
                return;
            }

            Open++;
            if (amount > 0)
            {
                _differs |= Sold > 0 && amount != Amount;
                Amount = amount;
                Sold++;
            }
        }
    }
}

/// <summary>How often a series sells on a weekday while it is open.</summary>
internal enum SellingFrequency
{
    /// <summary>On at least 80 % of the days.</summary>
    Regular,

    /// <summary>On 30 to 80 % of them.</summary>
    Irregular,

    /// <summary>On fewer: most days are zeros.</summary>
    Rare,
}
