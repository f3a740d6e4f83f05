using System.Globalization;
using System.Text.Encodings.Web;
using IowaSales.Web.Text;

namespace IowaSales.Web.Hosting;

/// <summary>A page for somebody who cannot have the dashboard now. It needs no script, no style sheet and no session.</summary>
internal static class PlainPage
{
    /// <summary>The page.</summary>
    /// <param name="title">What is the matter.</param>
    /// <param name="sentences">Why, and what to do.</param>
    /// <param name="retrySeconds">After how many seconds it asks again by itself; null for never.</param>
    /// <param name="link">Words that lead to the dashboard; null for none.</param>
    /// <param name="post">Where a button posts to, and its words; null for none.</param>
    public static string Html(string title, IEnumerable<string> sentences, int? retrySeconds = null, string? link = null, (string Path, string Words)? post = null)
    {
        var encode = HtmlEncoder.Default;
        var refresh = retrySeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"""<meta http-equiv="refresh" content="{seconds}">""") : "";
        var body = string.Concat(sentences.Select(sentence => $"<p>{encode.Encode(sentence)}</p>\n"))
            + (link is null ? "" : $"""<p><a href="/">{encode.Encode(link)}</a></p>""")
            + (post is not { } form ? "" : $"""<form method="post" action="{form.Path}"><button type="submit">{encode.Encode(form.Words)}</button></form>""");
        return
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {refresh}
            <link rel="icon" type="image/svg+xml" href="/favicon.svg">
            <meta name="color-scheme" content="light dark">
            <title>{encode.Encode(UiText.App.Title(title))}</title>
            </head>
            <body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1rem">
            <h1 style="font-size: 1.25rem">{encode.Encode(title)}</h1>
            {body}
            </body>
            </html>
            """;
    }
}
