using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Forecasts;

/// <summary>The answers of <c>/predict/{item_name}</c>, serialised when they are first asked for; the last ones are kept.</summary>
/// <param name="snapshot">The snapshot.</param>
internal sealed class ForecastAnswers(ForecastSnapshot snapshot)
{
    /// <summary>Most answers that are kept; one item's takes the place of another's.</summary>
    private const int MaxKept = 4096;

    private readonly ForecastTemplate _template = ForecastTemplate.Of(snapshot);
    private readonly KeptAnswer?[] _kept = new KeptAnswer?[Math.Clamp(snapshot.ItemCount, 1, MaxKept)];

    /// <summary>The answer of one series.</summary>
    /// <param name="series">Index of the series.</param>
    public Answer this[int series]
    {
        get
        {
            ref var place = ref _kept[series % _kept.Length];
            if (Volatile.Read(ref place) is { } kept && kept.Series == series)
            {
                return kept.Answer;
            }

            var answer = Make(series).Kept();
            Volatile.Write(ref place, new KeptAnswer(series, answer));
            return answer;
        }
    }

    private Answer Make(int series)
    {
        var (forecast, days) = snapshot.Columns.ForecastOf(series);
        return ReferenceEquals(days, _template.Days)
            ? Answer.Json(_template.Fill(forecast), snapshot.EntityTag)
            : Answer.Json(ItemForecasts.Of(snapshot, series), ContractJson.Default.ItemForecast, snapshot.EntityTag);
    }

    private sealed record KeptAnswer(int Series, Answer Answer);
}
