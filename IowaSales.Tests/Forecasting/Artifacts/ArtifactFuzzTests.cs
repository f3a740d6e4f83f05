using System.Buffers.Binary;
using System.Security.Cryptography;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Api;
using Xunit;

namespace IowaSales.Tests.Forecasting.Artifacts;

/// <summary>
/// Whatever happens to the files of a model, reading it ends in a refusal or in a model, and takes no more memory than files of that size may.
/// </summary>
public sealed class ArtifactFuzzTests : IDisposable
{
    private const int CasesPerFile = 300;
    private const int MaxBytesPerFileByte = 200;
    private const int MaxBytesOfItself = 8 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("sales.bin")]
    [InlineData("families.bin")]
    [InlineData("ensemble.bin")]
    [InlineData("backtest.bin")]
    [InlineData("registry.json")]
    public void A_damaged_file_is_refused_or_the_model_is_the_same(string file)
    {
        var whole = Save();
        var path = Path.Combine(_folder, file);
        if (file == "registry.json")
        {
            new ModelRegistry(_folder).KeepChampion(DateTimeOffset.UnixEpoch, "It is the only one.");
        }

        var content = File.ReadAllBytes(path);
        var expected = MediansOf(whole);
        var random = new Random(11);
        for (var i = 0; i < CasesPerFile; i++)
        {
            File.WriteAllBytes(path, Damaged(content, random));
            if (Read(out _) is { } model && model.Manifest.ModelVersion == whole.Manifest.ModelVersion && model.Manifest.Horizon == whole.Manifest.Horizon)
            {
                Assert.Equal(expected, MediansOf(model));
            }
        }
    }

    [Theory]
    [InlineData("sales.bin")]
    [InlineData("families.bin")]
    [InlineData("ensemble.bin")]
    [InlineData("backtest.bin")]
    public void A_forged_file_is_refused_or_makes_a_model_that_forecasts_numbers(string file)
    {
        Save();
        var path = Path.Combine(_folder, file);
        var content = File.ReadAllBytes(path);
        var random = new Random(12);
        var (models, refused) = (0, 0);
        for (var i = 0; i < 2 * CasesPerFile; i++)
        {
            File.WriteAllBytes(path, Damaged(content, random));
            Sign(file);
            if (Read(out var allocated) is not { } model)
            {
                refused++;
                Assert.True(allocated < MaxBytesOfItself + ((long)MaxBytesPerFileByte * content.Length), $"Case {i} took {allocated} bytes.");
                continue;
            }

            models++;
            Assert.All(model.Backtest.Median.Values.ToArray(), value => Assert.True(double.IsFinite(value)));
            Assert.All(model.Backtest.Quantiles.SelectMany(cube => cube.Values.ToArray()), value => Assert.True(double.IsFinite(value)));
            Assert.All(model.Backtest.Actual.Values.ToArray(), value => Assert.False(double.IsInfinity(value)));
            Assert.DoesNotContain(model.Panel.Items.SelectMany((_, series) => model.Panel.Rows(series).Values.ToArray()), value => !double.IsFinite(value));
            Assert.All(ForecastsOf(model), value => Assert.True(double.IsFinite(value), $"Case {i} forecasts {value}."));
        }

        Assert.True(refused > CasesPerFile / 4, $"Only {refused} of {models + refused} were refused.");
    }

    [Theory]
    [InlineData("sales.bin", 4)]
    [InlineData("sales.bin", 8)]
    [InlineData("families.bin", 0)]
    [InlineData("ensemble.bin", 0)]
    [InlineData("backtest.bin", 0)]
    [InlineData("backtest.bin", 4)]
    [InlineData("backtest.bin", 8)]
    [InlineData("backtest.bin", 12)]
    public void A_huge_count_is_refused_before_memory_is_taken(string file, int offset)
    {
        Save();
        var path = Path.Combine(_folder, file);
        var content = File.ReadAllBytes(path);
        foreach (var count in (int[])[int.MaxValue, int.MaxValue / 8, 100_000_000, -1, int.MinValue])
        {
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(offset), count);
            File.WriteAllBytes(path, content);
            Sign(file);
            Assert.Null(Read(out var allocated));
            Assert.True(allocated < MaxBytesOfItself, $"{count} took {allocated} bytes.");
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_forecast_of_the_backtest_that_is_no_number_is_refused(double value)
    {
        Save();
        var path = Path.Combine(_folder, "backtest.bin");
        var content = File.ReadAllBytes(path);
        BinaryPrimitives.WriteSingleLittleEndian(content.AsSpan(content.Length - sizeof(float)), (float)value);
        File.WriteAllBytes(path, content);
        Sign("backtest.bin");
        Assert.Null(Read(out _));
    }

    private static byte[] Damaged(byte[] content, Random random)
    {
        var damaged = content.ToArray();
        var at = random.Next(damaged.Length);
        switch (random.Next(6))
        {
            case 0:
                return damaged[..at];
            case 1:
                damaged[at] ^= (byte)(1 << random.Next(8));
                return damaged;
            case 2:
                random.NextBytes(damaged.AsSpan(at, Math.Min(random.Next(1, 64), damaged.Length - at)));
                return damaged;
            case 3:
                return [.. damaged[..at], .. damaged[random.Next(damaged.Length)..]];
            case 4 when at + sizeof(int) <= damaged.Length:
                BinaryPrimitives.WriteInt32LittleEndian(damaged.AsSpan(at), random.Next(2) == 0 ? int.MaxValue : random.Next());
                return damaged;
            default:
                return [.. damaged, .. damaged[at..]];
        }
    }

    private static double[] MediansOf(ForecastModel model) => [.. model.Forecast().Series.SelectMany(series => series.Median)];

    /// <summary>What a model forecasts; nothing where its parts do not fit each other, which is told when it is used.</summary>
    private static double[] ForecastsOf(ForecastModel model)
    {
        try
        {
            return [.. model.Forecast().Series.SelectMany(series => series.Median.Append(series.Mean(0)).Append(series.SumQuantile(series.Horizon, 0.9)))];
        }
        catch (AggregateException exception) when (exception.Flatten().InnerExceptions.All(inner => inner is InvalidDataException))
        {
            return [];
        }
    }

    private ForecastModel Save()
    {
        ModelFactory.Save(_folder, items: ["A", "B"]);
        return ModelStore.Load(_folder);
    }

    /// <summary>Puts the checksum of a file into the manifest, as whoever forges a model would.</summary>
    private void Sign(string file)
    {
        var path = Path.Combine(_folder, "manifest.json");
        var manifest = File.ReadAllText(path);
        var key = $"\"{file}\": \"";
        var start = manifest.IndexOf(key, StringComparison.Ordinal) + key.Length;
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder, file))));
        File.WriteAllText(path, $"{manifest[..start]}{hash}{manifest[(start + hash.Length)..]}");
    }

    private ForecastModel? Read(out long allocated)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        ForecastModel? model = null;
        try
        {
            model = ModelStore.Load(_folder);
        }
        catch (ModelArtifactException exception)
        {
            Assert.NotEmpty(exception.Message);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return model;
    }
}
