using System.Collections.Concurrent;
using IowaSales.Browsing;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Api;
using IowaSales.Tests.Browser;
using IowaSales.Tests.Forecasting.Data;
using IowaSales.Tests.SignIn;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(DashboardSystem))]

namespace IowaSales.Tests.Browser;

/// <summary>Tests of screens that only read, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardCollection
{
    public const string Name = "dashboard";
}

/// <summary>Tests of screens that change a store, and of failures, one after the other; beside those that only read.</summary>
[CollectionDefinition(Name)]
public sealed class ChangingDashboardCollection
{
    public const string Name = "changing dashboard";
}

/// <summary>
/// The real thing: models trained on the bundled sales of five products and on five hundred made up, the API and the dashboard over each
/// as processes of their own, and one Chromium. Everything is started when a test first asks for it.
/// </summary>
public sealed class DashboardSystem : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-").FullName;
    private readonly ConcurrentBag<ServiceProcess> _services = [];
    private readonly Lazy<Task<IBrowser>> _browser;
    private readonly Lazy<string> _fiveModel;
    private readonly Lazy<Task<Services>> _five;
    private readonly Lazy<Task<Services>> _many;
    private readonly Lazy<Task<Services>> _withStore;
    private readonly Lazy<Task<Services>> _withSignIn;
    private IPlaywright? _playwright;
    private SignInProvider? _provider;

    public DashboardSystem()
    {
        _browser = new(LaunchAsync);
        _fiveModel = new(() => Train("five", new SalesCsvReader(SalesColumns.Default).Read(BundledSales)));
        _five = new(() => StartAsync(_fiveModel.Value));
        _many = new(() => StartAsync(Train("many", new SalesFile(ModelFactory.Sales(level: 60, days: 160, ManyItems).Build(), new SalesSource { Description = "made up" }, 0, 0))));
        _withStore = new(StartWithStoreAsync);
        _withSignIn = new(StartWithSignInAsync);
    }

    /// <summary>Products whose names are hard in addresses, then numbered ones: 500.</summary>
    public static IReadOnlyList<string> ManyItems { get; } =
        [.. ModelFactory.Items, .. Enumerable.Range(1, 500 - ModelFactory.Items.Length).Select(number => $"PRODUCT {number:000}")];

    private static string BundledSales => Path.Combine(RepositoryFolder.Path, "data", "iowa_sales.csv");

    /// <summary>API and dashboard over the five bundled products.</summary>
    public Task<Services> FiveAsync() => _five.Value;

    /// <summary>API and dashboard over <see cref="ManyItems"/>.</summary>
    public Task<Services> ManyAsync() => _many.Value;

    /// <summary>API and dashboard over <see cref="ModelFactory.Items"/> and a store in which <see cref="SoldDays"/> lie.</summary>
    public Task<Services> WithStoreAsync() => _withStore.Value;

    /// <summary>API and dashboard over <see cref="ModelFactory.Items"/> and an empty store, and a provider at which people sign in.</summary>
    public Task<Services> WithSignInAsync() => _withSignIn.Value;

    public Task<IBrowser> BrowserAsync() => _browser.Value;

    /// <summary>An API over the five bundled products that is not started yet.</summary>
    public ServiceProcess NewApi() => Keep(new ServiceProcess("IowaSales.Api", ("Model__Path", _fiveModel.Value)));

    /// <summary>A dashboard over an API, not started yet.</summary>
    public ServiceProcess NewDashboard(string api) => Keep(new ServiceProcess("IowaSales.Web", ("Api__BaseUrl", api)));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated)
        {
            await (await _browser.Value).DisposeAsync();
        }

        _playwright?.Dispose();
        foreach (var service in _services)
        {
            service.Dispose();
        }

        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Train(string name, SalesFile sales)
    {
        var folder = Path.Combine(_folder, name);
        var options = new TrainingOptions { Preset = TrainingPreset.Fast, DataSource = sales.Source.Description, Simulated = sales.Source.Simulated };
        ModelStore.Save(new ModelTrainer(TimeProvider.System).Train(sales.Panel, options), folder);
        return folder;
    }

    private async Task<Services> StartWithStoreAsync()
    {
        var model = Path.Combine(_folder, "with-store");
        ModelFactory.Save(model);
        var services = await StartAsync(model, [("Sales__Store", Path.Combine(_folder, "sales.db")), .. SoldDays.Settings]);
        await SoldDays.SellAsync(services.Api);
        return services;
    }

    private async Task<Services> StartWithSignInAsync()
    {
        const string Key = "the dashboard's key of this test";
        var model = Path.Combine(_folder, "with-sign-in");
        ModelFactory.Save(model);
        _provider = await SignInProvider.StartAsync();
        var api = Keep(new ServiceProcess(
            "IowaSales.Api",
            [("Model__Path", model), ("Sales__Store", Path.Combine(_folder, "signed-in.db")), ("ApiKeys__0__Name", "dashboard"), ("ApiKeys__0__Key", Key), ("ApiKeys__0__Role", "viewer"), .. _provider.Settings]));
        var web = Keep(new ServiceProcess(
            "IowaSales.Web", [("Api__BaseUrl", api.Address), ("Api__Key", Key), ("DataProtection__KeyPath", Path.Combine(_folder, "keys")), .. _provider.Settings]));
        await Task.WhenAll(api.StartAsync(), web.StartAsync());
        return new Services(api, web);
    }

    private async Task<Services> StartAsync(string model, params (string Name, string Value)[] settings)
    {
        var api = Keep(new ServiceProcess("IowaSales.Api", [("Model__Path", model), .. settings]));
        var web = NewDashboard(api.Address);
        await Task.WhenAll(api.StartAsync(), web.StartAsync());
        return new Services(api, web);
    }

    private ServiceProcess Keep(ServiceProcess service)
    {
        _services.Add(service);
        return service;
    }

    private async Task<IBrowser> LaunchAsync()
    {
        _playwright = await Playwright.CreateAsync();
        return await Chromium.LaunchAsync(_playwright);
    }
}

/// <summary>An API and the dashboard over it.</summary>
public sealed record Services(ServiceProcess Api, ServiceProcess Web);
