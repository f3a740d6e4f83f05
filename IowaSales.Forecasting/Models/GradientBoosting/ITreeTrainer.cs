namespace IowaSales.Forecasting.Models.GradientBoosting;

/// <summary>Grows gradient-boosted regression trees. The engine behind it may be native; what it returns is scored in managed code.</summary>
public interface ITreeTrainer
{
    /// <summary>Grows trees that minimise the weighted squared error; the same table and options give the same trees on any core count.</summary>
    /// <param name="table">The examples, at least one.</param>
    /// <param name="options">How to grow.</param>
    /// <param name="cancellationToken">Ends the growing, within about the time of one tree.</param>
    /// <returns>The trees.</returns>
    /// <exception cref="OperationCanceledException">The growing was cancelled.</exception>
    TreeEnsemble Train(TrainingTable table, TreeTrainingOptions options, CancellationToken cancellationToken);
}
