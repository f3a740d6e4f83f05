using Xunit;

namespace IowaSales.Tests.AppHost;

/// <summary>The compose file that the AppHost publishes.</summary>
public sealed class PublishedComposeTests
{
    [Fact]
    public async Task Both_services_run_from_images_named_by_variable_on_their_known_ports()
    {
        var compose = await PublishAsync();

        Assert.Contains("image: \"${API_IMAGE}\"", compose, StringComparison.Ordinal);
        Assert.Contains("- \"8003:8080\"", compose, StringComparison.Ordinal);
        Assert.Contains("image: \"${WEB_IMAGE}\"", compose, StringComparison.Ordinal);
        Assert.Contains("- \"8501:8080\"", compose, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dashboard_finds_the_API_by_its_name()
    {
        Assert.Contains("services__api__http__0: \"http://api:8080\"", await PublishAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_trainer_nor_a_path_of_this_machine_is_published()
    {
        var compose = await PublishAsync();

        Assert.DoesNotContain("trainer", compose, StringComparison.Ordinal);
        Assert.DoesNotContain("Model__Path", compose, StringComparison.Ordinal);
        Assert.DoesNotContain("Data__Path", compose, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_cannot_name_themselves_by_a_header()
    {
        Assert.DoesNotContain("FORWARDEDHEADERS", await PublishAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_in_PostgreSQL_comes_with_its_service_and_a_password_by_variable()
    {
        var compose = await PublishAsync("--Sales:Store=postgres");

        Assert.Contains("Sales__Store: \"Host=postgres;Port=5432;Username=postgres;Password=${POSTGRES_PASSWORD};Database=sales\"", compose, StringComparison.Ordinal);
        Assert.Contains("image: \"docker.io/library/postgres:", compose, StringComparison.Ordinal);
    }

    private static async Task<string> PublishAsync(params string[] settings)
    {
        var output = Directory.CreateTempSubdirectory("published-");
        try
        {
            await using var system = await SystemUnderAspire.WithModelAsync(
                ["--operation", "publish", "--step", "publish", "--output-path", output.FullName, .. settings]);
            await using var app = await system.Builder.BuildAsync(TestContext.Current.CancellationToken);
            await app.RunAsync(TestContext.Current.CancellationToken);
            return await File.ReadAllTextAsync(Path.Combine(output.FullName, "docker-compose.yaml"), TestContext.Current.CancellationToken);
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }
}
