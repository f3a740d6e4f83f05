using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Evaluate;

/// <summary>Which windows are forecast, of which sales, by which contenders.</summary>
/// <param name="Panel">The sales to score.</param>
/// <param name="Origins">Day index of each origin, ascending.</param>
/// <param name="Horizon">Days to forecast.</param>
/// <param name="Spacing">Days from one origin to the next.</param>
/// <param name="Scored">Days that count.</param>
/// <param name="TrainEvery">Train at every so many windows.</param>
/// <param name="Contenders">One model, or the two that are compared.</param>
internal sealed record EvaluationPlan(
    SalesPanel Panel,
    IReadOnlyList<int> Origins,
    int Horizon,
    int Spacing,
    ScoredDays Scored,
    int TrainEvery,
    IReadOnlyList<Contender> Contenders)
{
    /// <summary>Windows when none are asked for.</summary>
    public const int DefaultWindows = 26;

    private const long MaxCells = 20_000_000;

    /// <summary>How many neighbouring windows share days.</summary>
    public int Overlap => (Horizon + Spacing - 1) / Spacing;

    /// <summary>
    /// Plans an evaluation. A saved model is judged as it stands on windows after everything it has learned; where the windows asked for
    /// reach further back that would be looking ahead, and a model is trained by its recipe at the origins instead.
    /// </summary>
    /// <exception cref="VerbException">There is nothing to evaluate.</exception>
    public static EvaluationPlan Of(VerbRun run, EvaluationRequest request, SalesPanel given)
    {
        if (request.WithoutDrivers)
        {
            RequireDrivers(request, given);
        }

        var model = request.ModelFolder is { } folder ? ModelStore.Load(folder) : null;
        var against = request.AgainstFolder is { } other ? ModelStore.Load(other) : null;
        ForecastModel[] saved = [.. new[] { model, against }.OfType<ForecastModel>()];
        var horizon = request.Horizon ?? (saved.Length > 0 ? saved.Min(one => one.Manifest.Horizon) : TrainingOptions.DefaultHorizon);
        var newWindows = WindowsAfter(saved, given, horizon, request.Spacing);
        var asItStands = !request.WithoutDrivers && newWindows > 0 && (request.Windows is null || request.Windows <= newWindows);
        if (asItStands && saved.FirstOrDefault(one => one.Manifest.Horizon < horizon) is { } shorter)
        {
            throw VerbException.Usage(
                $"--horizon {horizon} is more than the {shorter.Manifest.Horizon} days that the model forecasts; give {shorter.Manifest.Horizon} at most.");
        }

        var known = asItStands ? saved.ToDictionary(one => one, one => NewerSales.Behind(run, one.Panel, given)) : [];
        var panel = asItStands ? ItemsOption.Select(known[saved[0]], [.. given.Items]) : given;
        var count = request.Windows ?? (asItStands ? Math.Min(DefaultWindows, newWindows) : DefaultWindows);
        var first = model is null
            ? Contender.Trained(run, request.Preset, request.Seed, horizon)
            : ContenderOf(run, model, request.ModelFolder!, horizon, known);
        Contender[] contenders =
        [
            first,
            .. against is null ? [] : (Contender[])[ContenderOf(run, against, request.AgainstFolder!, horizon, known)],
            .. request.WithoutDrivers ? (Contender[])[first.WithoutDrivers()] : [],
        ];
        var origins = OriginsOf(run, panel, count, horizon, request.Spacing, contenders.Any(contender => contender.Trains));
        if ((long)origins.Length * panel.SeriesCount * horizon > MaxCells)
        {
            throw VerbException.Usage(
                $"{origins.Length} windows of {horizon} days for {panel.SeriesCount} series are more than the {MaxCells:#,0} forecasts that fit in memory; give fewer --windows, or pick series with --items.");
        }

        if (saved.Length > 0 && !asItStands && !request.WithoutDrivers)
        {
            SayWhyTrained(run, saved, panel.DateOf(origins[0]), newWindows);
        }

        return new EvaluationPlan(panel, origins, horizon, request.Spacing, request.Scored, request.TrainEvery, contenders);
    }

    private static void RequireDrivers(EvaluationRequest request, SalesPanel given)
    {
        if (request.AgainstFolder is not null)
        {
            throw VerbException.Usage("--without-drivers and --against each name a second model; give one of them.");
        }

        if (Contender.OnlyClosures(given.Drivers).Drivers.Count == given.Drivers.Drivers.Count && given.Drivers.Attributes.Count == 0)
        {
            throw VerbException.Usage("--without-drivers needs drivers to leave out; name them by --known, --drivers or --attributes.");
        }
    }

    private static Contender ContenderOf(
        VerbRun run, ForecastModel model, string folder, int horizon, Dictionary<ForecastModel, SalesPanel> known) =>
        known.TryGetValue(model, out var panel)
            ? Contender.AsItStands(run, model, folder, panel)
            : Contender.ByRecipeOf(run, model, folder, horizon);

    private static int WindowsAfter(ForecastModel[] saved, SalesPanel given, int horizon, int spacing)
    {
        if (saved.Length == 0)
        {
            return 0;
        }

        var daysAfter = given.LastDate.AddDays(1 - horizon).DayNumber - saved.Max(one => one.Manifest.DataThrough).DayNumber;
        return daysAfter < 1 ? 0 : ((daysAfter - 1) / spacing) + 1;
    }

    private static int[] OriginsOf(VerbRun run, SalesPanel panel, int count, int horizon, int spacing, bool trains)
    {
        var minTraining = trains ? ModelTrainer.MinDays(horizon) : 1;
        var origins = RollingEvaluation.Origins(panel, count, horizon, spacing).Where(origin => origin >= minTraining).ToArray();
        if (origins.Length == 0)
        {
            throw VerbException.Input(
                $"The sales cover {Counted.Of(panel.DayCount, "day")}; one window of {Counted.Of(horizon, "day")} with a training before it needs {minTraining + horizon}. Give more sales or a shorter --horizon.");
        }

        if (origins.Length < count)
        {
            run.Say($"{Counted.Of(origins.Length, "window")} instead of {count}: before the others there are fewer than the {Counted.Of(minTraining, "day")} that a training needs.");
        }

        return origins;
    }

    private static void SayWhyTrained(VerbRun run, ForecastModel[] saved, DateOnly first, int newWindows)
    {
        var through = saved.Max(one => one.Manifest.DataThrough);
        run.Say(
            $"The windows begin on {first:yyyy-MM-dd}, and what is saved has learned from sales up to {through:yyyy-MM-dd}: a model is trained by its recipe before each window instead. {(newWindows > 0 ? $"Give --windows {newWindows} to judge what is saved." : "Give sales that are newer to judge what is saved.")}");
    }
}
