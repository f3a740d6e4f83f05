using IowaSales.Boosting;
using IowaSales.Forecasting.Models.GradientBoosting;
using Microsoft.ML.Data;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

public sealed class TreeEnsembleTests
{
    private const int Width = 6;

    [Fact]
    public void Managed_scoring_equals_ml_net_on_every_example()
    {
        Assert.SkipUnless(LightGbmTreeTrainer.IsAvailable, "LightGBM's native library does not load here.");
        var table = Table(2000);
        var options = new TreeTrainingOptions { Trees = 60, Seed = 5 };
        var (_, transformer, context) = LightGbmTreeTrainer.TrainModel(table, options, TestContext.Current.CancellationToken);
        var expected = transformer.Transform(LightGbmTreeTrainer.ViewOf(context, table, TestContext.Current.CancellationToken)).GetColumn<float>("Score").ToArray();
        var trees = new LightGbmTreeTrainer().Train(table, options, TestContext.Current.CancellationToken);

        Assert.Equal(60, trees.TreeCount);
        Assert.True(expected.Max() - expected.Min() > 1);
        for (var row = 0; row < table.Count; row++)
        {
            Assert.Equal(expected[row], trees.Score(table.Row(row)), 5e-5);
        }
    }

    [Fact]
    public void The_same_table_and_seed_give_the_same_bytes() =>
        Assert.Equal(Bytes(Grow(seed: 3)), Bytes(Grow(seed: 3)));

    [Fact]
    public void What_is_written_is_read_back()
    {
        var trees = Grow(seed: 3);
        using var reader = new BinaryReader(new MemoryStream(Bytes(trees)));
        var read = TreeEnsemble.Read(reader);
        var table = Table(50);
        for (var row = 0; row < table.Count; row++)
        {
            Assert.Equal(trees.Score(table.Row(row)), read.Score(table.Row(row)));
        }
    }

    [Fact]
    public void A_tree_that_would_never_end_is_refused() =>
        Assert.Throws<InvalidDataException>(() => new TreeEnsemble(0, [0], [0], [1f], [0], [~0], [1.0]));

    [Fact]
    public void The_mean_of_two_ensembles_scores_the_mean_of_their_scores()
    {
        // A tree with a node below the root, and a leaf alone: 1 up to 0, else 3 up to 5, else 7; and 20 always.
        var first = new TreeEnsemble(10, [0], [0, 0], [0f, 5f], [~0, ~1], [1, ~2], [1, 3, 7]);
        var second = new TreeEnsemble(2, [~0, 0], [1], [4f], [~1], [~2], [20, 100, 200]);

        var mean = TreeEnsemble.MeanOf(first, second);

        Assert.Equal((11 + 122) / 2.0, mean.Score([0f, 4f]));
        Assert.Equal((13 + 222) / 2.0, mean.Score([5f, 4.5f]));
        Assert.Equal((17 + 122) / 2.0, mean.Score([6f, -1f]));
        Assert.Equal(2, mean.FeatureCount);
        Assert.Equal(3, mean.TreeCount);
    }

    private static TreeEnsemble Grow(int seed) =>
        new LightGbmTreeTrainer().Train(Table(500), new TreeTrainingOptions { Trees = 20, Seed = seed }, TestContext.Current.CancellationToken);

    private static byte[] Bytes(TreeEnsemble trees)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        trees.Write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static TrainingTable Table(int rows)
    {
        var random = new Random(11);
        var features = new float[rows * Width];
        var labels = new float[rows];
        var weights = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            var example = features.AsSpan(row * Width, Width);
            for (var i = 0; i < Width; i++)
            {
                // Small integers, zeros and negatives among them: many examples lie exactly on a threshold.
                example[i] = i < 3 ? random.Next(-2, 5) : random.NextSingle();
            }

            labels[row] = example[0] + (example[3] * example[1]) + (0.1f * random.NextSingle());
            weights[row] = 1 + random.NextSingle();
        }

        return new TrainingTable(Width, features, labels, weights);
    }
}
