using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.AppHost;

/// <summary>The system as <c>IowaSales.AppHost</c> maps it, over a model folder of its own.</summary>
internal sealed class SystemUnderAspire : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private SystemUnderAspire(DirectoryInfo folder, IDistributedApplicationTestingBuilder builder) => (_folder, Builder) = (folder, builder);

    public IDistributedApplicationTestingBuilder Builder { get; }

    public string ModelFolder => Path.Combine(_folder.FullName, "model");

    public static async Task<SystemUnderAspire> WithoutModelAsync(params string[] settings) => await CreateAsync(_ => { }, settings);

    public static async Task<SystemUnderAspire> WithModelAsync(params string[] settings) =>
        await CreateAsync(
            model =>
            {
                Directory.CreateDirectory(model);
                File.WriteAllText(Path.Combine(model, "manifest.json"), "{}");
            },
            settings);

    public IResource Resource(string name) => Builder.Resources.Single(resource => resource.Name == name);

    public async ValueTask DisposeAsync()
    {
        await Builder.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<SystemUnderAspire> CreateAsync(Action<string> prepareModel, string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("apphost-");
        var model = Path.Combine(folder.FullName, "model");
        prepareModel(model);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.IowaSales_AppHost>(
            [$"--Model:Path={model}", .. settings],
            TestContext.Current.CancellationToken);
        // What the resources write would bury the report of the tests
        builder.Services.AddLogging(logging => logging.AddFilter((_, level) => level >= LogLevel.Critical));
        return new SystemUnderAspire(folder, builder);
    }
}
