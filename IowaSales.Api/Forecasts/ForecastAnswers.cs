using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Forecasts;

/// <summary>
/// The answers of <c>/predict/{item_name}</c>, serialised when they are first asked for. Those of a panel of ordinary size are kept; of a large one hardly
/// any would be asked for again in time, and what is kept costs the garbage collector more than making it anew.
/// </summary>
/// <param name="snapshot">The snapshot.</param>
internal sealed class ForecastAnswers(ForecastSnapshot snapshot)
{
    /// <summary>Answers of up to so many items are kept.</summary>
    private const int MaxKept = 5000;

    private readonly ForecastTemplate _template = ForecastTemplate.Of(snapshot);
    private readonly Answer?[] _kept = new Answer?[snapshot.ItemCount <= MaxKept ? snapshot.ItemCount : 0];

    /// <summary>The answer of one series.</summary>
    /// <param name="series">Index of the series.</param>
    public Answer this[int series]
    {
        get
        {
            if (_kept.Length == 0)
            {
                return Make(series);
            }

            ref var kept = ref _kept[series];
            return Volatile.Read(ref kept) ?? (kept = Make(series).Kept());
        }
    }

    private Answer Make(int series)
    {
        var (forecast, days) = snapshot.Columns.ForecastOf(series);
        return ReferenceEquals(days, _template.Days)
            ? Answer.Json(_template.Fill(forecast), snapshot.EntityTag)
            : Answer.Json(ItemForecasts.Of(snapshot, series), ContractJson.Default.ItemForecast, snapshot.EntityTag);
    }
}
