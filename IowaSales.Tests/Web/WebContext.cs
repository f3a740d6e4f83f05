using System.Security.Claims;
using Bunit;
using IowaSales.Contracts;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Web.Api;
using IowaSales.Web.Components.Charts;
using IowaSales.Web.Components.Shared;
using IowaSales.Web.SignIn;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
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
        Api.GetOverviewAsync(default).ReturnsForAnyArgs(Samples.Overview(stale: false));
        Services.AddSingleton(Api);
        Services.AddSingleton<ForecastCache>();
        Services.AddSingleton<ApiMonitor>();
        Services.AddScoped<ForecastStore>();
        Services.AddSingleton(Sales);
        Services.AddSingleton(Monitoring);
        Services.AddScoped<ImportStore>();
        Services.AddScoped<MonitoringStore>();
        Planning.GetClosuresAsync(default, default, default, default, default).ReturnsForAnyArgs(new ClosureList([], 1, 0));
        Services.AddSingleton(Planning);
        Services.AddScoped<PlanningStore>();
        Services.AddSingleton(SignIn);
        Services.AddSingleton<UserTokens>();
        Services.AddSingleton(Substitute.For<IOptionsMonitor<OpenIdConnectOptions>>());
        Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(() => User));
        Services.AddScoped<Person>();
        Services.AddScoped<PrintMode>();
        Services.AddScoped<IowaSales.Web.Components.Pages.Product.ServiceLevel>();
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    /// <summary>The clock: the morning after the last sales of <see cref="Samples"/>.</summary>
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2024, 5, 31, 8, 0, 0, TimeSpan.Zero));

    /// <summary>Whether people sign in: they do not, unless a test says so.</summary>
    internal virtual SignInSettings SignIn { get; } = new() { Mode = SignInMode.SingleUser };

    /// <summary>Who is signed in, where people do.</summary>
    protected ClaimsPrincipal User { get; set; } = new();

    /// <summary>Who looks at the page.</summary>
    internal Person Person => Services.GetRequiredService<Person>();

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

    private sealed class SignedIn(Func<ClaimsPrincipal> user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user()));
    }

    protected void GoTo(string address) => Services.GetRequiredService<NavigationManager>().NavigateTo(address);
}
