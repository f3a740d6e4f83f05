using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.GradientBoosting;

namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>
/// One model of gradient-boosted trees over all series of a panel with drivers or attributes, learnt from many past origins, the step a feature. The
/// trees correct profiles by weekday and by the states of drivers, on the scale of logarithms; see <see cref="DrivenProfiles"/>.
/// </summary>
/// <param name="trainer">Grows the trees; null in a program that only forecasts.</param>
public sealed class DriverBoostingFamily(ITreeTrainer? trainer = null) : IModelFamily
{
    /// <summary>Examples, about: the time of a fit does not grow with horizon or history.</summary>
    private const int MaxExamples = 120_000;

    /// <summary>Median of the labels' sizes below which sales follow their profile so closely that more and larger trees find more (choice "driver-boosting-growth").</summary>
    private const double LowNoise = 0.17;

    /// <summary>Where sales follow their profile closely: trees that find what is rare, a week before Christmas.</summary>
    private static readonly TreeTrainingOptions Fine = new() { Leaves = 63, LearningRate = 0.1, ExamplesPerLeaf = 30, FeatureShare = 0.7, Regularization = 1 };

    /// <summary>Beside them trees whose leaves are larger than a date has examples, so that they cannot learn single dates by heart.</summary>
    private static readonly TreeTrainingOptions Coarse = new() { Leaves = 31, LearningRate = 0.1, ExamplesPerLeaf = 200, FeatureShare = 0.4, Regularization = 5 };

    /// <summary>Errors below this count alike when examples are weighed anew.</summary>
    private const double SmallError = 0.15;

    /// <inheritdoc/>
    public string Name => "DriverBoosting";

    /// <inheritdoc/>
    public string Description => "learns from all products at once, with prices, promotions and events";

    /// <inheritdoc/>
    public int RelativeCost => 80;

    /// <inheritdoc/>
    public bool IsCheapToFit => false;

    /// <inheritdoc/>
    public bool NeedsDrivers => true;

    /// <inheritdoc/>
    public bool SeesAttributes => true;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The program has no tree trainer.</exception>
    public IFittedFamily Fit(History history, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(options);
        if (trainer is null)
        {
            throw new InvalidOperationException("This program can use gradient-boosted trees but not grow them.");
        }

        var panel = ProfileStates.Choose(new DrivenPanel(history, DriverPlan.Of(history), options.Horizon));
        var (features, table) = DrivenExamples.Of(panel, options.Horizon, MaxExamples, options.CancellationToken);
        var trees = table.Count > 0 ? Grow(table, options) : null;
        options.Advance?.Invoke(history.SeriesCount);
        return new DrivenForecasts(trees, panel.Plan, features.Hash);
    }

    /// <inheritdoc/>
    public IFittedFamily Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return DrivenForecasts.Read(reader);
    }

    /// <summary>
    /// Grows trees for the mean of logarithms, fine and coarse ones where sales follow their profile closely; where sales scatter, once more with each
    /// example weighed by 1 over its error, which brings the mean near the median (iteratively reweighted least squares).
    /// </summary>
    private TreeEnsemble Grow(TrainingTable table, FitOptions options)
    {
        var sizes = table.Labels.Select(Math.Abs).Order().ToArray();
        TreeEnsemble Train(TreeTrainingOptions growth, TrainingTable examples) => trainer!.Train(examples, growth with { Seed = options.Seed }, options.CancellationToken);
        if (sizes[sizes.Length / 2] < LowNoise)
        {
            return TreeEnsemble.MeanOf(Train(Fine, table), Train(Coarse, table));
        }

        var growth = TreeTrainingOptions.For(table.Count);
        var first = Train(growth with { Trees = growth.Trees / 2 }, table);
        var weights = new float[table.Count];
        Parallel.For(0, table.Count, row => weights[row] = (float)(1 / Math.Max(Math.Abs(table.Labels[row] - first.Score(table.Row(row))), SmallError)));
        var mean = weights.Average();
        return Train(growth, table with { Weights = Array.ConvertAll(weights, weight => weight / mean) });
    }
}
