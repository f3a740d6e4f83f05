using IowaSales.Forecasting.Data.Files;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// Puts newer sales behind those a model has learned from, so that its fitted state applies to them. From the first day of the newer sales on they
/// alone count; before it, the model's own. Days between the two count as days without sales as long as there are few: a weekend or a holiday week.
/// </summary>
public static class RollForward
{
    /// <summary>Most days that may be missing between known sales and newer ones. More are a file that is missing, not days that were closed.</summary>
    public const int MaxGapDays = 7;

    /// <summary>Rolls forward.</summary>
    /// <param name="trained">The sales the model has learned from.</param>
    /// <param name="newer">The newer sales; a few last days are enough.</param>
    /// <returns>
    /// A panel from the model's first day on, with the model's items first, in their order, and new items behind them; and the number of rows before
    /// that day, which are left out. What a person stated of its days is the newer sales', or else the model's; drivers of
    /// both are kept, the newer ones go before.
    /// </returns>
    /// <exception cref="SalesDataException">The newer sales end before the model's begin, or leave a gap of more than <see cref="MaxGapDays"/> days.</exception>
    public static (SalesPanel Panel, int RowsLeftOut) Extend(SalesPanel trained, SalesPanel newer)
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(newer);
        var missing = newer.FirstDate.DayNumber - trained.LastDate.DayNumber - 1;
        if (missing > MaxGapDays)
        {
            throw new SalesDataException(FormattableString.Invariant(
                $"The sales begin on {newer.FirstDate:yyyy-MM-dd}, the model's end on {trained.LastDate:yyyy-MM-dd}: {missing} days are missing, {MaxGapDays} at most can be; give sales without a gap, or train on them."));
        }

        if (newer.LastDate < trained.FirstDate)
        {
            throw new SalesDataException(FormattableString.Invariant(
                $"The sales end on {newer.LastDate:yyyy-MM-dd}, before the model's begin on {trained.FirstDate:yyyy-MM-dd}; train on them instead."));
        }

        var builder = new SalesPanelBuilder();
        AddRows(builder, trained, from: trained.FirstDate, before: newer.FirstDate);
        var leftOut = AddRows(builder, newer, from: trained.FirstDate, before: DateOnly.MaxValue);
        var panel = builder.Build([.. trained.Items, .. newer.Items.Where(item => trained.IndexOf(item) < 0)], trained.FirstDate);
        return (panel.With(newer.Stated.IsEmpty ? trained.Stated : newer.Stated).With(trained.Drivers.Updated(newer.Drivers, "The newer sales")).With(trained.Missing), leftOut);
    }

    private static int AddRows(SalesPanelBuilder builder, SalesPanel panel, DateOnly from, DateOnly before)
    {
        var leftOut = 0;
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                var date = panel.DateOf(rows.Days[i]);
                if (date < from)
                {
                    leftOut++;
                }
                else if (date < before)
                {
                    builder.Add(date, panel.Items[series], rows.Values[i]);
                }
            }
        }

        return leftOut;
    }
}
