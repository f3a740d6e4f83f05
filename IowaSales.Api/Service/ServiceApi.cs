using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Contracts;

namespace IowaSales.Api.Service;

/// <summary><c>/</c>: that the service runs.</summary>
internal static class ServiceApi
{
    private static readonly ServiceStatus Running = new(
        "running",
        "Iowa Sales Predictor API",
        new Dictionary<string, string> { ["predict"] = "/predict/{item_name}", ["items"] = "/items" });

    private static readonly Answer Status = Answer.Json(Running, ContractJson.Default.ServiceStatus, EntityTags.OfBuild);

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapService(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Read)
        .WithMetadata(((Delegate)Read).Method)
        .AllowAnonymous()
        .WithTags("Service")
        .Answers<ServiceStatus>(
            "GetStatus",
            "That the service runs",
            "Answers while the process is up, with or without a model; /health says whether there is one.",
            ["application/json"])
        .WithExample(() => Running);

    private static Task Read(HttpContext context) => Status.WriteAsync(context);
}
