using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Calendars;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Accuracy;

/// <summary>Reads the ledger and serialises every answer about it.</summary>
/// <param name="reader">Reads the ledger.</param>
internal sealed class LedgerViews(LedgerReader reader)
{
    /// <summary>Reads everything.</summary>
    /// <param name="snapshot">The snapshot whose sales were scored against.</param>
    /// <param name="tag">Changes whenever the ledger does.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<LedgerView> ReadAsync(ForecastSnapshot snapshot, string tag, CancellationToken cancellationToken)
    {
        var promised = await snapshot.FindAsync<BacktestSummary>(cancellationToken);
        var through = snapshot.DataThrough;
        var scores = await reader.ByDayAndStepAsync(through.AddDays(-LiveAccuracy.Windows[^1]), cancellationToken: cancellationToken);
        var ofChallenger = snapshot.Challenger is null
            ? []
            : await reader.ByDayAndStepAsync(through.AddDays(-LiveAccuracy.Windows[^1]), challenger: true, cancellationToken);
        var accuracy = new Dictionary<int, Answer>();
        var items = new Dictionary<int, Answer>();
        LiveAccuracy? recent = null;
        foreach (var days in LiveAccuracy.Windows)
        {
            var after = through.AddDays(-days);
            var window = AccuracyOf(days, snapshot.Version, [.. scores.Where(sum => sum.Date > after)], promised) with
            {
                Challenger = Compared(snapshot.Challenger, [.. ofChallenger.Where(sum => sum.Date > after)], scores),
            };
            recent = days == LiveAccuracy.DefaultWindow ? window : recent;
            accuracy.Add(days, Answer.Json(window, ContractJson.Default.LiveAccuracy, tag));
            var byItem = await reader.ByItemAsync(after, cancellationToken: cancellationToken);
            items.Add(days, Answer.Json(ItemsOf(days, byItem), ContractJson.Default.LiveItems, tag));
        }

        var past = await reader.PastForecastsAsync(through.AddDays(1 - Week.Days), through, cancellationToken);
        return new LedgerView(accuracy, items, Answer.Json(LastWeekView.Of(snapshot, past), ContractJson.Default.LastWeek, tag), recent!);
    }

    private static LiveAccuracy AccuracyOf(int days, string version, List<ScoreSums> scores, BacktestSummary? promised) => new(
        days,
        scores.Count == 0 ? null : scores.Min(sum => sum.Date),
        scores.Count == 0 ? null : scores.Max(sum => sum.Date),
        version,
        LiveErrors.Of(scores),
        promised is null ? null : new PromisedError(promised.Mase, promised.SeasonalNaiveMase, promised.Wql, promised.Coverage),
        [.. scores.GroupBy(sum => sum.Step).OrderBy(step => step.Key).Select(step => new LiveStep(
            step.Key, LiveErrors.Of([.. step])!, promised?.Steps.FirstOrDefault(promise => promise.Step == step.Key)?.Mase))],
        [.. Week.MondayFirst.Select(day => new LiveWeekday(
            day.ToString(),
            LiveErrors.Of([.. scores.Where(sum => sum.Date.DayOfWeek == day)]),
            promised?.Weekdays.FirstOrDefault(promise => promise.Weekday == day.ToString())?.Mase))],
        LiveErrors.CalibrationOf(scores),
        Challenger: null);

    private static ChallengerComparison? Compared(ChallengerModel? model, List<ScoreSums> challenger, List<ScoreSums> champion)
    {
        if (model is null)
        {
            return null;
        }

        var both = challenger.Select(sum => (sum.Date, sum.Step)).ToHashSet();
        return new ChallengerComparison(
            model.Version, model.Share, LiveErrors.Of(challenger), LiveErrors.Of([.. champion.Where(sum => both.Contains((sum.Date, sum.Step)))]));
    }

    private static LiveItems ItemsOf(int days, Dictionary<string, ScoreSums> sums) => new(
        days,
        [.. sums.OrderByDescending(item => item.Value.Sales).ThenBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => new LiveItem(item.Key, Math.Round(item.Value.Sales, 4), LiveErrors.Of([item.Value])!))]);
}
