using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

const string Endpoint = "http";
const int ApiPort = 8003;
const int DashboardPort = 8501;

var builder = DistributedApplication.CreateBuilder(args);
var repository = Path.GetFullPath("..", builder.AppHostDirectory);

var api = builder.AddProject<Projects.IowaSales_Api>("api", launchProfileName: null)
    .WithHttpEndpoint(builder.Configuration.GetValue("API_PORT", ApiPort), name: Endpoint, env: "PORT")
    .WithHttpHealthCheck("/health", endpointName: Endpoint)
    .WithExternalHttpEndpoints()
    // Published, anyone may be the caller: whose headers are believed is the API's own setting
    .DisableForwardedHeaders()
    .WithIconName("ChartMultiple")
    .WithUrlForEndpoint(Endpoint, url => url.DisplayText = "Forecasting API")
    .WithUrlForEndpoint(Endpoint, _ => new() { Url = "/docs", DisplayText = "API pages" })
    .PublishAsDockerFile(container => container.WithDockerfile(repository, "IowaSales.Api/Dockerfile"));

var web = builder.AddProject<Projects.IowaSales_Web>("web", launchProfileName: null)
    .WithHttpEndpoint(builder.Configuration.GetValue("WEB_PORT", DashboardPort), name: Endpoint, env: "PORT")
    .WithHttpHealthCheck("/health", endpointName: Endpoint)
    .WithExternalHttpEndpoints()
    .DisableForwardedHeaders()
    .WithIconName("DataTrending")
    .WithUrlForEndpoint(Endpoint, url => url.DisplayText = "Sales dashboard")
    .WithReference(api)
    .WaitFor(api)
    .PublishAsDockerFile(container => container.WithDockerfile(repository, "IowaSales.Web/Dockerfile"));

var database = AddStore();
AddSignIn();
ShareEnvironment();
if (builder.ExecutionContext.IsRunMode)
{
    AddTraining();
}
else
{
#if COMPOSE_PUBLISHING
    // The images carry the model and its sales, so nothing of this machine's paths is published
    builder.AddDockerComposeEnvironment("compose").WithDashboard(enabled: false);
#else
    await Console.Error.WriteLineAsync(
        "There is nothing to publish to: this build is without Aspire.Hosting.Docker, which is not on this machine's NuGet sources. "
        + "The repository's own docker-compose.yml runs the same system: docker compose up --build");
    return 1;
#endif
}

builder.Build().Run();
return 0;

// The services run in the environment of the AppHost, and would take themselves to be in production without being told
void ShareEnvironment()
{
    if (builder.ExecutionContext.IsRunMode)
    {
        foreach (var service in (IResourceBuilder<ProjectResource>[])[api, web])
        {
            service.WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName);
        }
    }
}

// Nobody signs in unless Auth:Mode says so: in development the ports are this machine's, and what is published is a starting point. The other settings of
// the section go along
void AddSignIn()
{
    foreach (var service in (IResourceBuilder<ProjectResource>[])[api, web])
    {
        service.WithEnvironment("Auth__Mode", "none");
        foreach (var setting in builder.Configuration.GetSection("Auth").GetChildren())
        {
            service.WithEnvironment($"Auth__{setting.Key}", setting.Value);
        }
    }

    if (builder.Configuration["Api:Key"] is { Length: > 0 } key)
    {
        web.WithEnvironment("Api__Key", key);
    }
}

// Sales that come in over HTTP are kept where Sales:Store says: "postgres" adds a PostgreSQL container with a volume; anything else is
// an SQLite file or a connection string, as the API takes it.
IResourceBuilder<PostgresDatabaseResource>? AddStore()
{
    const string Postgres = "postgres";
    var store = builder.Configuration["Sales:Store"];
    if (string.Equals(store, Postgres, StringComparison.OrdinalIgnoreCase))
    {
        var sales = builder.AddPostgres(Postgres).WithDataVolume().AddDatabase("sales");
        api.WithEnvironment(context => context.EnvironmentVariables["Sales__Store"] = sales.Resource.ConnectionStringExpression).WaitFor(sales);
        return sales;
    }

    if (!string.IsNullOrWhiteSpace(store))
    {
        api.WithEnvironment("Sales__Store", store);
    }

    return null;
}

// The trainer runs first where there is no model; where there is one, on demand. The API notices a new model by itself.
void AddTraining()
{
    var salesPath = Path.GetFullPath(builder.Configuration["Data:Path"] ?? "data/iowa_sales.csv", repository);
    var modelPath = Path.GetFullPath(builder.Configuration["Model:Path"] ?? "model", repository);
    var sales = builder.AddParameter("sales-file", salesPath);
    var model = builder.AddParameter("model-folder", modelPath);
    api.WithEnvironment("Data__Path", sales).WithEnvironment("Model__Path", model);

    var trainer = builder.AddProject<Projects.IowaSales_Trainer>("trainer", launchProfileName: null)
        .WithArgs("train", "--data", sales, "--model", model)
        .WithIconName("BrainCircuit");
    if (builder.Configuration["Calendar:Path"] is { Length: > 0 } stated)
    {
        var calendar = builder.AddParameter("calendar-file", Path.GetFullPath(stated, repository));
        trainer.WithArgs("--calendar", calendar);
        api.WithEnvironment("Calendar__Path", calendar);
    }

    trainer.WithCommand(
        "retrain",
        "Retrain",
        context => context.Services.GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(trainer.Resource, KnownResourceCommands.StartCommand, context.CancellationToken),
        new CommandOptions
        {
            Description = "Trains a model on the sales again; the API serves it as soon as it is written.",
            ConfirmationMessage = "Train a new model and serve it in place of the present one?",
            IconName = "ArrowSync",
            IsHighlighted = true,
            UpdateState = context => IsIdle(context.ResourceSnapshot.State?.Text) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
        });

    AddSilos(trainer, model);
    if (File.Exists(Path.Combine(modelPath, "manifest.json")))
    {
        trainer.WithExplicitStart();
    }
    else
    {
        api.WaitForCompletion(trainer);
    }
}

// Silos:Replicas processes do the shards of large trainings; none by default. The container of the sales, where there is one, lists them, else the training
// itself. They are plain projects: what Aspire.Hosting.Orleans hands over are settings of Orleans' own lists of members, which this system does not use.
void AddSilos(IResourceBuilder<ProjectResource> trainer, IResourceBuilder<ParameterResource> model)
{
    var replicas = builder.Configuration.GetValue("Silos:Replicas", 0);
    if (replicas < 1)
    {
        return;
    }

    trainer.WithArgs("--cluster");
    var silos = builder.AddProject<Projects.IowaSales_Trainer>("silos", launchProfileName: null)
        .WithArgs("worker", "--cluster", "--model", model)
        .WithReplicas(replicas)
        .WithIconName("ServerMultiple");
    if (database is not null)
    {
        foreach (var member in (IResourceBuilder<ProjectResource>[])[trainer, silos])
        {
            member.WithEnvironment(context => context.EnvironmentVariables["Cluster__Membership"] = database.Resource.ConnectionStringExpression).WaitFor(database);
        }
    }
}

static bool IsIdle(string? state) =>
    state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state);
