using System.Collections.Concurrent;
using System.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Cluster;

/// <summary>Storage that speaks as much of the S3 protocol as a training needs: objects are put, unless they are there, read, looked up, listed by page and deleted.</summary>
internal sealed class BucketServer : IAsyncDisposable
{
    private const int PageSize = 3;

    private readonly WebApplication _app;

    private BucketServer(WebApplication app) => _app = app;

    /// <summary>The objects by key, the bucket's name included.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>How often an object that was there was to be put again.</summary>
    public int Refused { get; private set; }

    /// <summary>Pages of lists that were asked for.</summary>
    public int Pages { get; private set; }

    /// <summary>Whether everything is refused.</summary>
    public bool IsClosed { get; set; }

    /// <summary>What the environment says of the server.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = "key",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
    };

    public static async Task<BucketServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(options => options.Limits.MaxRequestBodySize = null).UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new BucketServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        server.Environment["AWS_ENDPOINT_URL"] = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, key) = (context.Request, context.Request.Path.Value!.TrimStart('/'));
        if (IsClosed || !request.Headers.Authorization.ToString().Contains("Credential=key/", StringComparison.Ordinal))
        {
            await FailAsync(context, StatusCodes.Status403Forbidden, "AccessDenied");
        }
        else if (HttpMethods.IsPut(request.Method))
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, context.RequestAborted);
            Assert.Equal("*", request.Headers.IfNoneMatch);
            if (!Objects.TryAdd(key, body.ToArray()))
            {
                Refused++;
                await FailAsync(context, StatusCodes.Status412PreconditionFailed, "PreconditionFailed");
            }
        }
        else if (HttpMethods.IsDelete(request.Method))
        {
            Objects.TryRemove(key, out _);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (request.Query["list-type"] == "2")
        {
            await ListAsync(context, key.TrimEnd('/'));
        }
        else if (!Objects.TryGetValue(key, out var content))
        {
            await FailAsync(context, StatusCodes.Status404NotFound, "NoSuchKey");
        }
        else
        {
            context.Response.ContentLength = content.Length;
            if (HttpMethods.IsGet(request.Method))
            {
                await context.Response.Body.WriteAsync(content, context.RequestAborted);
            }
        }
    }

    private async Task ListAsync(HttpContext context, string bucket)
    {
        Pages++;
        var prefix = $"{bucket}/{context.Request.Query["prefix"]}";
        var after = context.Request.Query["continuation-token"].ToString();
        var keys = Objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Where(key => string.CompareOrdinal(key, after) > 0).Take(PageSize + 1).ToArray();
        var page = keys.Take(PageSize).Select(key => $"<Contents><Key>{SecurityElement.Escape(key[(bucket.Length + 1)..])}</Key><Size>{Objects[key].Length}</Size></Contents>");
        var next = keys.Length > PageSize ? $"<IsTruncated>true</IsTruncated><NextContinuationToken>{keys[PageSize - 1]}</NextContinuationToken>" : "<IsTruncated>false</IsTruncated>";
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync($"<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{next}{string.Concat(page)}</ListBucketResult>", context.RequestAborted);
    }

    private static async Task FailAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync($"<Error><Code>{code}</Code><Message>{code}</Message></Error>", context.RequestAborted);
        }
    }
}
