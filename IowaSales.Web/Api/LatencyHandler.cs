namespace IowaSales.Web.Api;

/// <summary>Times every answer of the API for the <see cref="LatencyLog"/>.</summary>
/// <param name="log">Where the times go.</param>
/// <param name="time">The clock.</param>
internal sealed class LatencyHandler(LatencyLog log, TimeProvider time) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        log.Add(TemplateOf(request.RequestUri!), time.GetElapsedTime(started));
        return response;
    }

    /// <summary>Puts a placeholder where the path names an item, so that all items count as one endpoint.</summary>
    private static string TemplateOf(Uri uri)
    {
        var segments = uri.AbsolutePath.Trim('/').Split('/');
        if (segments is ["predict" or "items", _, ..])
        {
            segments[1] = "{item_name}";
        }

        return "/" + string.Join('/', segments);
    }
}
