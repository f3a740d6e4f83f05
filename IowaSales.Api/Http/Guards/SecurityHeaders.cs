using Microsoft.Extensions.Primitives;

namespace IowaSales.Api.Http.Guards;

/// <summary>Headers that keep a browser from treating an answer as anything but data.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues DataOnly = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues DocumentationPage =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

    /// <summary>Sets the headers.</summary>
    /// <param name="context">The exchange.</param>
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase) ? DocumentationPage : DataOnly;
    }
}
