using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Forecasts;

/// <summary>The answers of <c>/predict/{item_name}</c>, serialised.</summary>
/// <param name="answers">One per series.</param>
internal sealed class ForecastAnswers(Answer[] answers)
{
    /// <summary>The answer of one series.</summary>
    /// <param name="series">Index of the series.</param>
    public Answer this[int series] => answers[series];

    /// <summary>Serialises every forecast of a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static ForecastAnswers Of(ForecastSnapshot snapshot, CancellationToken cancellationToken)
    {
        var answers = new Answer[snapshot.Panel.SeriesCount];
        Parallel.For(0, answers.Length, new ParallelOptions { CancellationToken = cancellationToken }, series =>
            answers[series] = Answer.Json(ItemForecasts.Of(snapshot, series), ContractJson.Default.ItemForecast, snapshot.EntityTag).Kept());
        return new ForecastAnswers(answers);
    }
}
