var builder = DistributedApplication.CreateBuilder(args);
builder.AddDockerComposeEnvironment("compose").WithDashboard(false);

var repository = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, ".."));
var sales = Path.GetFullPath(builder.Configuration["Data:Path"] ?? "data/iowa_sales.csv", repository);
var model = Path.GetFullPath(builder.Configuration["Model:Path"] ?? "model", repository);

var trainer = builder.AddProject<Projects.IowaSales_Trainer>("trainer", launchProfileName: null)
    .WithArgs("train", "--data", sales, "--model", model);

var api = builder.AddProject<Projects.IowaSales_Api>("api", launchProfileName: null)
    .WithHttpEndpoint(port: 8003, env: "PORT")
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", url => url.DisplayText = "Forecasting API")
    .WithEnvironment("Model__Path", model);

// With a model in place training waits for a person to start it; without one everything waits for the training.
if (File.Exists(Path.Combine(model, "manifest.json")))
{
    trainer.WithExplicitStart();
}
else
{
    api.WaitForCompletion(trainer);
}

builder.AddProject<Projects.IowaSales_Web>("web", launchProfileName: null)
    .WithHttpEndpoint(port: 8501, env: "PORT")
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", url => url.DisplayText = "Sales dashboard")
    .WithReference(api)
    .WaitFor(api);

builder.Build().Run();
