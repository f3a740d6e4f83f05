using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// Which days of the year a panel closes on, learned from its past: federal holidays, their eves and days after, and any other date that was
/// closed year after year. Each such day either is kept (it is closed but for an exception) or is like its weekday; the past tells the odds
/// of the two by its Bayes factor against what the weekday itself led to expect, so a holiday on a weekday that is closed anyway says nothing.
/// </summary>
internal sealed class AnnualClosures
{
    /// <summary>Exceptions of a day that is kept: opened as often as a Beta variable with these parameters, 1 in 20 before any was seen.</summary>
    private const double ExceptionAlpha = 0.4;
    private const double ExceptionBeta = 7.6;

    /// <summary>A day whose weekday was expected to be open less often than this tells nothing of closures.</summary>
    private const double MinTelling = 0.25;

    /// <summary>Customs change: an occurrence this many years back tells half as much as one of now.</summary>
    private const double HalfLifeYears = 8;

    /// <summary>
    /// Chance beforehand that an eve, a day after or any date of the year is kept. With the least rate of unexplained closures (1 in 250) one
    /// closure raises it to 0.2 and two to 0.98.
    /// </summary>
    private const double DatePrior = 0.001;

    /// <summary>Chance beforehand that the day after Thanksgiving is kept, as many warehouses and offices do.</summary>
    private const double DayAfterThanksgivingPrior = 0.1;

    private const int PoolingRounds = 20;

    private readonly Dictionary<Key, Posterior> _posteriors = [];
    private readonly double[] _pooled = [.. Enum.GetValues<HolidayKind>().Select(kind => PriorOf(kind).Mean)];

    /// <summary>Learns from the known days.</summary>
    /// <param name="firstDate">Date of day 0.</param>
    /// <param name="open">Whether each known day was open.</param>
    /// <param name="shares">What ordinary days lead to expect.</param>
    public AnnualClosures(DateOnly firstDate, bool[] open, WeekdayShares shares)
    {
        var federal = new Dictionary<Key, Evidence>();
        var closed = new List<int>();
        for (var day = 0; day < open.Length; day++)
        {
            var date = firstDate.AddDays(day);
            foreach (var key in FederalKeysOn(date))
            {
                Observe(federal, key, day, open, shares);
            }

            if (!open[day] && UsFederalHolidays.On(date) is null && shares.ExpectedOn(day) >= 0.5)
            {
                closed.Add(day);
            }
        }

        Pool(federal);
        Update(federal);

        // Days around the same date fall on the same weekdays of the month in turn: only what dates leave unexplained speaks for a weekday.
        Update(Repeated(firstDate, open, shares, closed, AnnualRule.FixedDate, AnnualRule.Easter));
        Update(Repeated(firstDate, open, shares, closed.FindAll(day => KeptOn(firstDate.AddDays(day)) < 0.5), AnnualRule.WeekdayOfMonth));
    }

    /// <summary>Chance that a day is open, and why it may not be.</summary>
    /// <param name="date">The day.</param>
    /// <param name="share">Chance by its weekday alone, 0 .. 1.</param>
    /// <returns>The chance, at most <paramref name="share"/>, and what lowers it most; null when nothing does.</returns>
    public (double Open, AnnualReason? Reason) Apply(DateOnly date, double share)
    {
        var open = share;
        AnnualReason? reason = null;
        foreach (var key in KeysOn(date))
        {
            if (!_posteriors.TryGetValue(key, out var posterior))
            {
                if (key.Holiday is null)
                {
                    continue;
                }

                posterior = Posterior.From(default, PriorOf(key));
            }

            var chance = ((1 - posterior.Kept) * share) + (posterior.Kept * Math.Min(share, posterior.Exception));
            if (chance < open)
            {
                open = chance;
                reason = new AnnualReason(key.Reason, key.Holiday ?? (key.Annual.Rule == AnnualRule.Easter ? EasterDates.NameOf(key.Annual.First) : null));
            }
        }

        return (open, reason);
    }

    /// <summary>Chance that a date is a day that is kept, by the likeliest of its rules.</summary>
    /// <param name="date">The day.</param>
    public double KeptOn(DateOnly date) =>
        KeysOn(date).Max(key => _posteriors.TryGetValue(key, out var posterior) ? posterior.Kept : key.Holiday is null ? 0 : PriorOf(key));

    /// <summary>Evidence of the annual days that were closed more than once.</summary>
    private static Dictionary<Key, Evidence> Repeated(
        DateOnly firstDate, bool[] open, WeekdayShares shares, List<int> closed, params ReadOnlySpan<AnnualRule> rules)
    {
        var repeats = new Dictionary<Key, int>();
        foreach (var day in closed)
        {
            foreach (var annual in AnnualDay.On(firstDate.AddDays(day)))
            {
                if (rules.Contains(annual.Rule))
                {
                    var key = new Key(null, 0, false, annual);
                    repeats[key] = repeats.GetValueOrDefault(key) + 1;
                }
            }
        }

        var counted = closed.ToHashSet();
        var evidence = new Dictionary<Key, Evidence>();
        foreach (var key in repeats.Where(pair => pair.Value > 1).Select(pair => pair.Key))
        {
            for (var year = firstDate.Year; year <= firstDate.AddDays(open.Length).Year; year++)
            {
                var day = key.Annual.DateIn(year) is { } date ? date.DayNumber - firstDate.DayNumber : -1;
                if (day >= 0 && day < open.Length && (open[day] || counted.Contains(day)))
                {
                    Observe(evidence, key, day, open, shares);
                }
            }
        }

        return evidence;
    }

    private void Update(Dictionary<Key, Evidence> evidence)
    {
        foreach (var (key, seen) in evidence)
        {
            _posteriors[key] = Posterior.From(seen, PriorOf(key));
        }
    }

    private static void Observe(Dictionary<Key, Evidence> evidence, Key key, int day, bool[] open, WeekdayShares shares)
    {
        var expected = shares.ExpectedOn(day);
        if (expected >= MinTelling)
        {
            var weight = Math.Pow(0.5, (open.Length - day) / (365.25 * HalfLifeYears));
            evidence[key] = evidence.GetValueOrDefault(key).With(open[day], expected, weight);
        }
    }

    private static IEnumerable<Key> KeysOn(DateOnly date) =>
        FederalKeysOn(date).Concat(AnnualDay.On(date).Select(annual => new Key(null, 0, false, annual)));

    /// <summary>The federal holiday on a date, or else the holidays next to it.</summary>
    private static IEnumerable<Key> FederalKeysOn(DateOnly date)
    {
        if (UsFederalHolidays.On(date) is { } holiday)
        {
            return [new Key(holiday.Name, 0, holiday.IsObserved, default)];
        }

        var next = UsFederalHolidays.On(date.AddDays(1));
        var previous = UsFederalHolidays.On(date.AddDays(-1));
        return (next, previous) switch
        {
            (null, null) => [],
            ({ } after, null) => [new Key(after.Name, -1, after.IsObserved, default)],
            (null, { } before) => [new Key(before.Name, 1, before.IsObserved, default)],
            ({ } after, { } before) => [new Key(after.Name, -1, after.IsObserved, default), new Key(before.Name, 1, before.IsObserved, default)],
        };
    }

    /// <summary>Learns by expectation-maximization how often holidays of a kind are kept, so that one not yet seen is expected like its kind.</summary>
    private void Pool(Dictionary<Key, Evidence> evidence)
    {
        foreach (var kind in Enum.GetValues<HolidayKind>())
        {
            var prior = PriorOf(kind);
            Evidence[] seen = [.. evidence.Where(pair => pair.Key.Kind == kind).Select(pair => pair.Value)];
            for (var round = 0; round < PoolingRounds; round++)
            {
                var kept = seen.Sum(one => Posterior.From(one, _pooled[(int)kind]).Kept);
                _pooled[(int)kind] = ((prior.Mean * prior.Strength) + kept) / (prior.Strength + seen.Length);
            }
        }
    }

    private double PriorOf(Key key) => key.Kind is { } kind
        ? _pooled[(int)kind]
        : key is { Holiday: UsFederalHolidays.Thanksgiving, Offset: 1 } ? DayAfterThanksgivingPrior : DatePrior;

    private static (double Mean, double Strength) PriorOf(HolidayKind kind) => kind switch
    {
        HolidayKind.Trade => (0.6, 2),
        HolidayKind.TradeObserved => (0.4, 2),
        HolidayKind.Office => (0.2, 2),
        _ => (0.1, 2),
    };

    /// <summary>Kinds of federal holidays that are kept alike.</summary>
    private enum HolidayKind
    {
        Trade,
        TradeObserved,
        Office,
        OfficeObserved,
    }

    /// <summary>A day of the year: a federal holiday or its neighbor, or another annual day.</summary>
    private readonly record struct Key(string? Holiday, int Offset, bool IsObserved, AnnualDay Annual)
    {
        public HolidayKind? Kind => (Holiday, Offset) is not ({ } name, 0)
            ? null
            : UsFederalHolidays.ClosesTrade(name)
                ? IsObserved ? HolidayKind.TradeObserved : HolidayKind.Trade
                : IsObserved ? HolidayKind.OfficeObserved : HolidayKind.Office;

        public ClosureReason Reason => (Holiday, Offset) switch
        {
            (null, _) => ClosureReason.Annual,
            (_, 0) => ClosureReason.Holiday,
            (_, < 0) => ClosureReason.Eve,
            _ => ClosureReason.DayAfter,
        };
    }

    /// <summary>What the occurrences of a day have shown; counts are weighted by age.</summary>
    private readonly record struct Evidence(double Opened, double Closed, double LogLikeWeekday)
    {
        public Evidence With(bool open, double expected, double weight) => new(
            Opened + (open ? weight : 0),
            Closed + (open ? 0 : weight),
            LogLikeWeekday + (weight * Math.Log(open ? expected : 1 - expected)));
    }

    /// <summary>Chance that a day is kept, and chance of an exception if it is.</summary>
    private readonly record struct Posterior(double Kept, double Exception)
    {
        public static Posterior From(Evidence seen, double prior)
        {
            var factor = BetaBinomial.LogChance(seen.Opened, seen.Closed, ExceptionAlpha, ExceptionBeta) - seen.LogLikeWeekday;
            var kept = 1 / (1 + ((1 - prior) / prior * Math.Exp(-factor)));
            return new Posterior(kept, (seen.Opened + ExceptionAlpha) / (seen.Opened + seen.Closed + ExceptionAlpha + ExceptionBeta));
        }
    }
}

/// <summary>Why an annual day may be closed.</summary>
/// <param name="Reason">The kind of day.</param>
/// <param name="Holiday">The holiday it is, or is next to; null when it has no name.</param>
internal readonly record struct AnnualReason(ClosureReason Reason, string? Holiday);
