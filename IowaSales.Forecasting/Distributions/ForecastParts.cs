namespace IowaSales.Forecasting.Distributions;

/// <summary>What a <see cref="SeriesForecast"/> is made of.</summary>
/// <param name="Item">Name of the item.</param>
/// <param name="KnownToModel">Whether the model was fitted on the series.</param>
/// <param name="Grid">Step after step the values at the grid's levels; empty where the distribution is shared.</param>
/// <param name="Units">Unit of each step; empty where the series has a grid of its own.</param>
/// <param name="Standards">Each step's quantile function in its unit, shared with other series; empty likewise.</param>
/// <param name="Chances">Chance of each step that it sells, 0 .. 1.</param>
/// <param name="Means">Expected sales of each step, the chance included.</param>
/// <param name="Template">Joint ranks of the steps, shared with other series.</param>
internal readonly record struct ForecastParts(
    string Item, bool KnownToModel, double[] Grid, double[] Units, double[][] Standards, double[] Chances, double[] Means, IReadOnlyList<double[]> Template);
