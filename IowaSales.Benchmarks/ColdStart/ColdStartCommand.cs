using IowaSales.Benchmarks.Bench;
using IowaSales.Benchmarks.Protocols;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.Train;

namespace IowaSales.Benchmarks.ColdStart;

/// <summary>
/// <c>coldstart --task DIR [--origin N] [--folds odd|even] [--days N] [--preset fast|medium]</c>: items of a task are held out, a quarter at a time, and then
/// forecast without any history: without cold starts, with the panel's level alone, and with attributes.
/// </summary>
internal static class ColdStartCommand
{
    private const int Folds = 4;
    private const int Horizon = 28;

    /// <summary>Days of sales that a held-out item has before the origin, for its scale.</summary>
    private const int MinDays = 91;

    private static readonly string[] Ways = ["as before", "panel", "attributes"];

    public static int Run(string[] arguments)
    {
        if (CommandOptions.Value(arguments, "--task") is not { } folder || !Directory.Exists(folder))
        {
            Console.Error.WriteLine("Give the folder of a task with attributes, as in: coldstart --task ../shared/bench/restaurant_a");
            return 2;
        }

        var task = BenchTask.Read(folder);
        var panel = BenchData.Read(task);
        var attributes = panel.Drivers.Without([.. panel.Drivers.Drivers.Select(driver => driver.Name)]);
        panel = panel.With(attributes);
        var origin = panel.DayOf(task.Origins[CommandOptions.Number(arguments, "--origin", task.Origins.Count) - 1]);
        var first = Math.Max(0, origin - CommandOptions.Number(arguments, "--days", 550));
        var folds = Enumerable.Range(0, Folds).Where(fold => CommandOptions.Value(arguments, "--folds") is not { } part || (fold % 2 == 1) == (part == "odd")).ToArray();
        var preset = Enum.Parse<TrainingPreset>(CommandOptions.Value(arguments, "--preset") ?? "fast", ignoreCase: true);
        var scores = new Dictionary<string, Score>();
        foreach (var fold in folds)
        {
            int[] held = [.. Enumerable.Range(0, panel.SeriesCount).Where(series => series % Folds == fold)];
            var others = PanelOf(panel, origin, first, Enumerable.Range(0, panel.SeriesCount).Except(held).ToDictionary(series => series, _ => first), [], attributes);
            var model = new ModelTrainer(TimeProvider.System).Train(
                others, new TrainingOptions { Horizon = Horizon, Preset = preset, Families = PresetFamilies.Of(preset).Families }, null, CancellationToken.None);
            Judge(panel, task.MissingIsZero, origin, first, held, model, attributes, scores);
        }

        ProtocolReport.Line($"{task.Name}, origin {panel.DateOf(origin):yyyy-MM-dd}, folds {string.Join(' ', folds)}, preset {preset}");
        ProtocolReport.Line($"  {"",-12}{"MASE 7",8}{"MASE 28",9}{"SQL 28",8}{"80 %, 7",9}{"80 %, 28",9}{"items",7}");
        foreach (var (way, score) in scores)
        {
            ProtocolReport.Line($"  {way,-12}{score.Mase7,8:F4}{score.Mase28,9:F4}{score.Sql28,8:F4}{score.Coverage7,9:F3}{score.Coverage28,9:F3}{score.Items,7}");
        }

        return 0;
    }

    private static void Judge(
        SalesPanel panel, bool missingIsZero, int origin, int first, int[] held, ForecastModel model, DriverSet attributes, Dictionary<string, Score> scores)
    {
        var truth = History.At(panel, origin);
        var scored = missingIsZero ? ScoredDays.Trading : ScoredDays.Reported;
        int[] asked = [.. held.Where(series => truth.Rows(series).Count >= MinDays && SeriesScale.Absolute(truth, series, scored) > 0)];
        var kept = model.Panel.Items.ToDictionary(panel.IndexOf, _ => first);
        foreach (var way in Ways)
        {
            var known = way == "panel" ? One(panel) : attributes;
            var cold = PanelOf(panel, origin, first, kept, model.Panel.Items, known).WithUnsold([.. asked.Select(series => panel.Items[series])]);
            var history = History.Of(cold);
            var forecaster = way != "as before" ? model
                : new ForecastModel(model.Manifest, model.Panel, model.Families, model.Weights, new WithoutColdStarts((IntervalModel)model.Intervals), model.Backtest);
            var forecasts = forecaster.Forecast(history);
            var score = scores.TryGetValue(way, out var sums) ? sums : scores[way] = new Score();
            foreach (var series in asked)
            {
                score.Add(panel, truth, series, forecasts.Series[history.IndexOf(panel.Items[series])], SeriesScale.Absolute(truth, series, scored), missingIsZero);
            }
        }
    }

    private static SalesPanel PanelOf(
        SalesPanel panel, int origin, int first, Dictionary<int, int> from, IReadOnlyList<string> leading, DriverSet attributes)
    {
        var builder = new SalesPanelBuilder();
        foreach (var (series, start) in from)
        {
            var rows = panel.Rows(series);
            for (var row = 0; row < rows.Count; row++)
            {
                if (rows.Days[row] >= start && rows.Days[row] < origin)
                {
                    builder.Add(panel.DateOf(rows.Days[row]), panel.Items[series], rows.Values[row]);
                }
            }
        }

        return builder.Build(leading, panel.DateOf(first)).With(panel.Missing).With(attributes);
    }

    /// <summary>An attribute that all items share.</summary>
    private static DriverSet One(SalesPanel panel)
    {
        var builder = new DriverSetBuilder();
        var attribute = builder.AddAttribute("all", DriverKind.Category);
        foreach (var item in panel.Items)
        {
            builder.SetAttribute(attribute, item, "all");
        }

        return builder.Build();
    }

    /// <summary>The same distributions, without what like items say.</summary>
    private sealed class WithoutColdStarts(IntervalModel intervals) : IForecastDistributions
    {
        public SeriesForecast Around(History history, int series, bool knownToModel, double[] centre) =>
            intervals.Around(history, SeriesOutlook.Of(history, series), series, knownToModel, centre);

        public void Write(BinaryWriter writer) => intervals.Write(writer);
    }

    private sealed class Score
    {
        private const int Week = 7;

        private double _error7;
        private double _error28;
        private double _loss28;
        private int _cells7;
        private int _cells28;
        private int _inside7;
        private int _inside28;

        public int Items { get; private set; }

        public double Mase7 => _error7 / _cells7;

        public double Mase28 => _error28 / _cells28;

        public double Sql28 => _loss28 / _cells28;

        public double Coverage7 => (double)_inside7 / _cells7;

        public double Coverage28 => (double)_inside28 / _cells28;

        public void Add(SalesPanel panel, History truth, int series, SeriesForecast forecast, double scale, bool missingIsZero)
        {
            var rows = panel.Rows(series);
            Items++;
            for (var step = 0; step < Horizon && truth.Origin + step < panel.DayCount; step++)
            {
                var row = rows.Days.BinarySearch(truth.Origin + step);
                if (row < 0 && !(missingIsZero && Enumerable.Range(0, panel.SeriesCount).Any(other => panel.Rows(other).Days.BinarySearch(truth.Origin + step) >= 0)))
                {
                    continue;
                }

                var actual = row < 0 ? 0 : rows.Values[row];
                var error = Math.Abs(actual - forecast.Median[step]) / scale;
                var inside = forecast.Quantile(step, 0.1) <= actual && actual <= forecast.Quantile(step, 0.9) ? 1 : 0;
                _error28 += error;
                _loss28 += QuantileLevels.Reported.Average(level => PinballLoss.Doubled(level, actual, forecast.Quantile(step, level))) / scale;
                _inside28 += inside;
                _cells28++;
                if (step < Week)
                {
                    _error7 += error;
                    _inside7 += inside;
                    _cells7++;
                }
            }
        }
    }
}
