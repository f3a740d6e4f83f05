using System.Net.Http.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using IowaSales.Browsing;
using IowaSales.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IowaSales.Tests.AppHost;

/// <summary>The whole system, started by Aspire on a machine without a model.</summary>
public sealed class RunningSystemTests
{
    private const string Product = "BLACK VELVET";

    /// <summary>Training and three starts, on a machine that is busy with other tests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task A_model_is_trained_then_served_then_shown()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        cancellation.CancelAfter(Patience);
        await using var system = await SystemUnderAspire.WithoutModelAsync();
        await using var app = await system.Builder.BuildAsync(cancellation.Token);

        await app.StartAsync(cancellation.Token);
        var resources = app.Services.GetRequiredService<ResourceNotificationService>();
        var running = await resources.WaitForResourceHealthyAsync("web", cancellation.Token);
        Assert.Contains(
            running.Snapshot.EnvironmentVariables,
            variable => variable.Name == "ASPNETCORE_ENVIRONMENT" && variable.Value == system.Builder.Environment.EnvironmentName);

        var trainer = await resources.WaitForResourceAsync("trainer", @event => KnownResourceStates.TerminalStates.Contains(@event.Snapshot.State?.Text), cancellation.Token);
        Assert.Equal(0, trainer.Snapshot.ExitCode);
        Assert.True(File.Exists(Path.Combine(system.ModelFolder, "manifest.json")));

        using var api = app.CreateHttpClient("api", "http");
        var forecast = await api.GetFromJsonAsync($"/predict/{Uri.EscapeDataString(Product)}", ContractJson.Default.ItemForecast, cancellation.Token);
        Assert.Equal(7, forecast!.Predictions.Count);

        Assert.SkipWhen(Chromium.Path is null, "no Chromium on this machine; set CHROMIUM_PATH to one");
        await DashboardVisit.PayAsync(app.GetEndpoint("web", "http"));
    }
}
