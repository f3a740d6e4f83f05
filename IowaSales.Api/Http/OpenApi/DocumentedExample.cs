using System.Text.Json;
using System.Text.Json.Nodes;
using IowaSales.Contracts;

namespace IowaSales.Api.Http.OpenApi;

/// <summary>An answer that an operation could give.</summary>
/// <param name="Type">Type of the answer.</param>
/// <param name="Make">Makes it.</param>
internal sealed record DocumentedExample(Type Type, Func<JsonNode?> Make)
{
    /// <summary>An answer of a type of the contract.</summary>
    /// <param name="make">Makes it.</param>
    public static DocumentedExample Of<T>(Func<T> make) =>
        new(typeof(T), () => JsonSerializer.SerializeToNode(make(), typeof(T), ContractJson.Default));
}
