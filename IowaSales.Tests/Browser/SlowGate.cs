using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IowaSales.Tests.Browser;

/// <summary>Stands before an API and holds every answer back for a while.</summary>
internal sealed class SlowGate : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _api;
    private int _delay;

    private SlowGate(WebApplication app, HttpClient api) => (_app, _api) = (app, api);

    /// <summary>How long answers are held back from now on.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromMilliseconds(_delay);
        set => Volatile.Write(ref _delay, (int)value.TotalMilliseconds);
    }

    public string Address => _app.Urls.First();

    public static async Task<SlowGate> StartAsync(string api, TimeSpan delay)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var gate = new SlowGate(builder.Build(), new HttpClient { BaseAddress = new Uri(api) }) { Delay = delay };
        gate._app.Run(gate.PassAsync);
        await gate._app.StartAsync();
        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _api.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        await Task.Delay(Volatile.Read(ref _delay), context.RequestAborted);
        using var answer = await _api.GetAsync(
            new Uri(context.Request.Path + context.Request.QueryString.ToString(), UriKind.Relative), context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
