using MathNet.Numerics.Distributions;

namespace IowaSales.Forecasting.Monitoring;

/// <summary>
/// Two-sided cumulative sums (Page 1954) of a series' one-day-ahead forecast errors as standard normal scores. While forecasts are right the
/// scores have mean 0 and spread 1, so that the rate of false alarms does not depend on the item: with <see cref="Allowance"/> and
/// <see cref="Threshold"/> about one in <see cref="DaysPerFalseAlarm"/> days (Siegmund 1985, section 2.6; simulated in a test). A lasting shift
/// of one standard deviation is found after about twenty days, of two after about seven.
/// </summary>
/// <param name="High">Sum of what lay above the allowance: sales higher than forecast.</param>
/// <param name="Low">Sum of what lay below it: sales lower than forecast.</param>
public readonly record struct DriftStatistic(double High, double Low)
{
    /// <summary>Shift that is let pass, standard deviations.</summary>
    public const double Allowance = 0.5;

    /// <summary>Sum above which there is an alarm, standard deviations.</summary>
    public const double Threshold = 10;

    /// <summary>Mean number of days of one item between two false alarms, by Siegmund's approximation.</summary>
    public const double DaysPerFalseAlarm = 70_000;

    /// <summary>The statistic after another day.</summary>
    /// <param name="position">Where the day's sales lay in the distribution forecast a day before, above 0 and below 1.</param>
    public DriftStatistic After(double position)
    {
        var score = Normal.InvCDF(0, 1, position);
        return new DriftStatistic(Math.Max(0, High + score - Allowance), Math.Max(0, Low - score - Allowance));
    }

    /// <summary>Whether forecasts have been wrong to one side for too long.</summary>
    public bool IsAlarm => High > Threshold || Low > Threshold;

    /// <summary>The larger sum.</summary>
    public double Largest => Math.Max(High, Low);
}
