namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>How trees are grown.</summary>
public sealed record TreeTrainingOptions
{
    /// <summary>Number of trees; 300 by default.</summary>
    public int Trees { get; init; } = 300;

    /// <summary>Largest number of leaves of a tree; 24 by default.</summary>
    public int Leaves { get; init; } = 24;

    /// <summary>Shrinkage of each tree; 0.04 by default.</summary>
    public double LearningRate { get; init; } = 0.04;

    /// <summary>Fewest examples in a leaf; 40 by default.</summary>
    public int ExamplesPerLeaf { get; init; } = 40;

    /// <summary>Share of the features that each tree may use, in (0, 1]; 0.5 by default.</summary>
    public double FeatureShare { get; init; } = 0.5;

    /// <summary>Share of the examples that each tree sees, in (0, 1]; 0.7 by default.</summary>
    public double ExampleShare { get; init; } = 0.7;

    /// <summary>L2 penalty on leaf values; 5 by default.</summary>
    public double Regularization { get; init; } = 5;

    /// <summary>Seed of the sampling.</summary>
    public int Seed { get; init; }
}
