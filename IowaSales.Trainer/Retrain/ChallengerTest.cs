using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;
using IowaSales.Storage.Ledger;

namespace IowaSales.Trainer.Retrain;

/// <summary>Compares a challenger with the champion, on forecasts that were served.</summary>
internal static class ChallengerTest
{
    /// <summary>Scored days below which nothing is decided.</summary>
    public const int MinDays = 10;

    /// <summary>
    /// Chance, by the test, at which a challenger counts as better. Over a few weeks of errors that go together the test is too sure of itself: in
    /// simulation this promotes about one in twenty challengers that are no better.
    /// </summary>
    public const double Level = 0.01;

    /// <summary>
    /// What a challenger that knew nothing from the first of the served forecasts on would have missed by: from the same days, on the same
    /// items, days and steps.
    /// </summary>
    /// <param name="served">Scores of the forecasts that were served.</param>
    /// <param name="challenger">The challenger.</param>
    /// <param name="panel">All sales; the challenger's items lead.</param>
    /// <returns>The comparison; null when too few days are scored.</returns>
    public static ChallengerTestResult? OnServed(IReadOnlyList<ServedStep> served, ForecastModel challenger, SalesPanel panel)
    {
        var days = new SortedDictionary<DateOnly, (double Champion, double Challenger, int Count)>();
        foreach (var origin in served.GroupBy(score => score.Origin))
        {
            var forecasts = challenger.Forecast(History.At(panel, panel.DayOf(origin.Key)));
            foreach (var score in origin)
            {
                var series = panel.IndexOf(score.Item);
                if (series >= 0 && score.Step <= forecasts.Horizon)
                {
                    var day = days.GetValueOrDefault(score.Date);
                    days[score.Date] = (
                        day.Champion + score.AbsoluteError / score.Scale,
                        day.Challenger + Math.Abs(score.Actual - forecasts.Series[series].Median[score.Step - 1]) / score.Scale,
                        day.Count + 1);
                }
            }
        }

        return Compare(days);
    }

    /// <summary>Compares two models whose forecasts were both recorded while the challenger was on trial.</summary>
    /// <param name="champion">Scores of the champion.</param>
    /// <param name="challenger">Scores of the challenger.</param>
    /// <returns>The comparison; null when too few days are scored for both.</returns>
    public static ChallengerTestResult? OnLedger(IReadOnlyList<ServedStep> champion, IReadOnlyList<ServedStep> challenger)
    {
        var own = champion.ToDictionary(score => (score.Origin, score.Item, score.Step));
        var days = new SortedDictionary<DateOnly, (double Champion, double Challenger, int Count)>();
        foreach (var score in challenger)
        {
            if (own.TryGetValue((score.Origin, score.Item, score.Step), out var other))
            {
                var day = days.GetValueOrDefault(score.Date);
                days[score.Date] = (
                    day.Champion + (other.AbsoluteError / score.Scale), day.Challenger + (score.AbsoluteError / score.Scale), day.Count + 1);
            }
        }

        return Compare(days);
    }

    private static ChallengerTestResult? Compare(SortedDictionary<DateOnly, (double Champion, double Challenger, int Count)> days)
    {
        // More lags than a third of the days leave nothing to estimate them from.
        const int LagShare = 3;
        if (days.Count < MinDays)
        {
            return null;
        }

        var count = days.Values.Sum(day => day.Count);
        return new ChallengerTestResult(
            days.Values.Sum(day => day.Champion) / count,
            days.Values.Sum(day => day.Challenger) / count,
            days.Count,
            DieboldMarianoTest.Of(
                [.. days.Values.Select(day => (day.Challenger - day.Champion) / day.Count)],
                Math.Clamp(Week.Days, 1, days.Count / LagShare)));
    }
}

/// <summary>How two models did on the same days.</summary>
/// <param name="Champion">MASE of the champion.</param>
/// <param name="Challenger">MASE of the challenger.</param>
/// <param name="Days">Days compared.</param>
/// <param name="Test">The test over the days, the challenger first; null when the two never differ.</param>
internal sealed record ChallengerTestResult(double Champion, double Challenger, int Days, DieboldMarianoTest? Test)
{
    /// <summary>Whether the challenger is better beyond what chance explains.</summary>
    public bool ChallengerWins => Test is { MeanDifference: < 0 } && Test.OneSidedPValue < ChallengerTest.Level;

    /// <summary>Whether it is worse beyond what chance explains.</summary>
    public bool ChallengerLoses => Test is { MeanDifference: > 0 } && Test.OneSidedPValue < ChallengerTest.Level;

    /// <summary>The figures, in words.</summary>
    public string Figures => FormattableString.Invariant(
        $"MASE {Challenger:0.0000} against {Champion:0.0000} for the champion over {Days} days, {Chance}");

    private string Chance => Test is { } test ? FormattableString.Invariant($"one-sided p = {test.OneSidedPValue:0.000}") : "no difference on any day";
}
