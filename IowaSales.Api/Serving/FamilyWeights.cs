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
    public static IReadOnlyList<FamilyWeight> Of(ForecastModel model, int series) => Named(model, model.Weights.Of(series));

    /// <summary>The weights of the panel, largest first, without families of no weight.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<FamilyWeight> OfPanel(ForecastModel model) => Named(model, model.Weights.Panel);

    private static FamilyWeight[] Named(ForecastModel model, ReadOnlySpan<double> weights) =>
    [
        .. model.Weights.Families
            .Zip(weights.ToArray(), (family, weight) => new FamilyWeight(family, Math.Round(weight, 6), ModelFamilies.Find(family)?.Description))
            .Where(weight => weight.Weight > 0)
            .OrderByDescending(weight => weight.Weight)
            .ThenBy(weight => weight.Family, StringComparer.Ordinal),
    ];
}
