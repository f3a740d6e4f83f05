using IowaSales.Api.Snapshots;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>The API as it runs in production, over Kestrel on a free port, with its own model folder.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly Factory _factory;

    private ApiHost(Factory factory, string folder)
    {
        _factory = factory;
        Folder = folder;
        Address = new Uri(factory.ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority));
        Client = new HttpClient { BaseAddress = Address };
    }

    /// <summary>Scratch folder; the model lies in its <c>model</c>.</summary>
    public string Folder { get; }

    public string ModelFolder => Path.Combine(Folder, "model");

    public Uri Address { get; }

    public HttpClient Client { get; }

    internal SnapshotSource Source => _factory.Services.GetRequiredService<SnapshotSource>();

    internal SnapshotWatcher Watcher => _factory.Services.GetRequiredService<SnapshotWatcher>();

    public static async Task<ApiHost> StartAsync(
        Action<string>? prepare = null, IReadOnlyDictionary<string, string>? settings = null, bool ready = true)
    {
        var folder = Directory.CreateTempSubdirectory("api-").FullName;
        prepare?.Invoke(folder);
        if (prepare is null)
        {
            ModelFactory.Save(Path.Combine(folder, "model"));
        }

        var factory = new Factory(folder, settings ?? new Dictionary<string, string>());
        factory.UseKestrel(0);
        factory.StartServer();
        var host = new ApiHost(factory, folder);
        await host.Watcher.LookAsync(TestContext.Current.CancellationToken);
        if (ready)
        {
            Assert.NotNull(host.Source.Current);
        }

        return host;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class Factory(string folder, IReadOnlyDictionary<string, string> settings) : WebApplicationFactory<DataOptions>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("Model:Path", Path.Combine(folder, "model"));
            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value.Replace("{folder}", folder, StringComparison.Ordinal));
            }

            builder.ConfigureLogging(logging => logging.ClearProviders());
        }
    }
}
