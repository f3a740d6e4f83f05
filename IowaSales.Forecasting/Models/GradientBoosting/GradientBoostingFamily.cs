using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.WeekdayProfiles;

namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>
/// One model of gradient-boosted trees over all series (the global, direct multi-step approach of the M5 winners; Makridakis, Spiliotis
/// &amp; Assimakopoulos 2022), learnt from many past origins, the step a feature. The trees correct each series' weekday profile there: a robust
/// forecast is the base, and only what deviates from it is learnt.
/// </summary>
/// <param name="trainer">Grows the trees; null in a program that only forecasts.</param>
public sealed class GradientBoostingFamily(ITreeTrainer? trainer = null) : IModelFamily
{
    /// <summary>Examples, at most: the time of a fit does not grow with horizon or history (choice "boosting-examples").</summary>
    private const int MaxExamples = 360_000;

    /// <inheritdoc/>
    public string Name => "GradientBoosting";

    /// <inheritdoc/>
    public string Description => "learns from all products at once, with calendar and recent sales";

    /// <inheritdoc/>
    public int RelativeCost => 60;

    /// <inheritdoc/>
    public bool IsCheapToFit => false;

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

        var shape = WeekdayShape.Of(history);
        var table = ExampleTable.Of(history, shape, options.Horizon, MaxExamples, options.CancellationToken);
        var trees = table.Count > 0
            ? trainer.Train(table, TreeTrainingOptions.For(table.Count) with { Seed = options.Seed }, options.CancellationToken)
            : null;
        options.Advance?.Invoke(history.SeriesCount);
        return new BoostedForecasts(trees, shape);
    }

    /// <inheritdoc/>
    public IFittedFamily Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return BoostedForecasts.Read(reader);
    }
}
