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

    /// <summary>The families whose fitted state this library reads: the built-in ones and those that only need an engine to be fitted.</summary>
    public static IReadOnlyList<IModelFamily> Readable { get; } = [.. BuiltIn, new GradientBoosting.GradientBoosting()];

    /// <summary>Finds a readable family.</summary>
    /// <param name="name">Name on the leaderboard.</param>
    /// <returns>The family, or null when this library does not know it.</returns>
    public static IModelFamily? Find(string name) => Readable.FirstOrDefault(family => family.Name == name);
}
