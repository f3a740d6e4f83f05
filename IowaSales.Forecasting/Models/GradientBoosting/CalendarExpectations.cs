using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// What calendar regression would have forecast from past origins, each time fitted to the days before the origin alone: stacking without
/// looking ahead (Wolpert 1992), so that the trees learn how far to trust it.
/// </summary>
internal sealed class CalendarExpectations
{
    /// <summary>Days between two fits.</summary>
    private const int FitSpacing = 28;

    /// <summary>Days before the first fit; examples from before it have no expectation.</summary>
    private const int FirstFit = 120;

    private readonly Dictionary<int, double[]> _byOrigin;
    private readonly int _horizon;

    private CalendarExpectations(Dictionary<int, double[]> byOrigin, int horizon) => (_byOrigin, _horizon) = (byOrigin, horizon);

    /// <summary>Forecasts from past origins.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="origins">The origins, ascending, at most the history's.</param>
    /// <param name="options">Horizon and cancellation.</param>
    public static CalendarExpectations Of(History history, IReadOnlyList<int> origins, FitOptions options)
    {
        var family = new CalendarRegression.CalendarRegression();
        var quiet = options with { Advance = null };
        var fits = new List<(int Origin, IFittedFamily Fitted)>();
        foreach (var origin in origins.Where(origin => origin >= FirstFit))
        {
            var isDue = fits.Count == 0 || origin / FitSpacing > fits[^1].Origin / FitSpacing;
            fits.Add((origin, isDue ? family.Fit(history.Before(origin), quiet) : fits[^1].Fitted));
        }

        var forecasts = new double[fits.Count][];
        Parallel.For(0, fits.Count, new ParallelOptions { CancellationToken = options.CancellationToken }, i =>
        {
            var known = history.Before(fits[i].Origin);
            forecasts[i] = new double[history.SeriesCount * options.Horizon];
            for (var series = 0; series < history.SeriesCount; series++)
            {
                fits[i].Fitted.Forecast(known, series, forecasts[i].AsSpan(series * options.Horizon, options.Horizon));
            }
        });
        return new CalendarExpectations(
            Enumerable.Range(0, fits.Count).ToDictionary(i => fits[i].Origin, i => forecasts[i]), options.Horizon);
    }

    /// <summary>The forecast of one series from one origin.</summary>
    /// <param name="origin">One of the origins.</param>
    /// <param name="series">Index of the series.</param>
    /// <returns>One value per step; empty when the origin lies before the first fit.</returns>
    public ReadOnlySpan<double> At(int origin, int series) =>
        _byOrigin.TryGetValue(origin, out var forecasts) ? forecasts.AsSpan(series * _horizon, _horizon) : default;
}
