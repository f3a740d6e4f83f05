using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// A sum of regression trees (Friedman 2001) in flat arrays: scoring follows child indices through them, allocates nothing and needs no
/// library. A child below zero is the leaf <c>~child</c>.
/// </summary>
public sealed class TreeEnsemble
{
    private readonly int[] _roots;
    private readonly int[] _features;
    private readonly float[] _thresholds;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly double[] _leaves;

    /// <summary>Creates an ensemble.</summary>
    /// <param name="bias">Added to the sum of the trees.</param>
    /// <param name="roots">Root of each tree: a node, or a leaf's complement.</param>
    /// <param name="features">Feature that each node looks at.</param>
    /// <param name="thresholds">Values up to and including the threshold go left.</param>
    /// <param name="left">Left child of each node.</param>
    /// <param name="right">Right child of each node.</param>
    /// <param name="leaves">Value of each leaf.</param>
    /// <exception cref="InvalidDataException">A child points outside the arrays, or back towards the root.</exception>
    public TreeEnsemble(double bias, int[] roots, int[] features, float[] thresholds, int[] left, int[] right, double[] leaves)
    {
        Bias = bias;
        _roots = roots;
        _features = features;
        _thresholds = thresholds;
        _left = left;
        _right = right;
        _leaves = leaves;
        var nodes = features.Length;
        if (thresholds.Length != nodes || left.Length != nodes || right.Length != nodes)
        {
            throw new InvalidDataException("The columns of a tree ensemble do not fit together.");
        }

        foreach (var root in roots)
        {
            Check(root, -1);
        }

        for (var node = 0; node < nodes; node++)
        {
            Check(left[node], node);
            Check(right[node], node);
            FeatureCount = features[node] >= 0
                ? Math.Max(FeatureCount, features[node] + 1)
                : throw new InvalidDataException("A tree looks at a feature below zero.");
        }
    }

    /// <summary>Added to the sum of the trees.</summary>
    public double Bias { get; }

    /// <summary>Number of trees.</summary>
    public int TreeCount => _roots.Length;

    /// <summary>Number of leaves over all trees.</summary>
    public int LeafCount => _leaves.Length;

    /// <summary>Number of features an example must have.</summary>
    public int FeatureCount { get; }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>The ensemble.</returns>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static TreeEnsemble Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var bias = reader.ReadDouble();
        var roots = Integers(reader, reader.ReadCount(sizeof(int)));
        var nodes = reader.ReadCount((3 * sizeof(int)) + sizeof(float));
        var features = Integers(reader, nodes);
        var thresholds = new float[nodes];
        for (var i = 0; i < nodes; i++)
        {
            thresholds[i] = reader.ReadSingle();
        }

        var left = Integers(reader, nodes);
        var right = Integers(reader, nodes);
        var leaves = new double[reader.ReadCount(sizeof(double))];
        for (var i = 0; i < leaves.Length; i++)
        {
            leaves[i] = reader.ReadDouble();
        }

        return new TreeEnsemble(bias, roots, features, thresholds, left, right, leaves);
    }

    /// <summary>An ensemble whose score is the mean of the scores of two.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    internal static TreeEnsemble MeanOf(TreeEnsemble first, TreeEnsemble second)
    {
        var (nodes, leaves) = (first._features.Length, first._leaves.Length);
        int Moved(int child) => child >= 0 ? child + nodes : child - leaves;
        return new TreeEnsemble(
            (first.Bias + second.Bias) / 2,
            [.. first._roots, .. second._roots.Select(Moved)],
            [.. first._features, .. second._features],
            [.. first._thresholds, .. second._thresholds],
            [.. first._left, .. second._left.Select(Moved)],
            [.. first._right, .. second._right.Select(Moved)],
            [.. first._leaves.Concat(second._leaves).Select(leaf => leaf / 2)]);
    }

    /// <summary>Score of one example.</summary>
    /// <param name="example">Its features, at least <see cref="FeatureCount"/>.</param>
    public double Score(ReadOnlySpan<float> example)
    {
        var sum = Bias;
        foreach (var root in _roots)
        {
            sum += _leaves[Leaf(root, example)];
        }

        return sum;
    }

    /// <summary>Writes the ensemble.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Bias);
        WriteIntegers(writer, _roots, withCount: true);
        WriteIntegers(writer, _features, withCount: true);
        foreach (var threshold in _thresholds)
        {
            writer.Write(threshold);
        }

        WriteIntegers(writer, _left, withCount: false);
        WriteIntegers(writer, _right, withCount: false);
        writer.Write(_leaves.Length);
        foreach (var leaf in _leaves)
        {
            writer.Write(leaf);
        }
    }

    private int Leaf(int node, ReadOnlySpan<float> example)
    {
        while (node >= 0)
        {
            node = example[_features[node]] <= _thresholds[node] ? _left[node] : _right[node];
        }

        return ~node;
    }

    /// <summary>Children lie behind their parent, so that following them always ends.</summary>
    private void Check(int child, int parent)
    {
        if (child >= 0 ? child <= parent || child >= _features.Length : ~child >= _leaves.Length)
        {
            throw new InvalidDataException("A tree points outside its ensemble.");
        }
    }

    private static int[] Integers(BinaryReader reader, int count)
    {
        var values = new int[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = reader.ReadInt32();
        }

        return values;
    }

    private static void WriteIntegers(BinaryWriter writer, int[] values, bool withCount)
    {
        if (withCount)
        {
            writer.Write(values.Length);
        }

        foreach (var value in values)
        {
            writer.Write(value);
        }
    }
}
