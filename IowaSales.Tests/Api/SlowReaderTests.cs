using IowaSales.Api.Http.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>Clients that do not read what they asked for.</summary>
public sealed class SlowReaderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_is_cut_off_in_the_midst_of_its_answer_is_no_failure(bool isStreamed)
    {
        await using var services = new ServiceCollection().AddSingleton(AnswerBudget.Fitting).BuildServiceProvider();
        await using var body = new CutOffStream();
        var connection = new Connection();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
        context.Features.Set<IHttpResponseFeature>(new StartedResponse());
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        context.Request.Method = HttpMethods.Get;
        var answer = isStreamed
            ? Answer.Streamed((stream, token) => stream.WriteAsync(new byte[10], token).AsTask(), "tag")
            : Answer.Json(new byte[200_000], "tag").Kept();

        await answer.WriteAsync(context);

        Assert.True(body.IsAsked);
        Assert.True(connection.IsAborted);
    }

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }

    private sealed class StartedResponse : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }

    private sealed class CutOffStream : MemoryStream
    {
        public bool IsAsked { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            IsAsked = true;
            throw new OperationCanceledException();
        }
    }
}
