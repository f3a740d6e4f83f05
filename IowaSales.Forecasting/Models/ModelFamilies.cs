using IowaSales.Forecasting.Models.CalendarRegression;
using IowaSales.Forecasting.Models.DriverAdjustments;
using IowaSales.Forecasting.Models.DriverBoosting;
using IowaSales.Forecasting.Models.ExponentialSmoothing;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Models.Intermittent;
using IowaSales.Forecasting.Models.Naive;
using IowaSales.Forecasting.Models.SingularSpectrum;
using IowaSales.Forecasting.Models.Theta;
using IowaSales.Forecasting.Models.WeekdayProfiles;

namespace IowaSales.Forecasting.Models;

/// <summary>
/// The register of model families: a family takes part by one line here, or is handed in by the host that brings its engine. The order is
/// that of training: what brings most accuracy per second first, since a time limit costs the last ones.
/// </summary>
public static class ModelFamilies
{
    /// <summary>The families that need nothing but this library and bring most; global families with an engine come after these.</summary>
    public static IReadOnlyList<IModelFamily> Leading { get; } =
    [
        new IntermittentFamily(),
        new SeasonalNaiveFamily(),
        new CalendarRegressionFamily(),
        new WeekdayProfileFamily(),
        new RobustEtsFamily(inCalendarTime: false),
        new RobustEtsFamily(inCalendarTime: true),
    ];

    /// <summary>The families that need nothing but this library and seldom bring more than the ones before them.</summary>
    public static IReadOnlyList<IModelFamily> Trailing { get; } =
    [
        new NaiveFamily(),
        new EtsFamily(inCalendarTime: false),
        new EtsFamily(inCalendarTime: true),
        new ThetaFamily(),
        new DynamicThetaFamily(),
    ];

    /// <summary>The families that need nothing but this library.</summary>
    public static IReadOnlyList<IModelFamily> BuiltIn { get; } = [.. Leading, .. Trailing];

    /// <summary>The families whose fitted state this library reads: the built-in ones and those that only need an engine to be fitted.</summary>
    public static IReadOnlyList<IModelFamily> Readable { get; } =
    [
        .. WithDriven([.. BuiltIn, new GradientBoostingFamily(), new SingularSpectrumFamily()]), new DriverBoostingFamily(),
    ];

    /// <summary>Families, and beside each that does not see drivers the same with the effects of drivers taken off and put back.</summary>
    /// <param name="families">The families.</param>
    public static IReadOnlyList<IModelFamily> WithDriven(IReadOnlyList<IModelFamily> families) =>
        [.. families.SelectMany(family => family.NeedsDrivers ? [family] : (IModelFamily[])[family, new DrivenFamily(family)])];

    /// <summary>Finds a readable family.</summary>
    /// <param name="name">Name on the leaderboard.</param>
    /// <returns>The family, or null when this library does not know it.</returns>
    public static IModelFamily? Find(string name) => Readable.FirstOrDefault(family => family.Name == name);
}
