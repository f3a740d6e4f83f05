using IowaSales.Contracts;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;

namespace IowaSales.Api.Serving;

/// <summary>Puts ensemble weights into the contract's words.</summary>
internal static class FamilyWeights
{
    /// <summary>The weights of one series, largest first, without families of no weight.</summary>
    /// <param name="model">The model.</param>
    /// <param name="series">Index of the series.</param>
    public static IReadOnlyList<FamilyWeight> Of(ForecastModel model, int series) => Named(model.Weights.Families.Zip(model.Weights.Of(series).ToArray()));

    /// <summary>The weights of the panel, largest first, without families of no weight.</summary>
    /// <param name="manifest">What the model is.</param>
    public static IReadOnlyList<FamilyWeight> OfPanel(ModelManifest manifest) =>
        Named(manifest.Leaderboard.Where(row => row.Name != LeaderboardEntry.Ensemble).Select(row => (row.Name, row.Weight)));

    private static FamilyWeight[] Named(IEnumerable<(string Family, double Weight)> weights) =>
    [
        .. weights
            .Select(weight => new FamilyWeight(weight.Family, Math.Round(weight.Weight, 6), ModelFamilies.Find(weight.Family)?.Description))
            .Where(weight => weight.Weight > 0)
            .OrderByDescending(weight => weight.Weight)
            .ThenBy(weight => weight.Family, StringComparer.Ordinal),
    ];
}
