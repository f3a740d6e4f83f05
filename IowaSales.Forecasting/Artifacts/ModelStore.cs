using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Numerics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>
/// Saves and loads model folders. A folder holds <c>manifest.json</c> and the fitted state; it is written beside its place and renamed
/// into it, so that a reader never sees half a model.
/// </summary>
public static class ModelStore
{
    internal const string ManifestFile = "manifest.json";
    internal const string PanelFile = "sales.bin";
    internal const string FamiliesFile = "families.bin";
    internal const string EnsembleFile = "ensemble.bin";
    internal const string BacktestFile = "backtest.bin";
    internal const string ForecastsFile = "forecasts.bin";
    private const int MaxHorizon = 1000;
    private static readonly string[] LearntFiles = [PanelFile, FamiliesFile, EnsembleFile, BacktestFile];
    private const int FileBuffer = 1 << 16;

    /// <summary>
    /// Writes a model; a model already there is replaced only once the new one is complete. Where versions are kept side by side
    /// (<see cref="ModelRegistry"/>) it becomes the champion.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Where to.</param>
    /// <returns>The manifest as written, with version and checksums.</returns>
    public static ModelManifest Save(ForecastModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Save(temporary => WriteFiles(model, temporary), folder);
    }

    /// <summary>Writes a model, as the other method does.</summary>
    /// <param name="writeFiles">Writes its files into a folder; gives the manifest as written.</param>
    /// <param name="folder">Where to.</param>
    internal static ModelManifest Save(Func<string, ModelManifest> writeFiles, string folder)
    {
        if (!ModelRegistry.IsAt(folder))
        {
            return SavePlain(writeFiles, folder);
        }

        var registry = new ModelRegistry(folder);
        using var only = registry.Lock();
        var manifest = registry.Add(writeFiles);
        registry.Promote(manifest.ModelVersion, manifest.TrainedAt, "It was trained to take the place of the model before.");
        return manifest;
    }

    /// <summary>Writes a model as the only one of a folder.</summary>
    internal static ModelManifest SavePlain(ForecastModel model, string folder) => SavePlain(temporary => WriteFiles(model, temporary), folder);

    /// <summary>Writes a model as the only one of a folder.</summary>
    internal static ModelManifest SavePlain(Func<string, ModelManifest> writeFiles, string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var temporary = $"{folder}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(temporary);
        try
        {
            var manifest = writeFiles(temporary);
            Replace(temporary, folder);
            return manifest;
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    /// <summary>Reads the manifest alone, without checking the rest.</summary>
    /// <param name="folder">The model folder.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ModelArtifactException">There is no readable model.</exception>
    public static ModelManifest ReadManifest(string folder)
    {
        folder = ModelRegistry.ChampionFolder(folder);
        ModelManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(ModelFiles.Contents(folder, ManifestFile), ManifestJson.Default.ModelManifest);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelArtifactException(
                $"There is no model in {folder}; train one first: dotnet run --project IowaSales.Trainer -- train");
        }
        catch (JsonException exception)
        {
            throw Damaged(folder, ManifestFile, exception);
        }

        if (manifest is null || !IsUsable(manifest))
        {
            throw Damaged(folder, ManifestFile, null);
        }

        return manifest.FormatVersion == ModelManifest.CurrentFormat
            ? manifest
            : throw new ModelArtifactException(manifest.FormatVersion > ModelManifest.CurrentFormat
                ? $"The model in {folder} has format {manifest.FormatVersion}, newer than the {ModelManifest.CurrentFormat} this program reads; update the program, or train again: dotnet run --project IowaSales.Trainer -- train"
                : $"The model in {folder} has format {manifest.FormatVersion}, older than the {ModelManifest.CurrentFormat} this program reads; train again: dotnet run --project IowaSales.Trainer -- train");
    }

    /// <summary>Opens a model for serving, after checking every file against its checksum: its forecasts are read where they lie.</summary>
    /// <param name="folder">The model folder.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelArtifactException">The model is missing, damaged or of another format.</exception>
    public static ServedModel Open(string folder)
    {
        folder = ModelRegistry.ChampionFolder(folder);
        var manifest = ReadManifest(folder);
        try
        {
            Parallel.ForEach(LearntFiles, file => Verify(folder, file, manifest).Dispose());
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is ModelArtifactException first)
        {
            throw first;
        }

        if (!manifest.Checksums.ContainsKey(ForecastsFile))
        {
            return new ServedModel(folder, manifest, null);
        }

        try
        {
            using var stream = Verify(folder, ForecastsFile, manifest);
            var columns = ForecastColumns.Open(ColumnSource.Open(stream));
            return columns.Count == manifest.Items && columns.Horizon == manifest.Horizon
                ? new ServedModel(folder, manifest, columns)
                : throw new InvalidDataException("The forecasts are not those of the model.");
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(folder, ForecastsFile, exception);
        }
    }

    /// <summary>Loads a model after checking every file against its checksum.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="families">Families that may be in it; null for <see cref="ModelFamilies.Readable"/>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelArtifactException">The model is missing, damaged or of another format.</exception>
    public static ForecastModel Load(string folder, IReadOnlyList<IModelFamily>? families = null)
    {
        folder = ModelRegistry.ChampionFolder(folder);
        var manifest = ReadManifest(folder);
        try
        {
            using var panelReader = new ArtifactReader(Checked(folder, PanelFile, manifest));
            var panel = PanelFormat.Read(panelReader);
            ArtifactReader Open(string file) => new(Checked(folder, file, manifest), panel.SeriesCount, panel.DayCount);
            using var familyReader = Open(FamiliesFile);
            using var ensembleReader = Open(EnsembleFile);
            using var backtestReader = Open(BacktestFile);
            var fitted = FamilyFormat.Read(familyReader, folder, families ?? ModelFamilies.Readable, manifest.FeatureHashes);
            var weights = EnsembleWeights.Read(ensembleReader);
            var intervals = DistributionFormat.Read(ensembleReader, manifest.Horizon);
            var backtest = BacktestFormat.Read(backtestReader, manifest.Horizon);
            var whole = panelReader.IsAtEnd && familyReader.IsAtEnd && ensembleReader.IsAtEnd && backtestReader.IsAtEnd;
            return whole && weights.Families.All(fitted.ContainsKey)
                ? new ForecastModel(manifest, panel, fitted, weights, intervals, backtest)
                : throw new InvalidDataException("The parts of the model do not fit together.");
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException or ArgumentException or OverflowException or FormatException)
        {
            throw Damaged(folder, "fitted state", exception);
        }
    }

    /// <summary>Whether a folder holds a model as its only one.</summary>
    internal static bool IsPlainAt(string folder) => File.Exists(Path.Combine(folder, ManifestFile)) && !ModelRegistry.IsAt(folder);

    /// <summary>Whether a file is part of a model.</summary>
    internal static bool IsModelFile(string path) =>
        Path.GetFileName(path) is ManifestFile or PanelFile or FamiliesFile or EnsembleFile or BacktestFile or ForecastsFile;

    /// <summary>Writes the files of a model into an empty folder.</summary>
    internal static ModelManifest WriteFiles(ForecastModel model, string folder)
    {
        Write(folder, PanelFile, writer => PanelFormat.Write(writer, model.Panel));
        Write(folder, FamiliesFile, writer => FamilyFormat.Write(writer, model.Families));
        Write(folder, EnsembleFile, writer =>
        {
            model.Weights.Write(writer);
            model.Intervals.Write(writer);
        });
        Write(folder, BacktestFile, writer => BacktestFormat.Write(writer, model.Backtest));
        return Finish(model.Manifest with { FeatureHashes = FamilyFormat.FeatureHashesOf(model.Families) }, folder, () => WriteForecasts(folder, model));
    }

    /// <summary>Writes the manifest of a model whose learnt files are there.</summary>
    /// <param name="model">What the model is.</param>
    /// <param name="folder">Where its files are.</param>
    /// <param name="writeForecasts">Writes the forecasts; false where there are none.</param>
    /// <returns>The manifest as written, with version and checksums.</returns>
    internal static ModelManifest Finish(ModelManifest model, string folder, Func<bool> writeForecasts)
    {
        var checksums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in LearntFiles)
        {
            checksums[file] = HashOf(Path.Combine(folder, file));
        }

        // Forecasts follow from what was learnt: they do not tell versions apart.
        var version = VersionOf(model, checksums.Values);
        if (writeForecasts())
        {
            checksums[ForecastsFile] = HashOf(Path.Combine(folder, ForecastsFile));
        }

        var manifest = model with { Checksums = checksums, ModelVersion = version };
        DurableFolder.WriteFile(
            Path.Combine(folder, ManifestFile), JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.ModelManifest));
        DurableFolder.Flush(folder);
        return manifest;
    }

    /// <summary>Writes the forecasts that follow from the model's own sales.</summary>
    /// <returns>False where there are none: a driver is not known on the days to forecast, or the model cannot forecast.</returns>
    private static bool WriteForecasts(string folder, ForecastModel model)
    {
        var path = Path.Combine(folder, ForecastsFile);
        try
        {
            var history = History.Of(model.Panel);
            history.RequireDrivers(model.Manifest.Horizon);
            using var stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileBuffer);
            ForecastColumnsWriter.Write(stream, history, model.Backtest, model.Manifest.Horizon, series => model.Forecast(history, series));
            stream.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception exception) when (exception is SalesDataException || IsNoForecast(exception))
        {
            File.Delete(path);
            return false;
        }
    }

    private static bool IsNoForecast(Exception exception) =>
        exception is AggregateException several && several.Flatten().InnerExceptions.All(inner => inner is InvalidDataException);

    /// <summary>A file whose checksum is as the manifest says, at its beginning.</summary>
    private static FileStream Verify(string folder, string file, ModelManifest manifest)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(Path.Combine(folder, file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileBuffer, FileOptions.SequentialScan);
            if (manifest.Checksums.GetValueOrDefault(file) != Convert.ToHexStringLower(SHA256.HashData(stream)))
            {
                throw Damaged(folder, file, null);
            }

            stream.Position = 0;
            var verified = stream;
            stream = null;
            return verified;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Damaged(folder, file, exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw ModelFiles.Unreadable(folder, file, exception);
        }
        finally
        {
            stream?.Dispose();
        }
    }

    private static string VersionOf(ModelManifest manifest, IEnumerable<string> checksums)
    {
        var content = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', checksums)));
        return $"{manifest.DataThrough:yyyyMMdd}-{Convert.ToHexStringLower(content)[..12]}";
    }

    private static void Replace(string temporary, string folder)
    {
        var parent = Path.GetDirectoryName(folder)!;
        if (!Directory.Exists(folder))
        {
            Directory.Move(temporary, folder);
            DurableFolder.Flush(parent);
            return;
        }

        var old = $"{folder}.{Guid.NewGuid():N}.old";
        Directory.Move(folder, old);
        try
        {
            Directory.Move(temporary, folder);
        }
        catch (IOException)
        {
            Directory.Move(old, folder);
            throw;
        }

        DurableFolder.Flush(parent);
        Directory.Delete(old, recursive: true);
    }

    /// <summary>Writes a file of a model to the disk.</summary>
    internal static void Write(string folder, string file, Action<BinaryWriter> write)
    {
        using var stream = File.Create(Path.Combine(folder, file));
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        write(writer);
        writer.Flush();
        stream.Flush(flushToDisk: true);
    }

    /// <summary>A file of a model, whose checksum is as the manifest says.</summary>
    private static byte[] Checked(string folder, string file, ModelManifest manifest)
    {
        try
        {
            var content = ModelFiles.Contents(folder, file);
            return manifest.Checksums.GetValueOrDefault(file) == Convert.ToHexStringLower(SHA256.HashData(content))
                ? content
                : throw Damaged(folder, file, null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Damaged(folder, file, exception);
        }
    }

    /// <summary>Whether a manifest says what a program needs of it, in ranges that a training could have written.</summary>
    private static bool IsUsable(ModelManifest manifest) =>
        manifest is { ModelVersion: not null, DataSource: not null, Preset: not null, Leaderboard: not null, QuantileLevels: not null, FeatureHashes: not null, Checksums: not null, Horizon: >= 1 and <= MaxHorizon }
        && double.IsFinite(manifest.TrainingSeconds)
        && manifest.QuantileLevels.Count > 0
        && manifest.QuantileLevels.Zip(manifest.QuantileLevels.Skip(1)).All(pair => pair.First < pair.Second)
        && manifest.QuantileLevels.All(level => level is > 0 and < 1)
        && manifest.Leaderboard.All(row => row is { Name: not null, Wql: null or >= 0 and <= double.MaxValue } && double.IsFinite(row.FitSeconds) && double.IsFinite(row.PredictSeconds) && double.IsFinite(row.Weight));

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static ModelArtifactException Damaged(string folder, string file, Exception? inner) => new(
        $"The model in {folder} is damaged ({file}); train again: dotnet run --project IowaSales.Trainer -- train", inner);
}
