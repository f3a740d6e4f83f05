namespace IowaSales.Web.Api;

/// <summary>Shows the <see cref="ForecastCache"/> which version of model and sales every answer was made from: its entity tag.</summary>
/// <param name="cache">The answers kept.</param>
internal sealed class VersionHandler(ForecastCache cache) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response is { IsSuccessStatusCode: true, Headers.ETag.Tag: { } tag })
        {
            // What an answer is made of beside, as its format, stands after a hyphen.
            cache.Saw(tag.Trim('"').Split('-')[0]);
        }

        return response;
    }
}
