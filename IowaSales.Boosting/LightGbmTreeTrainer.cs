using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IowaSales.Forecasting.Models.GradientBoosting;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace IowaSales.Boosting;

/// <summary>
/// Grows trees with LightGBM (Ke et al. 2017) through ML.NET and hands them back as flat arrays. One thread and fixed seeds: the same
/// table gives the same trees on any core count.
/// </summary>
public sealed class LightGbmTreeTrainer : ITreeTrainer
{
    /// <summary>Whether LightGBM's native library loads here: it is built for x64 only, and on Linux needs the OpenMP runtime, libgomp.</summary>
    public static bool IsAvailable { get; } =
        NativeLibrary.TryLoad("lib_lightgbm", typeof(LightGbmRegressionTrainer).Assembly, searchPath: null, out _);

    /// <inheritdoc/>
    public TreeEnsemble Train(TrainingTable table, TreeTrainingOptions options, CancellationToken cancellationToken) =>
        Convert(TrainModel(table, options, cancellationToken).Model);

    /// <summary>Trains and keeps ML.NET's own model, for comparison.</summary>
    internal static (LightGbmRegressionModelParameters Model, ITransformer Transformer, MLContext Context) TrainModel(
        TrainingTable table, TreeTrainingOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        var context = new MLContext(options.Seed);
        using var cancellation = cancellationToken.Register(() => CancelExecution(context));
        var trainer = context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
        {
            LabelColumnName = nameof(Example.Label),
            FeatureColumnName = nameof(Example.Features),
            ExampleWeightColumnName = nameof(Example.Weight),
            NumberOfIterations = options.Trees,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.LearningRate,
            MinimumExampleCountPerLeaf = options.ExamplesPerLeaf,
            MaximumBinCountPerFeature = 127,
            HandleMissingValue = false,
            UseCategoricalSplit = false,
            NumberOfThreads = 1,
            Deterministic = true,
            ForceColumnWise = true,
            Seed = options.Seed,
            Silent = true,
            Booster = new GradientBooster.Options
            {
                FeatureFraction = options.FeatureShare,
                SubsampleFraction = options.ExampleShare,
                SubsampleFrequency = options.ExampleShare < 1 ? 1 : 0,
                L2Regularization = options.Regularization,
                L1Regularization = 0,
            },
        });
        var fitted = trainer.Fit(ViewOf(context, table, cancellationToken));
        return (fitted.Model, fitted, context);
    }

    /// <summary>A data view over a table; rows are handed out one by one, without a copy of the table.</summary>
    internal static IDataView ViewOf(MLContext context, TrainingTable table, CancellationToken cancellationToken = default)
    {
        var schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, table.Width);
        return context.Data.LoadFromEnumerable(Rows(table, cancellationToken), schema);
    }

    /// <summary>ML.NET looks between two trees whether its context is cancelled, but offers the call that cancels it to its own packages only.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "CancelExecution")]
    private static extern void CancelExecution(MLContext context);

    private static IEnumerable<Example> Rows(TrainingTable table, CancellationToken cancellationToken)
    {
        for (var row = 0; row < table.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new Example { Features = table.Row(row).ToArray(), Label = table.Labels[row], Weight = table.Weights[row] };
        }
    }

    /// <summary>Lays ML.NET's trees out in flat arrays, each tree's nodes parent first.</summary>
    private static TreeEnsemble Convert(LightGbmRegressionModelParameters model)
    {
        var source = model.TrainedTreeEnsemble;
        var roots = new List<int>();
        var features = new List<int>();
        var thresholds = new List<float>();
        var left = new List<int>();
        var right = new List<int>();
        var leaves = new List<double>();
        for (var t = 0; t < source.Trees.Count; t++)
        {
            var tree = source.Trees[t];
            var weight = source.TreeWeights[t];
            var firstLeaf = leaves.Count;
            foreach (var value in tree.LeafValues)
            {
                leaves.Add(value * weight);
            }

            roots.Add(tree.NumberOfNodes == 0 ? ~firstLeaf : Append(tree, 0, firstLeaf));
        }

        return new TreeEnsemble(source.Bias, [.. roots], [.. features], [.. thresholds], [.. left], [.. right], [.. leaves]);

        int Append(RegressionTree tree, int node, int firstLeaf)
        {
            var index = features.Count;
            features.Add(tree.NumericalSplitFeatureIndexes[node]);
            thresholds.Add(tree.NumericalSplitThresholds[node]);
            left.Add(0);
            right.Add(0);
            left[index] = Child(tree, tree.LeftChild[node], firstLeaf);
            right[index] = Child(tree, tree.RightChild[node], firstLeaf);
            return index;
        }

        int Child(RegressionTree tree, int child, int firstLeaf) =>
            child >= 0 ? Append(tree, child, firstLeaf) : ~(firstLeaf + ~child);
    }

    private sealed class Example
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public float Weight { get; set; }
    }
}
