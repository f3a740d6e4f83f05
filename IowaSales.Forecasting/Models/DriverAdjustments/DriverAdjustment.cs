using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Models.DriverBoosting;

namespace IowaSales.Forecasting.Models.DriverAdjustments;

/// <summary>
/// The effects of drivers on the sales of a history, learnt from the days before its origin alone: what families that do not see drivers learn from is
/// cleared of them, and their forecasts get them back by what the drivers are known to be ahead. Effects add up on the scale of logarithms, sales moved up a
/// little before, so that demand stays at least 0 and days without a sale count.
/// </summary>
internal sealed class DriverAdjustment
{
    /// <summary>Share of a sale that is left at least: a day with a sale stays one.</summary>
    private const double MinShare = 0.02;

    /// <summary>Largest effect of all drivers together, a logarithm.</summary>
    private const double MaxEffect = 2;

    private static readonly ConditionalWeakTable<object, Lazy<DriverAdjustment?>> Known = [];

    private readonly DriverPlan _plan;
    private readonly DriverResponse[] _responses;
    private readonly double[] _offsets;

    private DriverAdjustment(History history, DriverPlan plan, ResponseFitting fitting)
    {
        (_plan, _responses, _offsets) = (plan, [.. fitting.Responses.Where(response => response.IsUsed)], fitting.Offsets);
        Adjusted = history.WithDemand((series, days, demand) =>
        {
            for (var row = 0; row < days.Length; row++)
            {
                var effect = Math.Clamp(fitting.EffectOn(series, days[row]), -MaxEffect, MaxEffect);
                if (effect != 0 && demand[row] > 0)
                {
                    demand[row] = Math.Max(Moved(series, demand[row], -effect), MinShare * demand[row]);
                }
            }
        });
        foreach (var response in fitting.Responses)
        {
            response.ForgetPast();
        }
    }

    /// <summary>The history without the effects.</summary>
    public History Adjusted { get; }

    /// <summary>The adjustment of a history; null where it has no drivers, or none that matters. Learnt once for all histories of the same past.</summary>
    /// <param name="history">What is known.</param>
    public static DriverAdjustment? Of(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Drivers.Any(driver => driver.Role == DriverRole.Ordinary)
            ? Known.GetValue(history.Past, _ => new Lazy<DriverAdjustment?>(() => LearnApart(history))).Value
            : null;
    }

    /// <summary>
    /// Learns on a thread of its own. Whoever asks may be one of many threads of a parallel loop that all wait for the answer, and learning uses parallel loops
    /// itself: on a thread of the pool it could be made to wait for itself.
    /// </summary>
    private static DriverAdjustment? LearnApart(History history) =>
        Task.Factory.StartNew(() => Learn(history), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).GetAwaiter().GetResult();

    /// <summary>Puts the effects of the drivers ahead on forecasts of the history without them.</summary>
    /// <param name="history">What is known, of the same past; drivers ahead may differ.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="forecast">One value per day from the origin on.</param>
    public void PutBack(History history, int series, Span<double> forecast)
    {
        var effects = new double[forecast.Length];
        for (var driver = 0; driver < _plan.Drivers.Count; driver++)
        {
            // One day more at both ends: the day before an event is a day of its own kind. What comes after the horizon is not known.
            var values = new float[forecast.Length + 2];
            var index = IndexOf(history, _plan.Drivers[driver].Name);
            if (index < 0)
            {
                continue;
            }

            history.FillDriver(index, series, history.Origin - 1, values);
            _plan.Drivers[driver].Encode(history.Drivers[index], values);
            values[^1] = float.NaN;
            foreach (var response in _responses.Where(response => response.Driver == driver))
            {
                for (var step = 0; step < effects.Length; step++)
                {
                    var weekday = (int)history.DateOf(history.Origin + step).DayOfWeek;
                    effects[step] += response.EffectOf(series, response.CellOf(series, values[step], values[step + 1], values[step + 2], weekday));
                }
            }
        }

        for (var step = 0; step < forecast.Length; step++)
        {
            if (effects[step] != 0)
            {
                forecast[step] = Moved(series, Math.Max(0, forecast[step]), Math.Clamp(effects[step], -MaxEffect, MaxEffect));
            }
        }
    }

    private static int IndexOf(History history, string driver)
    {
        for (var index = 0; index < history.Drivers.Count; index++)
        {
            if (history.Drivers[index].Name == driver)
            {
                return index;
            }
        }

        return -1;
    }

    private static DriverAdjustment? Learn(History history)
    {
        var plan = DriverPlan.Of(history);
        if (plan.Drivers.Count == 0)
        {
            return null;
        }

        var panel = new DrivenPanel(history, plan with { Attributes = [] }, horizon: 0);
        return ResponseFitting.Of(panel) is { } fitting ? new DriverAdjustment(history, panel.Plan, fitting) : null;
    }

    private double Moved(int series, double sales, double effect) => Math.Max(0, ((sales + _offsets[series]) * Math.Exp(effect)) - _offsets[series]);
}
