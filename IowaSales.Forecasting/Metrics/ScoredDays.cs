namespace IowaSales.Forecasting.Metrics;

/// <summary>Which days a backtest scores.</summary>
public enum ScoredDays
{
    /// <summary>Only days on which the series has a row; scales leave out pairs with a missing day.</summary>
    Reported,

    /// <summary>Every day on which the panel trades; a missing row on such a day is a zero.</summary>
    Trading,
}
