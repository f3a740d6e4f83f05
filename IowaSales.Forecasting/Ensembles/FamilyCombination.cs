using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Ensembles;

/// <summary>A family's median of each day of the horizon.</summary>
/// <param name="family">Index of the family.</param>
internal delegate ReadOnlySpan<double> FamilyMedians(int family);

/// <summary>
/// The one definition of how families are combined, in training and in forecasting: the weighted mean of their medians, day by day, 0 on closed
/// days, never negative. A family that knows only trading weekdays is not asked about an open day on another weekday; the others share its
/// weight there. A day made up for a holiday is no family's business: it gets its level from the days around it (<see cref="MadeUpDays"/>).
/// </summary>
internal static class FamilyCombination
{
    /// <summary>Combines the families' forecasts of one series.</summary>
    /// <param name="history">What is known at the origin, the first day.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="weights">Weight of each family, at least 0. A family without weight is not asked.</param>
    /// <param name="tradingWeekdaysOnly">Whether a family knows only weekdays that trade.</param>
    /// <param name="medians">The medians of a family; read before the next family is asked.</param>
    /// <param name="combined">Receives one value per day.</param>
    public static void Combine(
        History history,
        int series,
        ReadOnlySpan<double> weights,
        Func<int, bool> tradingWeekdaysOnly,
        FamilyMedians medians,
        Span<double> combined)
    {
        combined.Clear();
        var mass = new double[combined.Length];
        for (var family = 0; family < weights.Length; family++)
        {
            if (weights[family] <= 0)
            {
                continue;
            }

            var forecast = medians(family);
            var tradingOnly = tradingWeekdaysOnly(family);
            for (var step = 0; step < combined.Length; step++)
            {
                if (!tradingOnly || history.Calendar.TradesOn(history.DateOf(history.Origin + step).DayOfWeek))
                {
                    combined[step] += weights[family] * forecast[step];
                    mass[step] += weights[family];
                }
            }
        }

        for (var step = 0; step < combined.Length; step++)
        {
            combined[step] = mass[step] > 0 && history.IsOpen(series, history.Origin + step) ? Math.Max(0, combined[step] / mass[step]) : 0;
        }

        for (var step = 0; step < combined.Length; step++)
        {
            if (MadeUpDays.IsCandidate(history, history.Origin + step))
            {
                history.MadeUp.Apply(series, combined);
                return;
            }
        }
    }
}
