using IowaSales.ServiceDefaults.Identity;

namespace IowaSales.Web.Hosting;

/// <summary>Headers that keep every page to this origin.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Nothing from outside: scripts, fonts, images and connections come from this origin alone. Inline styles are allowed because the
    /// component library and the chart library position their elements by style attributes; inline scripts are not.
    /// </summary>
    private const string BeforeForms =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>Adds the headers to every answer.</summary>
    /// <param name="app">The application.</param>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        // The form that signs out is led on to the provider
        var provider = app.Services.GetRequiredService<SignInSettings>().Authority?.GetLeftPart(UriPartial.Authority);
        var policy = provider is null ? BeforeForms : $"{BeforeForms} {provider}";
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            return next(context);
        });
    }
}
