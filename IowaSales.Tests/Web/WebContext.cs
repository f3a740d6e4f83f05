using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Api;
using IowaSales.Web.Components.Charts;
using IowaSales.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace IowaSales.Tests.Web;

/// <summary>Renders components of the dashboard as in a live circuit, over an API that answers what a test says.</summary>
public abstract class WebContext : BunitContext
{
    protected WebContext()
    {
        DefaultWaitTimeout = TimeSpan.FromSeconds(20);
        JSInterop.Mode = JSRuntimeMode.Loose;
        ComponentFactories.AddStub<Chart>();
        ComponentFactories.AddStub<ItemPicker>();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(new ApiAddress(new Uri("http://localhost:8003/"), null));
        Services.AddSingleton(Api);
        Services.AddSingleton<ForecastCache>();
        Services.AddSingleton<ApiMonitor>();
        Services.AddScoped<ForecastStore>();
        Services.AddSingleton(Sales);
        Services.AddSingleton(Monitoring);
        Services.AddScoped<ImportStore>();
        Services.AddScoped<MonitoringStore>();
        Services.AddSingleton(Planning);
        Services.AddScoped<PlanningStore>();
        Services.AddScoped<SessionKey>();
        Services.AddScoped<PrintMode>();
        Services.AddScoped<IowaSales.Web.Components.Pages.Product.ServiceLevel>();
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    /// <summary>The clock: the morning after the last sales of <see cref="Samples"/>.</summary>
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2024, 5, 31, 8, 0, 0, TimeSpan.Zero));

    /// <summary>The API.</summary>
    protected IForecastClient Api { get; } = Substitute.For<IForecastClient>();

    /// <summary>The API's sales store; nothing is in it unless a test says so.</summary>
    protected ISalesClient Sales { get; } = Substitute.For<ISalesClient>();

    /// <summary>Live monitoring over it.</summary>
    protected IMonitoringClient Monitoring { get; } = Substitute.For<IMonitoringClient>();

    /// <summary>Overrides in it.</summary>
    protected IPlanningClient Planning { get; } = Substitute.For<IPlanningClient>();

    /// <summary>Where the address bar stands, without the host.</summary>
    protected string Address
    {
        get
        {
            var navigation = Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    protected void GoTo(string address) => Services.GetRequiredService<NavigationManager>().NavigateTo(address);
}
