using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// The chance that a series sells as forecast on a day: that the day is open, times that the series still sells. The forecast is then a
/// mixture: with the rest of the probability nothing is sold.
/// </summary>
internal static class DayChance
{
    /// <summary>Estimates of openness cannot tell such a day from a certain one.</summary>
    private const double Certain = 0.98;

    /// <summary>The chance for each forecast day of one series.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="sellingChance">Chance that the series still sells.</param>
    /// <param name="days">Number of days.</param>
    /// <returns>A probability per day; 0 on days that are called closed.</returns>
    public static double[] Of(History history, int series, double sellingChance, int days)
    {
        var chances = new double[days];
        for (var step = 0; step < days; step++)
        {
            var day = history.Origin + step;
            chances[step] = history.IsOpen(series, day) ? sellingChance * Rounded(history.OpenProbability(series, day)) : 0;
        }

        return chances;
    }

    private static double Rounded(double open) => open >= Certain ? 1 : open;
}
