using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models;

/// <summary>A model family: one row of the leaderboard. Implementations hold no state; what they learn is an <see cref="IFittedFamily"/>.</summary>
public interface IModelFamily
{
    /// <summary>Name on the leaderboard and in the artifact; never changes once released.</summary>
    string Name { get; }

    /// <summary>How it forecasts, in a few plain words; the API passes them on and the dashboard shows them beside the name.</summary>
    string Description { get; }

    /// <summary>Whether a fit costs little, so that a validation can afford to fit again at several of its origins.</summary>
    bool IsCheapToFit => true;

    /// <summary>
    /// What fitting or forecasting one series costs beside the other families, at least 1; the last same weekday is 1. Only the progress shown
    /// depends on it.
    /// </summary>
    int RelativeCost => 1;

    /// <summary>
    /// Whether the family says something of a series that sells on a handful of days, at a cost and in a memory that a panel of hundreds of
    /// thousands of such series can afford.
    /// </summary>
    bool SuitsSparsePanels => false;

    /// <summary>Whether the family only takes part where a panel has drivers or attributes.</summary>
    bool NeedsDrivers => false;

    /// <summary>Whether the family forecasts items by their attributes.</summary>
    bool SeesAttributes => false;

    /// <summary>Learns from all series of a history.</summary>
    /// <param name="history">What is known; the only source of sales.</param>
    /// <param name="options">Horizon, seed, effort and cancellation.</param>
    /// <returns>What was learned.</returns>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    IFittedFamily Fit(History history, FitOptions options);

    /// <summary>Reads back what <see cref="IFittedFamily.Write"/> wrote.</summary>
    /// <param name="reader">Positioned at the start of the family's state.</param>
    /// <returns>The same fitted family.</returns>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    IFittedFamily Read(BinaryReader reader);
}

/// <summary>
/// What a family has learned: parameters only. States (levels, seasons, lags) are computed from the history given, so that one fit serves
/// every later origin, and newer sales need no new fit. Safe to use from many threads.
/// </summary>
public interface IFittedFamily
{
    /// <summary>Point forecasts (medians) of one series for the calendar days from the history's origin on.</summary>
    /// <param name="history">What is known; its origin is at or after the fitted one, its series begin with the fitted ones.</param>
    /// <param name="series">Index of the series; one that was not fitted gets what the family can say of it.</param>
    /// <param name="forecast">Receives one finite value per day; its length is the horizon. Closed days are set to 0 by the caller.</param>
    void Forecast(History history, int series, Span<double> forecast);

    /// <summary>
    /// Computes what the forecasts of all series share, so that many threads that ask at once do not wait for it. Not needed for a right forecast; call it
    /// from one thread.
    /// </summary>
    /// <param name="history">What is known.</param>
    /// <param name="horizon">Number of days to forecast.</param>
    void Prepare(History history, int horizon)
    {
    }

    /// <summary>
    /// Whether the family knows only weekdays that trade: what it says of an open day on another weekday (a Saturday made up for a holiday)
    /// means nothing, and an ensemble does not ask it there.
    /// </summary>
    bool TradingWeekdaysOnly => false;

    /// <summary>Tells which inputs a learned model knows by their position, so that a program with others does not use it; null where there are none.</summary>
    string? FeatureHash => null;

    /// <summary>Point forecasts fit for use: 0 on closed days, never negative.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="forecast">Receives one value per day.</param>
    void ForecastOpenDays(History history, int series, Span<double> forecast)
    {
        ArgumentNullException.ThrowIfNull(history);
        Forecast(history, series, forecast);
        for (var step = 0; step < forecast.Length; step++)
        {
            forecast[step] = history.IsOpen(series, history.Origin + step) ? Math.Max(0, forecast[step]) : 0;
        }
    }

    /// <summary>Writes the parameters, culture- and platform-neutral.</summary>
    /// <param name="writer">Where to.</param>
    void Write(BinaryWriter writer);
}

/// <summary>How to fit.</summary>
/// <param name="Horizon">Number of days to forecast, at least 1.</param>
/// <param name="Seed">Seed of anything random.</param>
/// <param name="Effort">How much work a fit may be.</param>
/// <param name="Advance">Called with the number of series done since the last call; from any thread. Null for none.</param>
/// <param name="CancellationToken">Cancels the fit.</param>
public sealed record FitOptions(
    int Horizon,
    int Seed = 0,
    FitEffort Effort = FitEffort.Normal,
    Action<int>? Advance = null,
    CancellationToken CancellationToken = default);

/// <summary>How much work a fit may be.</summary>
public enum FitEffort
{
    /// <summary>As little as gives a usable fit.</summary>
    Low,

    /// <summary>The default.</summary>
    Normal,

    /// <summary>As much as improves the fit.</summary>
    High,
}
