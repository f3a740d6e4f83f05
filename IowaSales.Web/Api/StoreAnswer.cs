using System.Net;
using IowaSales.Contracts;

namespace IowaSales.Web.Api;

/// <summary>An answer that needs a sales store.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Value">The answer; null where the API keeps no store.</param>
internal sealed record StoreAnswer<T>(T? Value)
    where T : class
{
    /// <summary>Asks; an API that keeps no store has nothing to say, which is no failure.</summary>
    /// <param name="ask">The question.</param>
    public static async Task<StoreAnswer<T>> AskAsync(Func<Task<T>> ask)
    {
        try
        {
            return new StoreAnswer<T>(await ask().ConfigureAwait(false));
        }
        catch (ForecastApiException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return new StoreAnswer<T>(Value: null);
        }
    }
}
