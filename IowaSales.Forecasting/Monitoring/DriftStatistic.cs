namespace IowaSales.Forecasting.Monitoring;

/// <summary>
/// Two-sided cumulative sums (Page 1954) of a series' weekly errors as <see cref="WeeklyErrors"/> gives them: mean 0 and spread 1 while forecasts
/// are right, so that the rate of false alarms does not depend on the item. With <see cref="Allowance"/> and <see cref="Threshold"/> about one in
/// <see cref="WeeksPerFalseAlarm"/> weeks of an item (Siegmund 1985, section 2.6; simulated in a test). A lasting shift that moves a week by three
/// standard deviations is found in its third week.
/// </summary>
/// <param name="High">Sum of what lay above the allowance: sales higher than forecast.</param>
/// <param name="Low">Sum of what lay below it: sales lower than forecast.</param>
public readonly record struct DriftStatistic(double High, double Low)
{
    /// <summary>Shift that is let pass, standard deviations of a week.</summary>
    public const double Allowance = 1;

    /// <summary>Sum above which there is an alarm, standard deviations of a week.</summary>
    public const double Threshold = 4;

    /// <summary>Mean number of weeks of one item between two false alarms: Siegmund's approximation gives 7 700, simulation somewhat less.</summary>
    public const double WeeksPerFalseAlarm = 7_000;

    /// <summary>The statistic after another week.</summary>
    /// <param name="score">The week's error, in standard deviations.</param>
    public DriftStatistic After(double score) =>
        new(Math.Max(0, High + score - Allowance), Math.Max(0, Low - score - Allowance));

    /// <summary>Whether forecasts have been wrong to one side for too long.</summary>
    public bool IsAlarm => High > Threshold || Low > Threshold;

    /// <summary>The larger sum.</summary>
    public double Largest => Math.Max(High, Low);
}
