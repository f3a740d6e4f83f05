using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Overview;

/// <summary>All items together, and the overview of a panel whose items are listed whole.</summary>
internal sealed class OverviewView
{
    private OverviewView(OverviewTotal total, Answer? whole) => (Total, Whole) = (total, whole);

    /// <summary>All items together.</summary>
    public OverviewTotal Total { get; }

    /// <summary>The answer with all items by name; null where there are too many for one.</summary>
    public Answer? Whole { get; }

    /// <summary>Computes the view.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static OverviewView Of(ForecastSnapshot snapshot, CancellationToken cancellationToken)
    {
        var total = OverviewTotals.Of(snapshot.Columns, cancellationToken);
        var whole = snapshot.ItemCount <= ListParameters.MaxWhole
            ? Answer.Json(Page(snapshot, total, [.. snapshot.Columns.ByName], null), ContractJson.Default.Overview, snapshot.EntityTag).Kept()
            : null;
        return new OverviewView(total, whole);
    }

    /// <summary>The overview of some items.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="total">All items together.</param>
    /// <param name="series">The items.</param>
    /// <param name="page">The page that they are; null for all items.</param>
    public static Contracts.Overview Page(ForecastSnapshot snapshot, OverviewTotal total, int[] series, ListPage? page) => new(
        [.. series.Select(item => RowOf(snapshot, item))],
        total,
        snapshot.Version,
        snapshot.Manifest.TrainedAt,
        snapshot.DataThrough,
        snapshot.Stale,
        snapshot.Manifest.Simulated,
        snapshot.Horizon)
    {
        Page = page?.Number,
        PageSize = page?.Size,
        ItemCount = page?.Total,
    };

    /// <summary>One item at a glance.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    public static OverviewRow RowOf(ForecastSnapshot snapshot, int series)
    {
        var summary = snapshot.Columns.SummaryOf(series);
        var recent = snapshot.Columns.RecentOf(series);
        var usual = UsualSales.Of(recent, summary.Last, snapshot.Horizon);

        // A large model is not loaded for what was stated of its items.
        var attributes = snapshot.ItemCount <= ListParameters.MaxWhole ? snapshot.Attributes : ItemAttributes.None;
        return new OverviewRow(
            snapshot.Items.NameOf(series),
            recent,
            ReportedNumber.Of(summary.Median),
            ReportedNumber.Of(summary.Lower),
            ReportedNumber.Of(summary.Upper),
            summary.Last,
            UsualSales.ChangeOf(summary.Median, usual, snapshot.Horizon),
            double.IsNaN(summary.LastWindowError) ? null : summary.LastWindowError,
            ItemFlags.Of(summary.Notes, snapshot.Stale),
            usual)
        {
            Class = snapshot.Classes[series],
            Category = attributes.TextOf(PlanningAttributes.Category, snapshot.Items.NameOf(series)),
            Vendor = attributes.TextOf(PlanningAttributes.Vendor, snapshot.Items.NameOf(series)),
        };
    }
}
