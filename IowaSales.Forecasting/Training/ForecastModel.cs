using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;

namespace IowaSales.Forecasting.Training;

/// <summary>A trained model: fitted families, their weights and the intervals around them, with the sales it learnt from.</summary>
public sealed class ForecastModel
{
    /// <summary>Sales of a day above this are no sales.</summary>
    private const double MaxForecast = 1e15;

    private readonly Dictionary<string, IFittedFamily> _families;

    /// <summary>Puts a model together.</summary>
    /// <param name="manifest">What the model is.</param>
    /// <param name="panel">The sales it learnt from.</param>
    /// <param name="families">Fitted families by name.</param>
    /// <param name="weights">Weights over exactly those families.</param>
    /// <param name="intervals">Predictive distributions around the families' weighted forecasts.</param>
    /// <param name="backtest">How right it was on its validation windows.</param>
    public ForecastModel(
        ModelManifest manifest,
        SalesPanel panel,
        IReadOnlyDictionary<string, IFittedFamily> families,
        EnsembleWeights weights,
        IForecastDistributions intervals,
        Backtest backtest)
    {
        Manifest = manifest;
        Panel = panel;
        Weights = weights;
        Intervals = intervals;
        Backtest = backtest;
        _families = new Dictionary<string, IFittedFamily>(families, StringComparer.Ordinal);
    }

    /// <summary>What the model is: when it was trained, from what, how good.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The sales it learnt from.</summary>
    public SalesPanel Panel { get; }

    /// <summary>Weights of the families.</summary>
    public EnsembleWeights Weights { get; }

    /// <summary>Predictive distributions around the families' weighted forecasts.</summary>
    public IForecastDistributions Intervals { get; }

    /// <summary>How right the model was on its validation windows.</summary>
    public Backtest Backtest { get; }

    /// <summary>Fitted families by name.</summary>
    public IReadOnlyDictionary<string, IFittedFamily> Families => _families;

    /// <summary>Forecasts every series of the model's own sales from the day after their last date.</summary>
    /// <returns>The forecasts.</returns>
    public ForecastSet Forecast() => Forecast(History.Of(Panel));

    /// <summary>Forecasts every series from any origin at or after the training's end, without fitting anew.</summary>
    /// <param name="history">What is known; its series begin with the model's items, in their order (see <see cref="SalesPanelBuilder.Build(IReadOnlyList{string}, DateOnly?)"/>).</param>
    /// <returns>The forecasts.</returns>
    /// <exception cref="ArgumentException">The history's series do not begin with the model's.</exception>
    /// <exception cref="Data.Files.SalesDataException">A driver is not known on a day to forecast.</exception>
    /// <exception cref="AggregateException">The model is damaged: what it forecasts cannot be sales. It holds an <see cref="InvalidDataException"/> per item.</exception>
    public ForecastSet Forecast(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (!history.Items.Take(Panel.SeriesCount).SequenceEqual(Panel.Items, StringComparer.Ordinal))
        {
            throw new ArgumentException("The history's items must begin with the model's, in the model's order.", nameof(history));
        }

        history.RequireDrivers(Manifest.Horizon);
        for (var family = 0; family < Weights.Families.Count; family++)
        {
            if (Enumerable.Range(0, history.SeriesCount).Any(index => Weights.Of(index)[family] > 0))
            {
                Prepare(Fitted(family), history);
            }
        }

        var series = new SeriesForecast[history.SeriesCount];
        Parallel.For(0, series.Length, index =>
        {
            try
            {
                series[index] = ForecastSeries(history, index);
            }
            catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or OverflowException or KeyNotFoundException)
            {
                throw NoForecastOf(history.Items[index], exception);
            }
        });
        return new ForecastSet(history, Manifest.Horizon, series);
    }

    /// <summary>Forecasts one series, as <see cref="Forecast(History)"/> does.</summary>
    /// <param name="history">What is known; its series begin with the model's items, in their order.</param>
    /// <param name="series">Index of the series.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="InvalidDataException">The model is damaged: what it forecasts cannot be sales.</exception>
    public SeriesForecast Forecast(History history, int series)
    {
        ArgumentNullException.ThrowIfNull(history);
        try
        {
            return ForecastSeries(history, series);
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or OverflowException or KeyNotFoundException)
        {
            throw NoForecastOf(history.Items[series], exception);
        }
    }

    private SeriesForecast ForecastSeries(History history, int series)
    {
        var horizon = Manifest.Horizon;
        var centre = new double[horizon];
        var one = new double[horizon];
        if (series < Panel.SeriesCount || !history.HasNoRows(series))
        {
            FamilyCombination.Combine(
                history,
                series,
                Weights.Of(series),
                family => Fitted(family).TradingWeekdaysOnly,
                family =>
                {
                    Fitted(family).Forecast(history, series, one);
                    return one;
                },
                centre);
        }

        var forecast = Intervals.Around(history, series, series < Panel.SeriesCount, centre);
        return IsUsable(forecast) ? forecast : throw NoForecastOf(history.Items[series], null);
    }

    /// <summary>Prepares a family; what is damaged fails again with each item, whose name the message needs.</summary>
    private void Prepare(IFittedFamily family, History history)
    {
        try
        {
            family.Prepare(history, Manifest.Horizon);
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or OverflowException or KeyNotFoundException or InvalidDataException)
        {
            return;
        }
    }

    private IFittedFamily Fitted(int family) => _families[Weights.Families[family]];

    /// <summary>Whether a forecast is of numbers that can be sales.</summary>
    private static bool IsUsable(SeriesForecast forecast)
    {
        var usable = true;
        for (var step = 0; step < forecast.Horizon; step++)
        {
            usable &= forecast.Mean(step) is >= 0 and < MaxForecast && forecast.Median[step] is >= 0 and < MaxForecast;
        }

        return usable;
    }

    private static InvalidDataException NoForecastOf(string item, Exception? inner) =>
        new($"What was learnt does not forecast the item '{item}'; the model is damaged.", inner);
}
