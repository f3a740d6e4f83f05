using System.Reflection;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class OpenApiDocumentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_operation_is_named_summarised_tagged_and_shown_by_example(bool withStore)
    {
        await using var store = withStore ? await TestStore.SqliteAsync() : null;
        await using var host = await ApiHost.StartAsync(
            settings: store is null ? null : new Dictionary<string, string> { ["Sales:Store"] = store.Connection });
        using var document = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var names = new HashSet<string>();
        foreach (var (address, operation) in Operations(document))
        {
            Assert.True(names.Add(operation.GetProperty("operationId").GetString()!), $"{address} has a name that another has too.");
            Assert.True(operation.GetProperty("summary").GetString() is { Length: > 5 }, $"{address} has no summary.");
            Assert.True(operation.GetProperty("tags").GetArrayLength() == 1, $"{address} has no tag.");
            if (operation.TryGetProperty("parameters", out var parameters))
            {
                Assert.All(
                    parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query"),
                    parameter =>
                    {
                        Assert.True(parameter.TryGetProperty("description", out _), $"{address} does not describe {parameter.GetProperty("name")}.");
                        Assert.True(parameter.TryGetProperty("example", out _), $"{address} shows no example of {parameter.GetProperty("name")}.");
                    });
                Assert.Distinct(parameters.EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()));
            }

            var answers = operation.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] == '2').ToArray();
            Assert.NotEmpty(answers);
            Assert.All(answers, answer => Assert.True(
                answer.Value.GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _), $"{address} shows no example of its answer."));
            if (operation.TryGetProperty("requestBody", out var body))
            {
                Assert.All(body.GetProperty("content").EnumerateObject(), media => Assert.True(media.Value.TryGetProperty("example", out _), $"{address} shows no body."));
            }
        }

        Assert.True(names.Count >= (withStore ? 16 : 13));
    }

    [Fact]
    public async Task Every_query_parameter_of_an_import_is_documented()
    {
        await using var store = await TestStore.SqliteAsync();
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string> { ["Sales:Store"] = store.Connection });
        using var document = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));

        var import = Operations(document).Single(operation => operation.Operation.GetProperty("operationId").GetString() == "ImportSales").Operation;

        Assert.Subset(
            import.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!).ToHashSet(),
            (HashSet<string>)["preview", "accept_unusual", "source", "delimiter", "decimal", "date_format", "encoding"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_operation_has_a_method_of_a_typed_client_and_every_method_an_operation(bool withStore)
    {
        await using var store = withStore ? await TestStore.SqliteAsync() : null;
        await using var host = await ApiHost.StartAsync(
            settings: store is null ? null : new Dictionary<string, string> { ["Sales:Store"] = store.Connection });
        using var document = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        Type[] clients = withStore ? [typeof(IForecastClient), typeof(ISalesClient), typeof(IMonitoringClient), typeof(IPlanningClient)] : [typeof(IForecastClient)];
        var methods = clients.SelectMany(client => client.GetMethods(BindingFlags.Public | BindingFlags.Instance)).Select(method => method.Name).ToHashSet();
        var operations = Operations(document).Select(operation => $"{operation.Operation.GetProperty("operationId")}Async").ToHashSet();
        Assert.All(operations, operation => Assert.Contains(operation, methods));
        Assert.All(typeof(ISalesClient).GetMethods().Concat(typeof(IMonitoringClient).GetMethods()).Concat(typeof(IPlanningClient).GetMethods()), method => Assert.Equal(withStore, operations.Contains(method.Name)));
    }

    [Fact]
    public async Task What_changes_state_needs_the_key_and_a_question_does_not()
    {
        await using var store = await TestStore.SqliteAsync();
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string> { ["Sales:Store"] = store.Connection });
        using var document = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        Assert.All(Operations(document), operation =>
            Assert.Equal(!operation.Address.StartsWith("get ", StringComparison.Ordinal) && !operation.Address.EndsWith("/what-if", StringComparison.Ordinal), operation.Operation.TryGetProperty("security", out _)));
    }

    private static IEnumerable<(string Address, JsonElement Operation)> Operations(JsonDocument document) =>
        from path in document.RootElement.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name} {path.Name}", operation.Value);
}
