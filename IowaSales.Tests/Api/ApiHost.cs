using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using IowaSales.Api.Serving;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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

    /// <summary>What was logged, each with its level.</summary>
    public IReadOnlyCollection<(LogLevel Level, string Message)> Logged => _factory.Logs.Messages;

    internal IReadOnlyList<SnapshotPart> Parts => [.. _factory.Services.GetServices<SnapshotPart>()];

    internal SnapshotSource Source => _factory.Services.GetRequiredService<SnapshotSource>();

    /// <summary>Makes the meters of this host alone; they carry it as their scope.</summary>
    internal IMeterFactory Meters => _factory.Services.GetRequiredService<IMeterFactory>();

    internal SnapshotRefresher Refresher => _factory.Services.GetRequiredService<SnapshotRefresher>();

    internal IHostApplicationLifetime Lifetime => _factory.Services.GetRequiredService<IHostApplicationLifetime>();

    public static async Task<ApiHost> StartAsync(
        Action<string>? prepare = null,
        IReadOnlyDictionary<string, string>? settings = null,
        bool ready = true,
        TimeProvider? time = null)
    {
        var folder = Directory.CreateTempSubdirectory("api-").FullName;
        prepare?.Invoke(folder);
        if (prepare is null)
        {
            ModelFactory.Save(Path.Combine(folder, "model"));
        }

        var factory = new Factory(folder, settings ?? new Dictionary<string, string>(), time);
        factory.UseKestrel(0);
        factory.StartServer();
        var host = new ApiHost(factory, folder);
        await host.Refresher.RefreshAsync(TestContext.Current.CancellationToken);
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

    private sealed class Factory(string folder, IReadOnlyDictionary<string, string> settings, TimeProvider? time) : WebApplicationFactory<DataOptions>
    {
        public LogCollector Logs { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("Model:Path", Path.Combine(folder, "model"));
            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value.Replace("{folder}", folder, StringComparison.Ordinal));
            }

            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logs));
            builder.ConfigureTestServices(services =>
            {
                services.Insert(0, ServiceDescriptor.Singleton<IHostedService, AddressGate>());
                if (time is not null)
                {
                    services.AddSingleton(time);
                }
            });
        }
    }

    /// <summary>Holds the start until the factory has set the server's address, which it does while the service is starting already.</summary>
    private sealed class AddressGate(IServer server) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            while (server.Features.Get<IServerAddressesFeature>() is { Addresses.Count: 0 })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class LogCollector : ILoggerProvider
    {
        private readonly ConcurrentQueue<(LogLevel Level, string Message)> _messages = new();

        public IReadOnlyCollection<(LogLevel Level, string Message)> Messages => _messages;

        public ILogger CreateLogger(string categoryName) => new Collecting(_messages);

        public void Dispose()
        {
        }

        private sealed class Collecting(ConcurrentQueue<(LogLevel Level, string Message)> messages) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel))
                {
                    messages.Enqueue((logLevel, formatter(state, exception)));
                }
            }
        }
    }
}
