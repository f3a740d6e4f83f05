using IowaSales.Forecasting.Models.ExponentialSmoothing;
using IowaSales.Forecasting.Models.Intermittent;
using IowaSales.Forecasting.Models.Theta;

namespace IowaSales.Forecasting.Models;

/// <summary>The register of model families: a family takes part by one line here, or is handed in by the host that brings its engine.</summary>
public static class ModelFamilies
{
    /// <summary>The families that need nothing but this library.</summary>
    public static IReadOnlyList<IModelFamily> BuiltIn { get; } =
    [
        new SeasonalNaive(),
        new WeekdayProfile(),
        new CalendarRegression.CalendarRegression(),
        new EtsFamily(inCalendarTime: false),
        new EtsFamily(inCalendarTime: true),
        new RobustEtsFamily(inCalendarTime: false),
        new RobustEtsFamily(inCalendarTime: true),
        new ThetaFamily(),
        new DynamicThetaFamily(),
        new IntermittentFamily(),
    ];

    /// <summary>Finds the family that can read a fitted state.</summary>
    /// <param name="name">Name on the leaderboard.</param>
    /// <returns>The family, or null when this build does not know it.</returns>
    public static IModelFamily? Find(string name) => BuiltIn.FirstOrDefault(family => family.Name == name);
}
