using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Sharding;

/// <summary>Puts the parts of a sharded training together to a model, as streams: no more than a part of each is in memory at once.</summary>
internal sealed class ModelAssembly
{
    private readonly ShardInputs _inputs;
    private readonly ShardPlan _plan;
    private readonly ushort[] _order;

    /// <summary>Prepares.</summary>
    /// <param name="inputs">What the shards share.</param>
    public ModelAssembly(ShardInputs inputs)
    {
        (_inputs, _plan) = (inputs, inputs.Plan);
        _order = ShardSales.Order(inputs.Storage, inputs.Plan.Sales.SeriesCount);
    }

    /// <summary>The manifest of a training, without what only its end tells.</summary>
    /// <param name="inputs">What the shards share.</param>
    public static ModelManifest ManifestOf(ShardInputs inputs)
    {
        var (plan, sales) = (inputs.Plan, inputs.Plan.Sales);
        return new ModelManifest
        {
            FormatVersion = ModelManifest.CurrentFormat,
            TrainedAt = plan.Began,
            DataSource = sales.DataSource,
            Simulated = sales.Simulated,
            DataHash = "",
            DataFrom = sales.FirstDate,
            DataThrough = sales.FirstDate.AddDays(sales.DayCount - 1),
            Rows = sales.Rows,
            Items = sales.SeriesCount,
            Horizon = plan.Horizon,
            QuantileLevels = QuantileLevels.Reported,
            Preset = plan.Preset.ToString().ToLowerInvariant(),
            Seed = plan.Seed,
            TrainingSeconds = 0,
            Leaderboard = [],
            LeftOut = [.. plan.LeftOut, .. inputs.LeftOut],
        };
    }

    /// <summary>Writes the files of the model.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="leaderboard">The leaderboard.</param>
    /// <param name="backtest">What the backtest says of all series together.</param>
    /// <param name="time">Clock.</param>
    /// <param name="seconds">Wall time of the training so far.</param>
    /// <returns>The manifest as written.</returns>
    public ModelManifest Write(string folder, IReadOnlyList<LeaderboardEntry> leaderboard, BacktestSums backtest, TimeProvider time, double seconds)
    {
        var header = ShardSales.Header(_inputs.Storage);
        var names = new string[_order.Length];
        var hash = "";
        ModelStore.Write(folder, ModelStore.PanelFile, writer => hash = WriteSales(writer, header, names));
        ModelStore.Write(folder, ModelStore.FamiliesFile, WriteFamilies);
        ModelStore.Write(folder, ModelStore.EnsembleFile, writer =>
        {
            _inputs.Weights.Write(writer);
            _inputs.Distributions.Write(writer);
        });
        WithParts(ShardNames.BacktestOf, parts => PartBacktest.Assemble(Path.Combine(folder, ModelStore.BacktestFile), _plan, parts, _order));
        var manifest = ManifestOf(_inputs) with
        {
            TrainedAt = time.GetUtcNow(),
            DataHash = hash,
            StatedDays = header.Stated.Days.Count,
            TrainingSeconds = seconds,
            Leaderboard = leaderboard,
        };
        return ModelStore.Finish(manifest, folder, () => WriteForecasts(Path.Combine(folder, ModelStore.ForecastsFile), names, backtest));
    }

    /// <summary>Writes the sales in the panel's order, and gives their hash as <see cref="ModelTrainer.HashOf"/> does.</summary>
    private string WriteSales(BinaryWriter writer, SalesPanel header, string[] names)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        WithParts(ShardNames.SalesOf, parts =>
        {
            var (days, values) = (new List<int>(), new List<double>());
            PanelFormat.WriteBeginning(writer, header, _order.Length);
            for (var series = 0; series < _order.Length; series++)
            {
                days.Clear();
                values.Clear();
                names[series] = PanelFormat.ReadSeries(parts[_order[series]], _plan.Sales.DayCount, days, values);
                var rows = new SeriesRows(CollectionsMarshal.AsSpan(days), CollectionsMarshal.AsSpan(values));
                PanelFormat.WriteSeries(writer, names[series], rows);
                hash.AppendData(MemoryMarshal.AsBytes(names[series].AsSpan()));
                hash.AppendData(MemoryMarshal.AsBytes(rows.Days));
                hash.AppendData(MemoryMarshal.AsBytes(rows.Values));
            }

            PanelFormat.WriteEnd(writer, header);
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void WriteFamilies(BinaryWriter writer)
    {
        writer.Write(_inputs.Families.Count);
        foreach (var (name, index) in _inputs.Families.Select((family, index) => (family.Name, index)).OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            var states = (ISeriesStates)_inputs.Families[index];
            writer.Write(name);
            WithParts(shard => ShardNames.FamilyOf(shard, index), parts =>
            {
                var effort = FitEffort.Normal;
                foreach (var part in parts)
                {
                    effort = states.ReadHeader(part).Effort;
                }

                states.WriteHeader(writer, effort, _order.Length);
                foreach (var shard in _order)
                {
                    states.CopyNext(parts[shard], writer);
                }
            });
        }
    }

    private bool WriteForecasts(string path, string[] names, BacktestSums backtest)
    {
        var columns = new ForecastColumns[_plan.Shards];
        for (var shard = 0; shard < columns.Length; shard++)
        {
            using var part = _inputs.Storage.OpenRead(ShardNames.ColumnsOf(shard));
            columns[shard] = ForecastColumns.Open(ColumnSource.Map(part));
        }

        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        ForecastColumnsWriter.Write(stream, new PartForecasts(names, columns, _order, backtest));
        stream.Flush(flushToDisk: true);
        return true;
    }

    private void WithParts(Func<int, string> nameOf, Action<IReadOnlyList<BinaryReader>> use)
    {
        var parts = new List<BinaryReader>();
        try
        {
            for (var shard = 0; shard < _plan.Shards; shard++)
            {
                parts.Add(new BinaryReader(_inputs.Storage.OpenRead(nameOf(shard)), Encoding.UTF8));
            }

            use(parts);
        }
        finally
        {
            parts.ForEach(part => part.Dispose());
        }
    }

    /// <summary>The forecasts of the shards, in the panel's order.</summary>
    private sealed class PartForecasts : IForecastSource
    {
        private readonly ForecastColumns[] _columns;
        private readonly ushort[] _order;
        private readonly int[] _index;

        public PartForecasts(string[] names, ForecastColumns[] columns, ushort[] order, BacktestSums backtest)
        {
            (Names, _columns, _order, Backtest) = (names, columns, order, backtest);
            _index = new int[order.Length];
            var next = new int[columns.Length];
            for (var series = 0; series < order.Length; series++)
            {
                _index[series] = next[order[series]]++;
            }
        }

        public IReadOnlyList<string> Names { get; }

        public int Origin => _columns[0].Origin;

        public IReadOnlyList<ForecastDay> Days => _columns[0].PanelDays;

        public BacktestSums Backtest { get; }

        public ForecastEntry Entry(int series) => _columns[_order[series]].EntryOf(_index[series]);
    }
}
