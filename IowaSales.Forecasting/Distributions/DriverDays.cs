using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Models.DriverBoosting;

namespace IowaSales.Forecasting.Distributions;

/// <summary>What drivers make of a day, as far as it may be harder or easier to forecast than others.</summary>
[Flags]
internal enum DriverDays : byte
{
    /// <summary>A usual day.</summary>
    None = 0,

    /// <summary>A driver of few common values has another than its usual one: a promotion.</summary>
    State = 1,

    /// <summary>A driver that is nearly always the same is not: a holiday, an event.</summary>
    Event = 2,

    /// <summary>The driver that opens and closes days has closed the two days before.</summary>
    Reopening = 4,
}

/// <summary>Tells what drivers make of days.</summary>
internal sealed class DriverDayTeller
{
    /// <summary>Number of combinations of <see cref="DriverDays"/>.</summary>
    public const int Combinations = 8;

    /// <summary>Closed days that make the next one a reopening; one is a usual weekend.</summary>
    private const int ClosedBefore = 2;

    private static readonly ConditionalWeakTable<object, DriverDayTeller> Known = [];

    private readonly DriverPlan _plan;

    private DriverDayTeller(DriverPlan plan) => _plan = plan;

    /// <summary>The teller for a history; null where it has no drivers.</summary>
    /// <param name="history">What is known.</param>
    public static DriverDayTeller? Of(History history) =>
        history.Drivers.Count == 0 ? null : Known.GetValue(history.Past, _ => new DriverDayTeller(DriverPlan.Of(history)));

    /// <summary>What drivers make of the days from the origin on.</summary>
    /// <param name="history">What is known, of the past that the teller is of.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="days">Receives one value per day.</param>
    public void Fill(History history, int series, Span<DriverDays> days)
    {
        days.Clear();
        var values = new float[ClosedBefore + days.Length];
        for (var driver = 0; driver < history.Drivers.Count; driver++)
        {
            var definition = history.Drivers[driver];
            if (definition.Role == DriverRole.Open)
            {
                history.FillDriver(driver, series, history.Origin - ClosedBefore, values);
                for (var step = 0; step < days.Length; step++)
                {
                    days[step] |= values[step] == 0 && values[step + 1] == 0 && values[step + ClosedBefore] != 0 ? DriverDays.Reopening : DriverDays.None;
                }
            }
            else if (_plan.Drivers.FirstOrDefault(planned => planned.Name == definition.Name) is { IsCoded: true } planned)
            {
                var ahead = values.AsSpan(0, days.Length);
                history.FillDriver(driver, series, history.Origin, ahead);
                planned.Encode(definition, ahead);
                for (var step = 0; step < days.Length; step++)
                {
                    var isUsual = float.IsNaN(ahead[step]) || (int)ahead[step] == planned.Usual;
                    days[step] |= isUsual ? DriverDays.None : planned.Use == DriverUse.Event ? DriverDays.Event : DriverDays.State;
                }
            }
        }
    }
}
