using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>Lets go of what is older than is kept, so that a store that takes sales in every day stays of one size.</summary>
internal static class Pruning
{
    /// <summary>
    /// Most forecasts that are kept although another took their place. They are not scored and count for nothing; who restates one day again and again
    /// would fill the disk with them.
    /// </summary>
    public const int MaxSuperseded = 100;

    /// <summary>
    /// Deletes forecasts, their steps and scores, and dismissed alerts; of those that others took the place of all but the newest. Open alerts stay,
    /// however old.
    /// </summary>
    /// <param name="context">The transaction.</param>
    /// <param name="before">First day that is kept: a forecast from an earlier one goes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Number of alerts that went.</returns>
    public static async Task<int> PruneAsync(SalesContext context, DateOnly before, CancellationToken cancellationToken)
    {
        var old = await context.IssuedForecasts.Where(forecast => forecast.Origin < before)
            .Select(forecast => forecast.Id).ToArrayAsync(cancellationToken).ConfigureAwait(false);
        var replaced = await context.IssuedForecasts.Where(forecast => forecast.Superseded && forecast.Origin >= before)
            .OrderByDescending(forecast => forecast.Id).Skip(MaxSuperseded).Select(forecast => forecast.Id).ToArrayAsync(cancellationToken).ConfigureAwait(false);
        old = [.. old, .. replaced];
        if (old.Length > 0)
        {
            await context.Scores.Where(score => old.Contains(score.ForecastId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await context.IssuedSteps.Where(step => old.Contains(step.ForecastId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            await context.IssuedForecasts.Where(forecast => old.Contains(forecast.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return await context.Alerts.Where(alert => alert.Date < before && alert.DismissedAt != null).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
