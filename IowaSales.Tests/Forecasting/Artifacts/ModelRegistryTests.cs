using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Api;
using Xunit;

namespace IowaSales.Tests.Forecasting.Artifacts;

public sealed class ModelRegistryTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2024, 6, 1, 7, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("registry-").FullName;

    private string Model => Path.Combine(_folder, "model");

    private ModelRegistry Registry => new(Model);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_plain_model_stays_champion_until_another_is_promoted()
    {
        var first = ModelFactory.Save(Model, items: ["A"]).ModelVersion;
        var second = Registry.Add(Trained(200)).ModelVersion;
        Assert.Equal(first, ModelStore.Load(Model).Manifest.ModelVersion);

        Registry.Promote(second, At, "better");

        Assert.Equal(second, ModelStore.Load(Model).Manifest.ModelVersion);
        Assert.Equal(second, ModelStore.ReadManifest(Model).ModelVersion);
        Assert.Equal(
            [(RegistryEvent.Promoted, first, null), (RegistryEvent.Promoted, second, first)],
            Registry.Read()!.Events.Select(happened => (happened.Kind, happened.Version, happened.Previous)));
        Assert.Equal("better", Registry.Read()!.Events[^1].Reason);
        Assert.Equal(["manifest.json", "registry.json"], Directory.GetFiles(Model).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Rolling_back_goes_to_the_champion_before_and_then_further()
    {
        var first = ModelFactory.Save(Model, items: ["A"]).ModelVersion;
        var second = Promoted(200);
        var third = Promoted(300);
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());

        Assert.Equal(second, Registry.RollBack(At, "worse"));
        Assert.Equal(second, ModelStore.Load(Model).Manifest.ModelVersion);
        Assert.Equal(first, Registry.RollBack(At, "worse still"));
        Assert.Equal(first, ModelStore.Load(Model).Manifest.ModelVersion);
        Assert.Throws<ModelArtifactException>(() => Registry.RollBack(At, "too far"));
    }

    [Fact]
    public void Training_into_a_registry_adds_a_version_that_can_be_taken_back()
    {
        ModelFactory.Save(Model, items: ["A"]);
        var second = Promoted(200);
        var third = ModelStore.Save(Trained(300), Model).ModelVersion;

        Assert.Equal(third, ModelStore.Load(Model).Manifest.ModelVersion);
        Assert.Equal(second, Registry.RollBack(At, "worse"));
    }

    [Fact]
    public void What_a_killed_writer_left_is_not_seen_and_is_cleared_away()
    {
        var first = ModelFactory.Save(Model, items: ["A"]).ModelVersion;
        Promoted(200);
        Directory.CreateDirectory(Path.Combine(Model, "versions", ".new-killed"));
        File.WriteAllText(Path.Combine(Model, "registry.json.killed.tmp"), "{");

        Promoted(300);

        Assert.DoesNotContain(Directory.GetFileSystemEntries(Model, "*killed*", SearchOption.AllDirectories), _ => true);
        Assert.Contains(first, Directory.GetDirectories(Path.Combine(Model, "versions")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_registry_is_refused_in_a_sentence()
    {
        ModelFactory.Save(Model, items: ["A"]);
        Promoted(200);
        File.WriteAllText(Path.Combine(Model, "registry.json"), "{");
        Assert.Contains("registry.json is damaged", Assert.Throws<ModelArtifactException>(() => ModelStore.Load(Model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registry_that_calls_the_champion_current_is_still_read()
    {
        ModelFactory.Save(Model, items: ["A"]);
        var second = Promoted(200);
        var path = Path.Combine(Model, "registry.json");
        var written = File.ReadAllText(path);
        Assert.Contains("\"champion\":", written, StringComparison.Ordinal);
        File.WriteAllText(path, written.Replace("\"champion\":", "\"current\":", StringComparison.Ordinal));

        Assert.Equal(second, Registry.Read()!.Champion);
        Assert.Equal(second, ModelStore.Load(Model).Manifest.ModelVersion);
    }

    [Fact]
    public void Two_programs_do_not_change_it_at_once()
    {
        using var only = Registry.Lock();
        Assert.Throws<ModelArtifactException>(() => Registry.Lock());
    }

    private string Promoted(double level)
    {
        var version = Registry.Add(Trained(level)).ModelVersion;
        Registry.Promote(version, At, "better");
        return version;
    }

    private ForecastModel Trained(double level)
    {
        var elsewhere = Path.Combine(_folder, $"trained-{level}");
        ModelFactory.Save(elsewhere, level, items: ["A"]);
        return ModelStore.Load(elsewhere);
    }
}
