using IowaSales.Contracts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Quality;

namespace IowaSales.Api.Quality;

/// <summary>Puts the quality of the sales in use into the contract's words.</summary>
internal static class QualityView
{
    private const int MaxOutlierDates = 20;

    /// <summary>Looks through the sales.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static QualitySummary Of(SalesPanel panel, CancellationToken cancellationToken)
    {
        var report = QualityScan.Of(panel, cancellationToken: cancellationToken);
        return new QualitySummary(
            report.Rows,
            report.Items.Count,
            report.From,
            report.Through,
            report.OpenDays,
            report.ClosedDays,
            report.Duplicates,
            report.Negatives,
            report.Zeros,
            report.Outliers,
            report.LongestClosureDays,
            [.. report.Items.OrderBy(item => item.Item, StringComparer.Ordinal).Select(ItemOf)])
        {
            SimilarNames = report.SimilarNames,
        };
    }

    private static ItemQuality ItemOf(ItemQualityReport item) => new(
        item.Item,
        item.First,
        item.Last,
        item.Rows,
        item.Total,
        item.Zeros,
        item.Negatives,
        item.LongestGapDays,
        [.. item.Outliers.OrderDescending().Take(MaxOutlierDates)],
        item.Stopped);
}
