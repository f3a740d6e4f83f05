using IowaSales.Forecasting.Distributions;

namespace IowaSales.Storage.Ledger;

/// <summary>Forecasts that are being served, to be entered in the ledger.</summary>
/// <param name="Forecasts">The forecasts of all items.</param>
/// <param name="ModelVersion">Version of the model that made them.</param>
/// <param name="DataVersion">Version of the sales they were made from.</param>
/// <param name="Challenger">Whether they come from a challenger, beside those of the champion.</param>
/// <param name="Conditions">Stands for the calendar and the drivers they were made with; null where that is not known.</param>
public sealed record ServedForecast(ForecastSet Forecasts, string ModelVersion, long DataVersion, bool Challenger = false, string? Conditions = null);

/// <summary>What settling the ledger did.</summary>
/// <param name="Settled">False when the sales had moved on; a later settling then does the work.</param>
/// <param name="Scored">Item-days of earlier forecasts that were scored.</param>
/// <param name="Issued">Forecasts entered.</param>
/// <param name="Raised">Alerts raised, by their kind.</param>
public sealed record LedgerOutcome(bool Settled, int Scored, int Issued, IReadOnlyList<string> Raised)
{
    /// <summary>Nothing was done.</summary>
    public static LedgerOutcome Nothing(bool settled) => new(settled, 0, 0, []);
}
