using IowaSales.ServiceDefaults;
using IowaSales.ServiceDefaults.Connections;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Web.Api;
using IowaSales.Web.Components;
using IowaSales.Web.Components.Downloads;
using IowaSales.Web.Components.Pages.Product;
using IowaSales.Web.Components.Shared;
using IowaSales.Web.Hosting;
using IowaSales.Web.SignIn;
using IowaSales.Web.Visitors;

const int DefaultPort = 8501;
if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(DefaultPort);
}

return await ServiceHost.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.WebHost.UseStaticWebAssets();
    builder.AddServiceDefaults();
    var signIn = builder.AddSignIn();
    builder.AddPort(args, DefaultPort, signIn.Mode == SignInMode.SingleUser ? "localhost" : "*");
    builder.RefuseOpenAddresses(signIn);
    builder.AddResilientHttpClients();
    builder.AddForecastApi();
    builder.AddStoreClients();
    builder.AddDataProtectionKeys();
    builder.AddConnectionGuard();
    builder.AddVisitorLimits();
    builder.Services.AddScoped<PrintMode>();
    builder.Services.AddScoped<ServiceLevel>();
    builder.Services.AddRazorComponents().AddInteractiveServerComponents();

    var app = builder.Build();
    app.UseConnectionGuard();
    app.UseTrustedProxies();
    app.UseHostNames();
    app.UseExceptionHandler("/error", createScopeForErrors: true);
    app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
    app.UseSecurityHeaders();
    app.UseSignIn();
    app.UseVisitorLimits();
    app.UseAntiforgery();
    app.WarnOfPlainKeys();
    app.MapDefaultEndpoints();
    app.MapStaticAssets().AllowAnonymous();
    app.MapSignOut();
    app.MapDownloads();
    app.MapRazorComponents<App>()
        .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    return app;
});
