using IowaSales.Api.Calendar;
using IowaSales.Api.Forecasts;
using IowaSales.Api.Guards;
using IowaSales.Api.Items;
using IowaSales.Api.Living;
using IowaSales.Api.Model;
using IowaSales.Api.OpenApi;
using IowaSales.Api.Overview;
using IowaSales.Api.Problems;
using IowaSales.Api.Quality;
using IowaSales.Api.Service;
using IowaSales.Api.Snapshots;
using IowaSales.ServiceDefaults;

const int DefaultPort = 8003;
if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(DefaultPort, "/health");
}

return await ServiceHost.RunAsync(() =>
{
    // Slim: without IIS, HTTP/3 and what else is not served here; HTTPS stays a matter of settings.
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.WebHost.UseKestrelHttpsConfiguration();
    builder.AddServiceDefaults();
    builder.AddPort(args, DefaultPort);
    builder.AddGuards();
    builder.AddProblems();
    builder.AddSnapshots();
    builder.AddLiving();
    builder.AddDocumentation();

    var app = builder.Build();
    app.UseProblems();
    app.UseGuards();
    app.MapDefaultEndpoints();
    app.MapDocumentation();
    app.MapService();
    app.MapItems();
    app.MapForecasts();
    app.MapOverview();
    app.MapModel();
    app.MapQuality();
    app.MapCalendar();
    app.MapLiving();
    return app;
});
