namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// What boosting's trees look at, one column each. Trees know columns by position: a change of this list is a change of the format of a model, which
/// <see cref="FeatureTable.Hash"/> tells. Comparisons with a profile are logarithms of ratios; 0 stands for an unknown one.
/// </summary>
internal enum BoostingFeature
{
    /// <summary>Days from the origin to the day, from 0.</summary>
    Step,

    /// <summary>Weekday of the day, 0 for Sunday.</summary>
    Weekday,

    /// <summary>Day of the month, from 1.</summary>
    DayOfMonth,

    /// <summary>Open days of the month before the day.</summary>
    OpenDaysOfMonthBefore,

    /// <summary>Open days of the month after the day.</summary>
    OpenDaysOfMonthAfter,

    /// <summary>Days since the last holiday.</summary>
    DaysSinceHoliday,

    /// <summary>Days to the next holiday.</summary>
    DaysToHoliday,

    /// <summary>Which holiday is nearest.</summary>
    NearestHoliday,

    /// <summary>Days since the last closed day that would trade by its weekday.</summary>
    DaysSinceClosure,

    /// <summary>Days to the next one.</summary>
    DaysToClosure,

    /// <summary>Open days of the week, from Monday on.</summary>
    OpenDaysOfWeek,

    /// <summary>Open days of the week before the day.</summary>
    OpenDaysOfWeekBefore,

    /// <summary>Mean of logarithms with a half-life of 28 days, against the mean profile, as the next eight.</summary>
    LogMean28,

    /// <summary>Mean with a half-life of 28 days.</summary>
    Mean28,

    /// <summary>Mean of logarithms with a half-life of 56 days.</summary>
    LogMean56,

    /// <summary>Mean with a half-life of 56 days.</summary>
    Mean56,

    /// <summary>Mean of logarithms with a half-life of 112 days.</summary>
    LogMean112,

    /// <summary>Mean with a half-life of 112 days.</summary>
    Mean112,

    /// <summary>Mean of 13 weeks.</summary>
    MeanOf13Weeks,

    /// <summary>Median of 13 weeks.</summary>
    MedianOf13Weeks,

    /// <summary>Median of 26 weeks.</summary>
    MedianOf26Weeks,

    /// <summary>The last 5 open days against the profile.</summary>
    LevelOf5,

    /// <summary>The last 10 open days.</summary>
    LevelOf10,

    /// <summary>The last 20 open days.</summary>
    LevelOf20,

    /// <summary>The last 40 open days.</summary>
    LevelOf40,

    /// <summary>The last 80 open days.</summary>
    LevelOf80,

    /// <summary>The last known day of the same weekday against the profile.</summary>
    SameWeekday1,

    /// <summary>The one before.</summary>
    SameWeekday2,

    /// <summary>The third.</summary>
    SameWeekday3,

    /// <summary>The fourth.</summary>
    SameWeekday4,

    /// <summary>The eighth.</summary>
    SameWeekday8,

    /// <summary>The last open day against the profile.</summary>
    LastDay1,

    /// <summary>The one before.</summary>
    LastDay2,

    /// <summary>The third.</summary>
    LastDay3,

    /// <summary>The highest of the last 10 open days against the profile.</summary>
    Peak,

    /// <summary>Mean size of the deviations of the last 40 open days.</summary>
    Noise,

    /// <summary>Share of the last 40 open days without a sale.</summary>
    ZeroShare,

    /// <summary>Days since the first row, up to a year.</summary>
    Age,

    /// <summary>The weekday of the profile against its mean.</summary>
    WeekdayShare,

    /// <summary>The panel's last 5 open days against its profiles.</summary>
    PanelLevelOf5,

    /// <summary>The panel's last 10 open days.</summary>
    PanelLevelOf10,

    /// <summary>The panel's last 20 open days.</summary>
    PanelLevelOf20,

    /// <summary>The panel on the last same weekday.</summary>
    PanelSameWeekday1,

    /// <summary>The panel a week earlier.</summary>
    PanelSameWeekday2,

    /// <summary>The panel three weeks earlier.</summary>
    PanelSameWeekday4,

    /// <summary>The same part of the last months against the profile.</summary>
    PartOfMonth,

    /// <summary>The panel in the same part of the last months.</summary>
    PanelPartOfMonth,

    /// <summary>The same day a year ago against the eight weeks before the origin of that year.</summary>
    LastYearDay,

    /// <summary>Its week.</summary>
    LastYearWeek,

    /// <summary>Its three weeks.</summary>
    LastYearWeeks,
}
