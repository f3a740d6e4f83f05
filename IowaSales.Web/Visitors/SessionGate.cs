using System.Globalization;
using System.Net.Mime;
using IowaSales.Web.Hosting;
using IowaSales.Web.Text;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.Options;

namespace IowaSales.Web.Visitors;

/// <summary>
/// Stands before everything that costs memory for as long as a person stays. A session, which is a WebSocket of <c>/_blazor</c>, is let in from the
/// dashboard's own origin and while there is room; a page is sent only to who can also have a session, and not too many are rendered at once. Who is
/// refused gets a plain page that asks again by itself.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="sessions">The sessions that are open.</param>
/// <param name="pages">The pages that are being rendered.</param>
/// <param name="options">The settings.</param>
internal sealed class SessionGate(RequestDelegate next, SessionCount sessions, PageQueue pages, IOptions<VisitorOptions> options)
{
    private const string HubPath = "/_blazor";
    private const string NegotiatePath = "/_blazor/negotiate";
    private const int RetryAfterSeconds = 15;

    private readonly HashSet<string> _allowedOrigins =
        new(options.Value.AllowedOrigins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets a request pass, or answers it.</summary>
    /// <param name="context">The exchange.</param>
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(HubPath, StringComparison.OrdinalIgnoreCase) && !IsOwnOrigin(request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, UiText.Busy.OtherOrigin).ConfigureAwait(false);
        }
        else if (request.Path.Equals(HubPath, StringComparison.OrdinalIgnoreCase))
        {
            await OpenSessionAsync(context).ConfigureAwait(false);
        }
        else if (IsPage(context))
        {
            await RenderAsync(context).ConfigureAwait(false);
        }
        else if (request.Path.Equals(NegotiatePath, StringComparison.OrdinalIgnoreCase) && !sessions.HasRoomFor(context.Connection.RemoteIpAddress))
        {
            await TurnAwayAsync(context).ConfigureAwait(false);
        }
        else
        {
            await next(context).ConfigureAwait(false);
        }
    }

    private static bool IsPage(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private async Task RenderAsync(HttpContext context)
    {
        if (!sessions.HasRoomFor(context.Connection.RemoteIpAddress))
        {
            await TurnAwayAsync(context).ConfigureAwait(false);
            return;
        }

        using var place = await pages.EnterAsync(context).ConfigureAwait(false);
        await (place.IsAcquired ? next(context) : TurnAwayAsync(context)).ConfigureAwait(false);
    }

    private async Task OpenSessionAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            // Long polling would let a session outlive every request that could be counted.
            await RefuseAsync(context, StatusCodes.Status400BadRequest, UiText.Busy.WebSocketsOnly).ConfigureAwait(false);
            return;
        }

        using var session = sessions.TryOpen(context.Connection.RemoteIpAddress);
        if (session is null)
        {
            await TurnAwayAsync(context).ConfigureAwait(false);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    /// <summary>Whether a request comes from a page of the dashboard, or from no page at all: browsers always name the origin of a WebSocket.</summary>
    private bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || _allowedOrigins.Contains(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(new HostString(uri.Authority).ToUriComponent(), request.Host.ToUriComponent(), StringComparison.OrdinalIgnoreCase));
    }

    private static Task TurnAwayAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
        return IsPage(context)
            ? WriteAsync(context, StatusCodes.Status503ServiceUnavailable, MediaTypeNames.Text.Html, PlainPage.Html(UiText.Busy.Title, [UiText.Busy.Detail, UiText.Busy.Advice], RetryAfterSeconds))
            : RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, UiText.Busy.Detail);
    }

    private static Task RefuseAsync(HttpContext context, int status, string sentence) =>
        WriteAsync(context, status, MediaTypeNames.Text.Plain, sentence);

    private static Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
