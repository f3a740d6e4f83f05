using IowaSales.Forecasting.Training;
using IowaSales.Storage;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Trainer.Retrain;

/// <summary>Whether there is a reason to retrain: sales have gone on for long enough, or items have drifted.</summary>
internal static class DueCheck
{
    /// <summary>The reason; null for none.</summary>
    /// <param name="store">The store.</param>
    /// <param name="champion">Manifest of the champion.</param>
    /// <param name="every">Days of new sales after which it is time.</param>
    /// <param name="through">Last date of the store's sales.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<string?> ReasonAsync(
        SalesStore store, ModelManifest champion, int every, DateOnly through, CancellationToken cancellationToken)
    {
        var days = through.DayNumber - champion.DataThrough.DayNumber;
        if (days >= every)
        {
            return $"sales have gone on for {days} days since the model was trained";
        }

        var drifted = await store.ReadAsync(context => context.Alerts
            .Where(alert => alert.Kind == AlertKind.Drift && alert.DismissedAt == null && alert.Date > champion.DataThrough)
            .Select(alert => alert.Item)
            .ToListAsync(cancellationToken));
        return drifted switch
        {
            [] => null,
            _ when drifted.Contains(null) => "all items together have drifted since the model was trained",
            [_] => "an item has drifted since the model was trained",
            _ => $"{drifted.Count} items have drifted since the model was trained",
        };
    }
}
