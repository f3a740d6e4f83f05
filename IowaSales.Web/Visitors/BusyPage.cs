using System.Globalization;
using System.Text.Encodings.Web;
using IowaSales.Web.Text;

namespace IowaSales.Web.Visitors;

/// <summary>The page of a visitor for whom there is no room. It needs no script, no style sheet and no session.</summary>
internal static class BusyPage
{
    /// <summary>The page.</summary>
    /// <param name="retrySeconds">After how many seconds it asks again by itself.</param>
    public static string Html(int retrySeconds)
    {
        var encode = HtmlEncoder.Default;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="{retrySeconds}">
            <meta name="color-scheme" content="light dark">
            <title>{encode.Encode(UiText.App.Title(UiText.Busy.Title))}</title>
            </head>
            <body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1rem">
            <h1 style="font-size: 1.25rem">{encode.Encode(UiText.Busy.Title)}</h1>
            <p>{encode.Encode(UiText.Busy.Detail)}</p>
            <p>{encode.Encode(UiText.Busy.Advice)}</p>
            </body>
            </html>
            """);
    }
}
