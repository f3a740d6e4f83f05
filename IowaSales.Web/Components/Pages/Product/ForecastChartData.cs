using IowaSales.Web.Api;
using IowaSales.Web.Components.Charts;
using IowaSales.Web.Text;

namespace IowaSales.Web.Components.Pages.Product;

/// <summary>What <c>js/charts/forecast.js</c> draws.</summary>
/// <param name="Days">Every calendar day, history first, then the forecast.</param>
/// <param name="Range">The days in view.</param>
/// <param name="Words">Labels.</param>
internal sealed record ForecastChartData(IReadOnlyList<ChartDay> Days, DayWindow Range, ForecastChartWords Words)
{
    /// <summary>Days between a day and the same weekday a year before: 52 weeks.</summary>
    private const int YearBefore = 364;

    /// <summary>Puts history and forecast on one line of days.</summary>
    /// <param name="sales">History and forecast.</param>
    /// <param name="range">The days to show.</param>
    /// <returns>What to draw.</returns>
    public static ForecastChartData From(ItemSales sales, ChartRange range)
    {
        var sold = sales.History.Days.ToDictionary(day => day.Date, day => day.Sales);
        var past = sales.History.Days.Select(day => new ChartDay(day.Date, Ahead: false)
        {
            Sales = day.Sales,
            LastYear = sold.GetValueOrDefault(day.Date.AddDays(-YearBefore)),
            Closed = day.Closed,
            Reason = day.Closed ? day.Holiday : null,
            Holiday = day.Holiday,
        });
        var ahead = sales.Forecast.Predictions.Where(day => !sold.ContainsKey(day.Date)).Select(day => new ChartDay(day.Date, Ahead: true)
        {
            Median = day.Quantiles.At(0.5),
            Lower50 = day.Quantiles.At(0.25),
            Upper50 = day.Quantiles.At(0.75),
            Lower80 = day.Quantiles.At(0.1),
            Upper80 = day.Quantiles.At(0.9),
            LastYear = sold.GetValueOrDefault(day.Date.AddDays(-YearBefore)),
            Closed = day.Closed,
            Reason = Closure.ReasonOf(day),
            Holiday = day.Holiday,
        });
        ChartDay[] days = [.. past, .. ahead];
        return new ForecastChartData(days, range.Within(days[0].Date, days[^1].Date), ForecastChartWords.Default);
    }
}

/// <summary>One day of the chart; figures in bottles, null where there are none.</summary>
/// <param name="Date">The day.</param>
/// <param name="Ahead">Whether it is forecast.</param>
internal sealed record ChartDay(DateOnly Date, bool Ahead)
{
    /// <summary>Bottles sold.</summary>
    public double? Sales { get; init; }

    /// <summary>Bottles sold on the same weekday 52 weeks before.</summary>
    public double? LastYear { get; init; }

    /// <summary>Median forecast.</summary>
    public double? Median { get; init; }

    /// <summary>25 % quantile.</summary>
    public double? Lower50 { get; init; }

    /// <summary>75 % quantile.</summary>
    public double? Upper50 { get; init; }

    /// <summary>10 % quantile.</summary>
    public double? Lower80 { get; init; }

    /// <summary>90 % quantile.</summary>
    public double? Upper80 { get; init; }

    /// <summary>Whether nothing ships.</summary>
    public bool Closed { get; init; }

    /// <summary>Why it is closed.</summary>
    public string? Reason { get; init; }

    /// <summary>Name of the holiday.</summary>
    public string? Holiday { get; init; }
}

/// <summary>Labels of the chart.</summary>
internal sealed record ForecastChartWords(
    string Sold, string Median, string Band50, string Band80, string LastYear, string Closed, string Unit)
{
    /// <summary>The dashboard's words.</summary>
    public static ForecastChartWords Default { get; } = new(
        UiText.Common.Sold,
        UiText.Common.Forecast,
        UiText.Common.Interval50,
        UiText.Common.Interval80,
        UiText.Common.LastYear,
        UiText.Common.Closed,
        UiText.Common.Bottles);
}
