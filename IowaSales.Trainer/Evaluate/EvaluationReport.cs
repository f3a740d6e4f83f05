using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Training;

namespace IowaSales.Trainer.Evaluate;

/// <summary>A finished evaluation: the figures, and the forecasts behind them.</summary>
/// <param name="Document">The figures.</param>
/// <param name="Plan">What was evaluated.</param>
/// <param name="Runs">The forecasts of each contender.</param>
internal sealed record EvaluationReport(EvaluationDocument Document, EvaluationPlan Plan, IReadOnlyList<RollingForecasts> Runs)
{
    /// <summary>Scores the forecasts.</summary>
    public static EvaluationReport Of(EvaluationPlan plan, IReadOnlyList<RollingForecasts> runs, SalesSource source, TimeSpan elapsed)
    {
        var models = plan.Contenders.Zip(runs, (contender, forecasts) => ModelOf(plan, contender, forecasts)).ToArray();
        ComparisonEntry[] comparisons = runs.Count < 2
            ? []
            : [.. ModelComparison.Of(runs[0], runs[1], plan.Overlap).Select(result => new ComparisonEntry(
                ComparisonSentence.Of(result, models[0].Name, models[1].Name), result))];
        var document = new EvaluationDocument(
            source.Description,
            source.Simulated,
            plan.Panel.FirstDate,
            plan.Panel.LastDate,
            plan.Panel.SeriesCount,
            plan.Scored.ToString().ToLowerInvariant(),
            plan.Horizon,
            plan.Spacing,
            plan.TrainEvery,
            [.. plan.Origins.Select(plan.Panel.DateOf)],
            models,
            comparisons,
            Math.Round(elapsed.TotalSeconds, 3));
        return new EvaluationReport(document, plan, runs);
    }

    private static EvaluatedModel ModelOf(EvaluationPlan plan, Contender contender, RollingForecasts forecasts) => new(
        contender.Name,
        contender.How,
        AccuracyBreakdown.Of(forecasts, plan.Panel),
        [
            .. forecasts.Medians.Keys
                .Where(name => name != LeaderboardEntry.Ensemble)
                .Select(name => new AccuracyGroup(name, forecasts.Score(name)))
                .OrderBy(family => family.Metrics.Mase ?? double.MaxValue)
                .ThenBy(family => family.Key, StringComparer.Ordinal),
        ]);
}
