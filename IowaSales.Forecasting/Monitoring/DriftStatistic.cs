namespace IowaSales.Forecasting.Monitoring;

/// <summary>
/// Two-sided cumulative sums (Page 1954) of weekly errors as <see cref="WeeklyErrors"/> and <see cref="CommonErrors"/> give them: mean 0 and spread 1
/// while forecasts are right, so that the rate of false alarms does not depend on the item. A week counts no more than <see cref="FarthestWeek"/>,
/// so that it takes three in a row, however far out, to make an alarm: real errors have heavier tails than normal ones. A false alarm comes about
/// once in <see cref="WeeksPerFalseAlarm"/> weeks of an item, which a test simulates with errors that have such tails, go on and go together.
/// </summary>
/// <param name="High">Sum of what lay above the allowance: sales higher than forecast.</param>
/// <param name="Low">Sum of what lay below it: sales lower than forecast.</param>
public readonly record struct DriftStatistic(double High, double Low)
{
    /// <summary>Shift that is let pass, standard deviations of a week.</summary>
    public const double Allowance = 1;

    /// <summary>Sum above which there is an alarm, standard deviations of a week.</summary>
    public const double Threshold = 4.4;

    /// <summary>Most that one week counts, standard deviations of a week.</summary>
    public const double FarthestWeek = 2.5;

    /// <summary>Mean number of weeks of one item between two false alarms.</summary>
    public const double WeeksPerFalseAlarm = 7_000;

    /// <summary>The statistic after another week.</summary>
    /// <param name="score">The week's error, in standard deviations.</param>
    public DriftStatistic After(double score)
    {
        var counted = Math.Clamp(score, -FarthestWeek, FarthestWeek);
        return new(Math.Max(0, High + counted - Allowance), Math.Max(0, Low - counted - Allowance));
    }

    /// <summary>Whether forecasts have been wrong to one side for too long.</summary>
    public bool IsAlarm => High > Threshold || Low > Threshold;

    /// <summary>The larger sum.</summary>
    public double Largest => Math.Max(High, Low);
}
