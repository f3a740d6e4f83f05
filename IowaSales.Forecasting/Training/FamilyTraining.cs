using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;

namespace IowaSales.Forecasting.Training;

/// <summary>
/// Trains the families one after the other, each whole: fits and forecasts on the validation windows, scores, and the fit to all sales.
/// A time limit therefore costs the last families and leaves what came before them complete; the first family is always there.
/// </summary>
internal sealed class FamilyTraining
{
    /// <summary>On the validation windows a cheap family is fitted anew at every so many origins, as it would be in use.</summary>
    private const int OriginsPerFit = 4;

    /// <summary>With the best preset at every so many.</summary>
    private const int OriginsPerFitAtBest = 2;

    /// <summary>What comes after the families takes about this many times as long as scoring one of them.</summary>
    private const double ScoringsAfterwards = 2;

    private readonly ValidationLoss _loss;
    private readonly ValidationWindows _windows;
    private readonly History _known;
    private readonly TrainingOptions _options;
    private readonly TrainingBudget _budget;
    private readonly TimeProvider _time;
    private readonly TrainingMeter _meter;
    private readonly List<TrainedFamily> _trained = [];
    private readonly List<string> _leftOut = [];

    /// <summary>Prepares the training.</summary>
    /// <param name="loss">What the families are judged by, and the validation windows.</param>
    /// <param name="known">All sales.</param>
    /// <param name="options">How to train.</param>
    /// <param name="budget">The time there is.</param>
    /// <param name="time">Clock for durations.</param>
    /// <param name="progress">Told how far the training is; null for nobody.</param>
    public FamilyTraining(
        ValidationLoss loss,
        History known,
        TrainingOptions options,
        TrainingBudget budget,
        TimeProvider time,
        IProgress<TrainingProgress>? progress)
    {
        (_loss, _windows, _known, _options, _budget, _time) = (loss, loss.Windows, known, options, budget, time);
        _meter = new TrainingMeter(progress, known.SeriesCount, options.Families, family => Origins + Fits(family) + 1);
    }

    /// <summary>The families that were trained, in their order; at least one after <see cref="Run"/>.</summary>
    public IReadOnlyList<TrainedFamily> Trained => _trained;

    /// <summary>What was left out, and why, a sentence each.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    private int Origins => _windows.Histories.Length;

    /// <summary>Trains every family that there is time for.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="InvalidOperationException">No family could be trained.</exception>
    public void Run()
    {
        foreach (var family in _options.Families)
        {
            if (_trained.Count > 0 && _budget.IsOver)
            {
                _leftOut.Add($"{family.Name}: not begun within the time limit.");
                continue;
            }

            try
            {
                _meter.Begin(family);
                if (Train(family, _trained.Count == 0 ? _budget.CallerToken : _budget.Token) is { } trained)
                {
                    _trained.Add(trained);
                }
                else
                {
                    _leftOut.Add($"{family.Name}: its last fit would have gone beyond the time limit.");
                }
            }
            catch (OperationCanceledException) when (!_budget.CallerToken.IsCancellationRequested)
            {
                _leftOut.Add($"{family.Name}: not finished within the time limit.");
            }
        }

        _budget.CallerToken.ThrowIfCancellationRequested();
        if (_trained.Count == 0)
        {
            throw new InvalidOperationException("There is no family to train.");
        }

        _meter.End("Weighing the families");
    }

    private int EveryOrigins => _options.Preset == TrainingPreset.Best ? OriginsPerFitAtBest : OriginsPerFit;

    /// <summary>Trains one family; null when its last fit would take longer than there is time.</summary>
    private TrainedFamily? Train(IModelFamily family, CancellationToken token)
    {
        using var stage = TrainingTelemetry.Begin("train", _time, family.Name);
        var (fitSeconds, predictSeconds) = (0.0, 0.0);
        var forecasts = new ForecastCube(Origins, _known.SeriesCount, _options.Horizon);
        IFittedFamily? fitted = null;
        for (var o = 0; o < Origins; o++)
        {
            var history = _windows.Histories[o];
            if (fitted is null || o % OriginsPerFitOf(family) == 0)
            {
                (fitted, fitSeconds) = Fit(family, history, token);
            }

            var started = _time.GetTimestamp();
            Predict(fitted, history, forecasts, o, token);
            _meter.Advance(family, _known.SeriesCount);
            predictSeconds += _time.GetElapsedTime(started).TotalSeconds / Origins;
        }

        var scoring = _time.GetTimestamp();
        var (mase, wql) = _loss.Score(forecasts);
        if (_trained.Count == 0)
        {
            _budget.Reserve(ScoringsAfterwards * _time.GetElapsedTime(scoring));
        }
        else if (_budget.Left is { } left && fitSeconds > left.TotalSeconds)
        {
            return null;
        }

        (fitted, fitSeconds) = Fit(family, _known, token);
        return new TrainedFamily(family, fitted, forecasts, mase, _loss.Rmsse(forecasts), wql, fitSeconds, predictSeconds);
    }

    private (IFittedFamily Fitted, double Seconds) Fit(IModelFamily family, History history, CancellationToken token)
    {
        using var stage = TrainingTelemetry.Begin("fit", _time, family.Name);
        var started = _time.GetTimestamp();
        var fitted = family.Fit(history, new FitOptions(
            _options.Horizon,
            _options.Seed,
            _options.Preset switch { TrainingPreset.Fast => FitEffort.Low, TrainingPreset.Best => FitEffort.High, _ => FitEffort.Normal },
            series => _meter.Advance(family, series),
            token));
        token.ThrowIfCancellationRequested();
        TrainingTelemetry.Count(family.Name, history.SeriesCount);
        return (fitted, _time.GetElapsedTime(started).TotalSeconds);
    }

    private static void Predict(IFittedFamily fitted, History history, ForecastCube forecasts, int origin, CancellationToken token)
    {
        fitted.Prepare(history, forecasts.Horizon);
        Parallel.For(
            0,
            history.SeriesCount,
            new ParallelOptions { CancellationToken = token },
            series => fitted.ForecastOpenDays(history, series, forecasts[origin, series]));
    }

    private int Fits(IModelFamily family) => (Origins + OriginsPerFitOf(family) - 1) / OriginsPerFitOf(family);

    /// <summary>
    /// A costly family is fitted at the first origin only, but one that sees drivers once more in the middle: a young panel lacks many of the
    /// driver's states at the first.
    /// </summary>
    private int OriginsPerFitOf(IModelFamily family) => family.IsCheapToFit ? EveryOrigins : family.NeedsDrivers ? (Origins + 1) / 2 : Origins;
}
