namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>Examples for a tree trainer, row after row.</summary>
/// <param name="Width">Number of features per example.</param>
/// <param name="Features">Features of all examples, row-major; finite.</param>
/// <param name="Labels">One label per example; finite.</param>
/// <param name="Weights">One weight per example, above 0.</param>
public sealed record TrainingTable(int Width, float[] Features, float[] Labels, float[] Weights)
{
    /// <summary>Number of examples.</summary>
    public int Count => Labels.Length;

    /// <summary>Features of one example.</summary>
    /// <param name="row">Index of the example.</param>
    public ReadOnlySpan<float> Row(int row) => Features.AsSpan(row * Width, Width);
}
