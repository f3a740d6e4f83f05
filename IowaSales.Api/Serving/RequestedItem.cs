using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace IowaSales.Api.Serving;

/// <summary>
/// Finds the item a path names. The server decodes every escape of a path but <c>%2F</c>, so a name with a slash or a percent sign can only
/// be read from the request's line itself.
/// </summary>
internal static class RequestedItem
{
    /// <summary>Name of the route's parameter.</summary>
    public const string RouteKey = "item_name";

    /// <summary>The route's parameter in the OpenAPI document.</summary>
    public static readonly DocumentedParameter Documented = new(
        RouteKey, "Name of the item, in any case.", ParameterType.Text, "BLACK VELVET", InPath: true);

    /// <summary>The refusal of a name in the OpenAPI document.</summary>
    public static readonly DocumentedProblem NotFound = new(
        StatusCodes.Status404NotFound,
        "No such item; `detail` and `closest` give the names closest to it.",
        "Item 'BLAK VELVET' not found. Did you mean 'BLACK VELVET'? GET /items lists all names.",
        ("closest", ["BLACK VELVET"]));

    private const int ClosestNames = 3;

    /// <summary>The series of the item named by the path's second segment.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <exception cref="RequestRefusedException">There is no such item.</exception>
    public static int Item(this HttpRequest request, ForecastSnapshot snapshot)
    {
        var name = NameIn(request);
        var series = snapshot.Items.Find(name);
        return series >= 0 ? series : throw Unknown(name, snapshot);
    }

    /// <summary>The refusal of a name.</summary>
    /// <param name="name">Name as the client wrote it.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static RequestRefusedException Unknown(string name, ForecastSnapshot snapshot) =>
        RequestRefusedException.UnknownItem(name, snapshot.Items.Closest(name, ClosestNames));

    private static string NameIn(HttpRequest request)
    {
        var decoded = (string?)request.RouteValues[RouteKey] ?? "";
        if (!decoded.Contains('%', StringComparison.Ordinal))
        {
            return decoded;
        }

        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var segments = (query < 0 ? target : target[..query]).Split('/');
        // A catch-all names the item with all segments after the first; elsewhere it is one segment.
        var depth = decoded.Count(character => character == '/') + 1;
        var first = Array.FindLastIndex(segments, segments.Length - 1, segment => segment is "predict" or "items") + 1;
        return first > 0 && first + depth <= segments.Length
            ? Uri.UnescapeDataString(string.Join('/', segments, first, depth))
            : decoded;
    }
}
