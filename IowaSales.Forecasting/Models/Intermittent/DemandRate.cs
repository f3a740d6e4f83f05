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
    /// <param name="startWithMeans">Whether the first demands, while fewer than 1 / alpha, enter as plain means instead of the first one ruling.</param>
    /// <returns>Demand per period; 0 without a demand.</returns>
    public static double Croston(ReadOnlySpan<int> periods, ReadOnlySpan<double> sizes, double alpha, bool startWithMeans = false)
    {
        if (periods.IsEmpty)
        {
            return 0;
        }

        var size = sizes[0];
        var interval = periods[0] + 1.0;
        for (var i = 1; i < periods.Length; i++)
        {
            var weight = Weight(i, alpha, startWithMeans);
            size += weight * (sizes[i] - size);
            interval += weight * (periods[i] - periods[i - 1] - interval);
        }

        return size / interval;
    }

    /// <summary>Sum of squared errors of Croston's rate over all periods after the first demand, each forecast from the demands before it.</summary>
    /// <param name="periods">Period of each demand.</param>
    /// <param name="sizes">Size of each demand.</param>
    /// <param name="periodCount">Number of periods known.</param>
    /// <param name="alpha">Smoothing parameter, in (0, 1].</param>
    /// <param name="startWithMeans">Whether the first demands, while fewer than 1 / alpha, enter as plain means instead of the first one ruling.</param>
    /// <returns>The sum; 0 without a demand.</returns>
    public static double CrostonSquaredError(ReadOnlySpan<int> periods, ReadOnlySpan<double> sizes, int periodCount, double alpha, bool startWithMeans = false)
    {
        if (periods.IsEmpty)
        {
            return 0;
        }

        var size = sizes[0];
        var interval = periods[0] + 1.0;
        var sum = 0.0;
        for (var i = 1; i < periods.Length; i++)
        {
            var rate = size / interval;
            var gap = periods[i] - periods[i - 1];
            sum += ((gap - 1) * rate * rate) + ((sizes[i] - rate) * (sizes[i] - rate));
            var weight = Weight(i, alpha, startWithMeans);
            size += weight * (sizes[i] - size);
            interval += weight * (gap - interval);
        }

        return sum + ((periodCount - 1 - periods[^1]) * (size / interval) * (size / interval));
    }

    /// <summary>Croston's method with the bias correction of Syntetos &amp; Boylan (2005, The accuracy of intermittent demand estimates).</summary>
    /// <param name="periods">Period of each demand.</param>
    /// <param name="sizes">Size of each demand.</param>
    /// <param name="alpha">Smoothing parameter, in (0, 1].</param>
    /// <param name="startWithMeans">Whether the first demands, while fewer than 1 / alpha, enter as plain means instead of the first one ruling.</param>
    /// <returns>Demand per period; 0 without a demand.</returns>
    public static double SyntetosBoylan(ReadOnlySpan<int> periods, ReadOnlySpan<double> sizes, double alpha, bool startWithMeans = false) =>
        (1 - (alpha / 2)) * Croston(periods, sizes, alpha, startWithMeans);

    /// <summary>
    /// The method of Teunter, Syntetos &amp; Babai (2011, Intermittent demand: linking forecasting to inventory obsolescence): smoothed size times
    /// a smoothed chance of demand that falls with every period without one, so that a series that stopped selling fades out.
    /// </summary>
    /// <param name="periods">Period of each demand.</param>
    /// <param name="sizes">Size of each demand.</param>
    /// <param name="periodCount">Number of periods up to the forecast.</param>
    /// <param name="alpha">Smoothing parameter of the size, in (0, 1].</param>
    /// <param name="beta">Smoothing parameter of the chance, in (0, 1).</param>
    /// <param name="startWithMeans">Whether the first demands, while fewer than 1 / alpha, enter as plain means instead of the first one ruling.</param>
    /// <returns>Chance of a demand in a period, 0 .. 1, and its size.</returns>
    public static (double Chance, double Size) TeunterSyntetosBabai(
        ReadOnlySpan<int> periods, ReadOnlySpan<double> sizes, int periodCount, double alpha, double beta, bool startWithMeans = false)
    {
        if (periods.IsEmpty)
        {
            return (0, 0);
        }

        var size = sizes[0];
        var chance = 1 / (periods[0] + 1.0);
        for (var i = 1; i < periods.Length; i++)
        {
            size += Weight(i, alpha, startWithMeans) * (sizes[i] - size);
            chance *= Math.Pow(1 - beta, periods[i] - periods[i - 1] - 1);
            chance += beta * (1 - chance);
        }

        return (chance * Math.Pow(1 - beta, periodCount - periods[^1] - 1), size);
    }

    private static double Weight(int demand, double alpha, bool startWithMeans) => startWithMeans ? Math.Max(alpha, 1.0 / (demand + 1)) : alpha;
}
