using IowaSales.Forecasting.Models;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// Adds up the work of a training and tells how far it is. A unit is one series fitted or forecast by a family of cost 1; a family that is
/// left out counts as done.
/// </summary>
/// <param name="progress">Who is told; null for nobody.</param>
/// <param name="seriesCount">Number of series.</param>
/// <param name="families">The families to train.</param>
/// <param name="passesOf">Passes over all series that training a family takes: its fits and its forecasts.</param>
internal sealed class TrainingMeter(
    IProgress<TrainingProgress>? progress, int seriesCount, IReadOnlyList<IModelFamily> families, Func<IModelFamily, int> passesOf)
{
    private const int Reports = 400;

    private readonly long _total = Math.Max(1, families.Sum(family => WorkOf(family, passesOf, seriesCount)));
    private long _familyEnd;
    private long _done;
    private long _reported;
    private string? _family;

    /// <summary>A family begins.</summary>
    public void Begin(IModelFamily family)
    {
        _family = family.Name;
        _done = _familyEnd;
        _familyEnd += WorkOf(family, passesOf, seriesCount);
        Report();
    }

    /// <summary>A number of series of a family have been fitted or forecast; callable from any thread.</summary>
    public void Advance(IModelFamily family, int series)
    {
        var done = Interlocked.Add(ref _done, (long)series * family.RelativeCost);
        var reported = Volatile.Read(ref _reported);
        if (done - reported >= _total / Reports && Interlocked.CompareExchange(ref _reported, done, reported) == reported)
        {
            Report();
        }
    }

    /// <summary>All families are done.</summary>
    public void End(string stage) => progress?.Report(new TrainingProgress(stage, null, _total, _total));

    private static long WorkOf(IModelFamily family, Func<IModelFamily, int> passesOf, int seriesCount) =>
        (long)family.RelativeCost * passesOf(family) * seriesCount;

    private void Report() =>
        progress?.Report(new TrainingProgress("Training", _family, Math.Min(Interlocked.Read(ref _done), _familyEnd), _total));
}
