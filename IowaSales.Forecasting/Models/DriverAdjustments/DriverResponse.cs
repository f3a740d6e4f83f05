using IowaSales.Forecasting.Models.DriverBoosting;

namespace IowaSales.Forecasting.Models.DriverAdjustments;

/// <summary>
/// What one driver adds to the logarithm of sales: of each series, drawn towards the panel's response. How far it is drawn, and whether the driver is used at all,
/// is chosen by how well the effects of each half of the weeks foretell the other half.
/// </summary>
/// <param name="driver">Index of the driver in the plan.</param>
internal abstract class DriverResponse(int driver)
{
    /// <summary>Halves of the weeks.</summary>
    protected const int Folds = 2;

    /// <summary>Index of the driver in the plan.</summary>
    public int Driver { get; } = driver;

    /// <summary>Whether the driver tells anything.</summary>
    public bool IsUsed { get; protected set; }

    /// <summary>The responses to a driver.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="driver">Index of the driver in its plan.</param>
    public static IEnumerable<DriverResponse> Of(DrivenPanel panel, int driver)
    {
        var planned = panel.Plan.Drivers[driver];
        if (!planned.IsCoded)
        {
            return [new SlopeResponse(panel, driver)];
        }

        return CodeResponse.IsOfWeekday(panel, driver) ? []
            : planned.Use == DriverUse.Event ? [new CodeResponse(panel, driver, isEve: false), new CodeResponse(panel, driver, isEve: true)]
            : [new CodeResponse(panel, driver, isEve: false)];
    }

    /// <summary>Whether a day is like most days as far as the driver goes.</summary>
    public abstract bool IsUsualOn(int series, int day);

    /// <summary>What the driver says of a day before the origin.</summary>
    public abstract ResponseCell CellOn(int series, int day);

    /// <summary>What the driver says of a day ahead.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="before">Value or code of the day before.</param>
    /// <param name="today">Of the day.</param>
    /// <param name="after">Of the day after; NaN beyond the horizon.</param>
    /// <param name="weekday">The day's <see cref="DayOfWeek"/>.</param>
    public abstract ResponseCell CellOf(int series, float before, float today, float after, int weekday);

    /// <summary>The effect of a day; 0 where the driver is not used.</summary>
    public abstract double EffectOf(int series, in ResponseCell cell);

    /// <summary>The effect as it was before <see cref="Begin"/>.</summary>
    public abstract double PreviousOf(int series, in ResponseCell cell);

    /// <summary>Begins another round of learning.</summary>
    public abstract void Begin();

    /// <summary>Adds a day.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="cell">What the driver says of it.</param>
    /// <param name="fold">Which half of the weeks it is of.</param>
    /// <param name="residual">What the rest of the model leaves of its logarithm.</param>
    public abstract void Add(int series, in ResponseCell cell, int fold, double residual);

    /// <summary>Turns the days into effects.</summary>
    /// <param name="worthwhile">Squared residuals that the driver must take off.</param>
    public abstract void Choose(double worthwhile);

    /// <summary>Lets go of what only days before the origin need.</summary>
    public abstract void ForgetPast();
}

/// <summary>What a driver says of a day.</summary>
/// <param name="Code">Its code; -1 for a usual day, and for one of which the driver is not known.</param>
/// <param name="Weekday">The day's <see cref="DayOfWeek"/>.</param>
/// <param name="Amount">How far a quantity is from what is usual.</param>
internal readonly record struct ResponseCell(int Code, int Weekday, double Amount = 0);
