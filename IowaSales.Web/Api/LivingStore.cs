using System.Net;
using IowaSales.Contracts;

namespace IowaSales.Web.Api;

/// <summary>
/// What the API's sales store has to say: live accuracy, alerts and batches. It changes with every batch and every click, so that nothing is kept
/// here; the API answers it from memory.
/// </summary>
/// <param name="client">The API.</param>
internal sealed class LivingStore(ILivingClient client)
{
    /// <summary>The last seven days as forecast and as sold, and how right the forecasts of some days were.</summary>
    /// <param name="days">Days to look back: 7, 28 or 91.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public Task<Kept<PastWeek>> GetPastWeekAsync(int days, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var week = client.GetLastWeekAsync(cancellationToken);
        var accuracy = client.GetAccuracyAsync(days, cancellationToken);
        var items = client.GetItemAccuracyAsync(days, cancellationToken);
        await Task.WhenAll(week, accuracy, items).ConfigureAwait(false);
        return new PastWeek(await week.ConfigureAwait(false), await accuracy.ConfigureAwait(false), await items.ConfigureAwait(false));
    });

    /// <summary>What a person should look at.</summary>
    /// <param name="dismissed">Whether to give dismissed alerts too.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public Task<Kept<AlertFeed>> GetAlertsAsync(bool dismissed, CancellationToken cancellationToken) =>
        AskAsync(() => client.GetAlertsAsync(dismissed, cancellationToken));

    /// <summary>The batches, newest first.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    public Task<Kept<SalesBatches>> GetBatchesAsync(CancellationToken cancellationToken) =>
        AskAsync(() => client.GetBatchesAsync(cancellationToken: cancellationToken));

    /// <summary>Dismisses an alert.</summary>
    public Task<SalesAlert> DismissAsync(long id, string key, string? note, CancellationToken cancellationToken) =>
        client.DismissAlertAsync(id, key, note, cancellationToken);

    /// <summary>Takes a batch in, or says what it would change.</summary>
    public Task<SalesReceipt> SendAsync(OutgoingBatch batch, string key, bool preview, CancellationToken cancellationToken) =>
        client.SendSalesAsync(batch, key, preview, cancellationToken);

    /// <summary>Takes a batch back.</summary>
    public Task<SalesBatch> UndoAsync(long id, string key, CancellationToken cancellationToken) =>
        client.UndoBatchAsync(id, key, cancellationToken);

    /// <summary>Asks; an API that keeps no store has nothing to say, which is no failure.</summary>
    private static async Task<Kept<T>> AskAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return new Kept<T>(await ask().ConfigureAwait(false));
        }
        catch (ForecastApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return new Kept<T>(null);
        }
    }
}

/// <summary>An answer that needs a sales store.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Value">The answer; null where the API keeps no store.</param>
internal sealed record Kept<T>(T? Value)
    where T : class;

/// <summary>The last week, and how right the forecasts were.</summary>
/// <param name="Week">The last seven days.</param>
/// <param name="Accuracy">Errors over the days looked back.</param>
/// <param name="Items">The same by item.</param>
internal sealed record PastWeek(LastWeek Week, LiveAccuracy Accuracy, LiveItems Items);
