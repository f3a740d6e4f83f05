namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>How trees are grown. The defaults are chosen in the selection benchmark (choice "boosting-growth").</summary>
public sealed record TreeTrainingOptions
{
    private const int FewExamples = 40_000;

    /// <summary>Number of trees; 200 by default.</summary>
    public int Trees { get; init; } = 200;

    /// <summary>Largest number of leaves of a tree; 31 by default.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Shrinkage of each tree; 0.05 by default.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Fewest examples in a leaf; 100 by default.</summary>
    public int ExamplesPerLeaf { get; init; } = 100;

    /// <summary>Share of the features that each tree may use, in (0, 1]; 0.5 by default.</summary>
    public double FeatureShare { get; init; } = 0.5;

    /// <summary>Share of the examples that each tree sees, in (0, 1]; 0.7 by default.</summary>
    public double ExampleShare { get; init; } = 0.7;

    /// <summary>L2 penalty on leaf values; 5 by default.</summary>
    public double Regularization { get; init; } = 5;

    /// <summary>Seed of the sampling.</summary>
    public int Seed { get; init; }

    /// <summary>Options for a table: few examples carry few and small trees.</summary>
    /// <param name="examples">Number of examples.</param>
    public static TreeTrainingOptions For(int examples) => examples < FewExamples
        ? new TreeTrainingOptions { Trees = 40, Leaves = 4, ExamplesPerLeaf = 200, FeatureShare = 0.3 }
        : new TreeTrainingOptions();
}
