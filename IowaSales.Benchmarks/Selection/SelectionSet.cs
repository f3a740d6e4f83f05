using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Benchmarks.Selection;

/// <summary>A data set that choices are made or reported on.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Role">Whether constants are chosen on it, or it is only reported on.</param>
/// <param name="Panels">The panels: one, or several draws of series, scored together.</param>
/// <param name="Horizon">Days to forecast.</param>
/// <param name="Tested">Number of origins that are scored, the last ones.</param>
/// <param name="Spacing">Days between two of them.</param>
/// <param name="Scored">Which days count.</param>
internal sealed record SelectionSet(
    string Name, SelectionRole Role, Func<Task<IReadOnlyList<SalesPanel>>> Panels, int Horizon, int Tested, int Spacing, ScoredDays Scored);

/// <summary>What a data set is for.</summary>
internal enum SelectionRole
{
    /// <summary>Constants are chosen on it.</summary>
    Choose,

    /// <summary>No constant is chosen on it.</summary>
    Report,
}
