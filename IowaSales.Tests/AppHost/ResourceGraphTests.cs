using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace IowaSales.Tests.AppHost;

/// <summary>What the AppHost says of the system before anything runs: names, references, waits, health checks, commands.</summary>
public sealed class ResourceGraphTests
{
    [Fact]
    public async Task The_system_is_a_trainer_an_API_and_a_dashboard()
    {
        await using var system = await SystemUnderAspire.WithoutModelAsync();

        Assert.Equal(["api", "trainer", "web"], system.Builder.Resources.OfType<ProjectResource>().Select(resource => resource.Name).Order());
        Assert.Equal(["model-folder", "sales-file"], system.Builder.Resources.OfType<ParameterResource>().Select(resource => resource.Name).Order());
        Assert.Empty(system.Builder.Resources.OfType<ContainerResource>());
    }

    [Fact]
    public async Task Without_a_model_the_API_waits_until_the_trainer_is_done()
    {
        await using var system = await SystemUnderAspire.WithoutModelAsync();

        var wait = Assert.Single(system.Resource("api").Annotations.OfType<WaitAnnotation>());
        Assert.Equal("trainer", wait.Resource.Name);
        Assert.Equal(WaitType.WaitForCompletion, wait.WaitType);
        Assert.Equal(0, wait.ExitCode);
        Assert.Empty(system.Resource("trainer").Annotations.OfType<ExplicitStartupAnnotation>());
    }

    [Fact]
    public async Task With_a_model_the_trainer_starts_only_when_asked_and_the_API_at_once()
    {
        await using var system = await SystemUnderAspire.WithModelAsync();

        Assert.Empty(system.Resource("api").Annotations.OfType<WaitAnnotation>());
        Assert.Single(system.Resource("trainer").Annotations.OfType<ExplicitStartupAnnotation>());
    }

    [Fact]
    public async Task The_dashboard_refers_to_the_API_and_waits_until_it_is_healthy()
    {
        await using var system = await SystemUnderAspire.WithModelAsync();

        var wait = Assert.Single(system.Resource("web").Annotations.OfType<WaitAnnotation>());
        Assert.Equal("api", wait.Resource.Name);
        Assert.Equal(WaitType.WaitUntilHealthy, wait.WaitType);
        Assert.Contains(system.Resource("web").Annotations.OfType<ResourceRelationshipAnnotation>(), relation => relation.Type == "Reference" && relation.Resource.Name == "api");
    }

    [Theory]
    [InlineData("api", 8003)]
    [InlineData("web", 8501)]
    public async Task Both_services_are_reached_from_outside_on_a_known_port_and_asked_for_their_health(string name, int port)
    {
        await using var system = await SystemUnderAspire.WithModelAsync();

        var endpoint = Assert.Single(system.Resource(name).Annotations.OfType<EndpointAnnotation>());
        Assert.Equal("http", endpoint.Name);
        Assert.Equal(port, endpoint.Port);
        Assert.True(endpoint.IsExternal);
        Assert.Contains("/health", Assert.Single(system.Resource(name).Annotations.OfType<HealthCheckAnnotation>()).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_can_be_set()
    {
        await using var system = await SystemUnderAspire.WithModelAsync("--API_PORT=9003", "--WEB_PORT=9501");

        Assert.Equal(9003, system.Resource("api").Annotations.OfType<EndpointAnnotation>().Single().Port);
        Assert.Equal(9501, system.Resource("web").Annotations.OfType<EndpointAnnotation>().Single().Port);
    }

    [Fact]
    public async Task The_trainer_can_be_told_to_train_again()
    {
        await using var system = await SystemUnderAspire.WithModelAsync();

        var command = system.Resource("trainer").Annotations.OfType<ResourceCommandAnnotation>().Single(annotation => annotation.Name == "retrain");
        Assert.Equal("Retrain", command.DisplayName);
        Assert.NotNull(command.ConfirmationMessage);
    }

    [Fact]
    public async Task A_store_in_PostgreSQL_is_a_container_that_the_API_waits_for()
    {
        await using var system = await SystemUnderAspire.WithModelAsync("--Sales:Store=postgres");

        Assert.IsType<PostgresServerResource>(system.Resource("postgres"), exactMatch: false);
        var database = Assert.IsType<PostgresDatabaseResource>(system.Resource("sales"), exactMatch: false);
        Assert.Equal("sales", database.DatabaseName);
        Assert.Contains(system.Resource("api").Annotations.OfType<WaitAnnotation>(), wait => wait.Resource.Name == "sales" && wait.WaitType == WaitType.WaitUntilHealthy);
    }

    [Fact]
    public async Task A_stated_calendar_goes_to_the_trainer_and_to_the_API()
    {
        await using var system = await SystemUnderAspire.WithModelAsync("--Calendar:Path=/calendars/closed-days.csv");

        var calendar = Assert.IsType<ParameterResource>(system.Resource("calendar-file"));
        Assert.Equal("/calendars/closed-days.csv", await calendar.GetValueAsync(TestContext.Current.CancellationToken));
        Assert.Same(calendar, (await EnvironmentOf(system.Resource("api")))["Calendar__Path"]);
        var arguments = await ArgumentsOf(system.Resource("trainer"));
        Assert.Same(calendar, Assert.IsType<IResourceBuilder<ParameterResource>>(arguments[arguments.IndexOf("--calendar") + 1], exactMatch: false).Resource);
    }

    [Fact]
    public async Task Silos_are_replicas_that_the_database_of_the_sales_lists()
    {
        await using var system = await SystemUnderAspire.WithModelAsync("--Silos:Replicas=3", "--Sales:Store=postgres");

        Assert.Equal(3, Assert.Single(system.Resource("silos").Annotations.OfType<ReplicaAnnotation>()).Replicas);
        Assert.Equal(["worker", "--cluster", "--model"], (await ArgumentsOf(system.Resource("silos"))).OfType<string>());
        Assert.Contains("--cluster", (await ArgumentsOf(system.Resource("trainer"))).OfType<string>());
        var database = Assert.IsType<PostgresDatabaseResource>(system.Resource("sales"), exactMatch: false);
        foreach (var member in (string[])["silos", "trainer"])
        {
            var expression = Assert.IsType<ReferenceExpression>((await EnvironmentOf(system.Resource(member)))["Cluster__Membership"]);
            Assert.Equal(database.ConnectionStringExpression.ValueExpression, expression.ValueExpression);
            Assert.Contains(system.Resource(member).Annotations.OfType<WaitAnnotation>(), wait => wait.Resource == database);
        }
    }

    private static async Task<List<object>> ArgumentsOf(IResource resource)
    {
        var arguments = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(new CommandLineArgsCallbackContext(arguments));
        }

        return arguments;
    }

    private static async Task<Dictionary<string, object>> EnvironmentOf(IResource resource)
    {
        var variables = new Dictionary<string, object>();
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), resource, variables);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return variables;
    }
}
