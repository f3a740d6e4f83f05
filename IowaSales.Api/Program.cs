using IowaSales.Api.Accuracy;
using IowaSales.Api.Alerts;
using IowaSales.Api.Backtests;
using IowaSales.Api.Calendar;
using IowaSales.Api.Forecasts;
using IowaSales.Api.Http.Access;
using IowaSales.Api.Http.Guards;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Items;
using IowaSales.Api.Model;
using IowaSales.Api.Notes;
using IowaSales.Api.Orders;
using IowaSales.Api.Overrides;
using IowaSales.Api.Overview;
using IowaSales.Api.Quality;
using IowaSales.Api.Sales;
using IowaSales.Api.Seeding;
using IowaSales.Api.Service;
using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.ServiceDefaults;

const int DefaultPort = 8003;
if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(DefaultPort, "/health");
}

if (ModelSeed.IsAskedFor(args))
{
    return ModelSeed.Run(args, Environment.GetEnvironmentVariable("Model__Path") ?? "model");
}

return await ServiceHost.RunAsync(() =>
{
    // Slim: without IIS, HTTP/3 and what else is not served here; HTTPS stays a matter of settings.
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.WebHost.UseKestrelHttpsConfiguration();
    builder.AddServiceDefaults();
    builder.AddPort(args, DefaultPort);
    builder.AddGuards();
    builder.AddAccess();
    builder.AddProblems();
    builder.AddSnapshots();
    builder.AddStore();
    builder.AddItems();
    builder.AddForecasts();
    builder.AddOverview();
    builder.AddGroups();
    builder.AddOrders();
    builder.AddChanges();
    builder.AddBacktest();
    builder.AddQuality();
    builder.AddCalendar();
    builder.AddSales();
    builder.AddAccuracy();
    builder.AddAlerts();
    builder.AddOverrides();
    builder.AddNotes();
    builder.AddDocumentation();

    var app = builder.Build();
    app.UseProblems();
    app.UseGuards();
    app.UseHostNames();
    app.UseAccess();
    app.MapDefaultEndpoints();
    app.MapDocumentation();
    app.MapService();
    app.MapItems();
    app.MapForecasts();
    app.MapOverview();
    app.MapGroups();
    app.MapOrders();
    app.MapChanges();
    app.MapModel();
    app.MapBacktest();
    app.MapQuality();
    app.MapCalendar();
    app.MapClosures();
    app.MapSales();
    app.MapDrivers();
    app.MapAccuracy();
    app.MapAlerts();
    app.MapOverrides();
    app.MapNotes();
    return app;
});
