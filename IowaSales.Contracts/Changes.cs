using System.Text.Json.Serialization;

namespace IowaSales.Contracts;

/// <summary>
/// Answer of <c>GET /changes</c>: why the forecast of each item changed since the earlier forecast, over the days of its cover period that both forecast.
/// </summary>
/// <param name="Changes">The items that both forecast, in the order of their names.</param>
/// <param name="ComparedWith">First day of the earlier forecast; null where there is none.</param>
/// <param name="From">First day of the forecast.</param>
/// <param name="EarlierModelVersion">Version of the model that made the earlier forecast; null where there is none.</param>
/// <param name="ModelVersion">Version of the model.</param>
/// <param name="DataThrough">Last date of the sales.</param>
/// <param name="Together">
/// True when both the model and the calendar or the drivers changed, and the service no longer knows the earlier calendar: the model's part then holds both.
/// </param>
public sealed record ForecastChangeList(
    IReadOnlyList<ItemChange> Changes,
    DateOnly? ComparedWith,
    DateOnly From,
    string? EarlierModelVersion,
    string ModelVersion,
    DateOnly DataThrough,
    bool Together);

/// <summary>Why the forecast of an item changed, in units. The four parts add up to <paramref name="Change"/>.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="Days">Days of its cover period that both forecast, from the first day of the newer one.</param>
/// <param name="Earlier">What the earlier forecast expected on them.</param>
/// <param name="Expected">What is expected now.</param>
/// <param name="Change">The difference.</param>
/// <param name="NewSales">Part of the days that were sold since.</param>
/// <param name="RestatedSales">Part of earlier days whose sales were corrected, added or undone since.</param>
/// <param name="Calendar">Part of open and closed days that were stated, and of drivers.</param>
/// <param name="Model">Part of another model.</param>
/// <param name="DrivenBy">The largest part in the direction of the change; null where the change is below half a unit.</param>
public sealed record ItemChange(
    string Item,
    int Days,
    double Earlier,
    double Expected,
    double Change,
    double NewSales,
    double RestatedSales,
    double Calendar,
    double Model,
    ChangeCause? DrivenBy);

/// <summary>What makes a forecast change.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ChangeCause>))]
public enum ChangeCause
{
    /// <summary>Days that were sold since.</summary>
    NewSales,

    /// <summary>Earlier days whose sales were corrected, added or undone since.</summary>
    RestatedSales,

    /// <summary>Open and closed days that were stated, and drivers.</summary>
    Calendar,

    /// <summary>Another model.</summary>
    Model,
}

/// <summary>Answer of <c>GET /predict/{item_name}/change</c>: why the forecast of one item changed.</summary>
/// <param name="Total">Over the days of its cover period that both forecast.</param>
/// <param name="Days">The same by day.</param>
/// <param name="Sold">Days that were sold since, beside what the earlier forecast expected of them.</param>
/// <param name="ComparedWith">First day of the earlier forecast.</param>
/// <param name="EarlierModelVersion">Version of the model that made the earlier forecast.</param>
/// <param name="ModelVersion">Version of the model.</param>
/// <param name="DataThrough">Last date of the sales.</param>
/// <param name="Together">As in <see cref="ForecastChangeList"/>.</param>
public sealed record ItemChangeDetail(
    ItemChange Total,
    IReadOnlyList<DayChange> Days,
    IReadOnlyList<SoldDay> Sold,
    DateOnly ComparedWith,
    string EarlierModelVersion,
    string ModelVersion,
    DateOnly DataThrough,
    bool Together);

/// <summary>Why the forecast of a day changed, in units. The four parts add up to <paramref name="Change"/>.</summary>
/// <param name="Date">The day.</param>
/// <param name="Earlier">What the earlier forecast expected.</param>
/// <param name="Expected">What is expected now.</param>
/// <param name="Change">The difference.</param>
/// <param name="NewSales">Part of the days that were sold since.</param>
/// <param name="RestatedSales">Part of earlier days whose sales were corrected, added or undone since.</param>
/// <param name="Calendar">Part of open and closed days that were stated, and of drivers.</param>
/// <param name="Model">Part of another model.</param>
public sealed record DayChange(
    DateOnly Date, double Earlier, double Expected, double Change, double NewSales, double RestatedSales, double Calendar, double Model);

/// <summary>A day that was sold since the earlier forecast.</summary>
/// <param name="Date">The day.</param>
/// <param name="Expected">What the earlier forecast expected.</param>
/// <param name="Sold">What was sold; 0 on a day without a row.</param>
public sealed record SoldDay(DateOnly Date, double Expected, double Sold);
