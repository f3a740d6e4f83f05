namespace IowaSales.Forecasting.Models.Intermittent;

/// <summary>
/// Forecasts of rare demand as a rate per period, from the demands alone: periods without one are never walked through, so that the cost
/// grows with the number of demands. Demands are given by ascending period index, from 0, and size above 0.
/// </summary>
public static class DemandRate
{
    /// <summary>
    /// Croston's method (Croston 1972, Forecasting and stock control for intermittent demands): exponentially smoothed size over
    /// exponentially smoothed interval, each beginning with its first value.
    /// </summary>
    /// <param name="periods">Period of each demand.</param>
    /// <param name="sizes">Size of each demand.</param>
    /// <param name="alpha">Smoothing parameter, in (0, 1].</param>
    /// <returns>Demand per period; 0 without a demand.</returns>
    public static double Croston(ReadOnlySpan<int> periods, ReadOnlySpan<double> sizes, double alpha)
    {
        if (periods.IsEmpty)
        {
            return 0;
        }

        var size = sizes[0];
        var interval = periods[0] + 1.0;
        for (var i = 1; i < periods.Length; i++)
        {
            size += alpha * (sizes[i] - size);
            interval += alpha * (periods[i] - periods[i - 1] - interval);
        }

        return size / interval;
    }

    /// <summary>Croston's method with the bias correction of Syntetos &amp; Boylan (2005, The accuracy of intermittent demand estimates).</summary>
    /// <param name="periods">Period of each demand.</param>
    /// <param name="sizes">Size of each demand.</param>
    /// <param name="alpha">Smoothing parameter, in (0, 1].</param>
    /// <returns>Demand per period; 0 without a demand.</returns>
    public static double SyntetosBoylan(ReadOnlySpan<int> periods, ReadOnlySpan<double> sizes, double alpha) =>
        (1 - (alpha / 2)) * Croston(periods, sizes, alpha);

    /// <summary>
    /// The method of Teunter, Syntetos &amp; Babai (2011, Intermittent demand: linking forecasting to inventory obsolescence): smoothed size times
    /// a smoothed chance of demand that falls with every period without one, so that a series that stopped selling fades out.
    /// </summary>
    /// <param name="periods">Period of each demand.</param>
    /// <param name="sizes">Size of each demand.</param>
    /// <param name="periodCount">Number of periods up to the forecast.</param>
    /// <param name="alpha">Smoothing parameter of the size, in (0, 1].</param>
    /// <param name="beta">Smoothing parameter of the chance, in (0, 1).</param>
    /// <returns>Chance of a demand in a period, 0 .. 1, and its size.</returns>
    public static (double Chance, double Size) TeunterSyntetosBabai(
        ReadOnlySpan<int> periods, ReadOnlySpan<double> sizes, int periodCount, double alpha, double beta)
    {
        if (periods.IsEmpty)
        {
            return (0, 0);
        }

        var size = sizes[0];
        var chance = 1 / (periods[0] + 1.0);
        for (var i = 1; i < periods.Length; i++)
        {
            size += alpha * (sizes[i] - size);
            chance *= Math.Pow(1 - beta, periods[i] - periods[i - 1] - 1);
            chance += beta * (1 - chance);
        }

        return (chance * Math.Pow(1 - beta, periodCount - periods[^1] - 1), size);
    }
}
