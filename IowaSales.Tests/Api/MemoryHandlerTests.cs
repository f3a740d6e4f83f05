using IowaSales.Api.Http.Problems;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>Answers that do not fit the memory.</summary>
public sealed class MemoryHandlerTests
{
    [Fact]
    public async Task A_shortage_of_memory_is_503_with_a_time_to_come_back_wherever_it_is_found()
    {
        foreach (var shortage in (Exception[])[new InsufficientMemoryException(), new InvalidOperationException("x", new InsufficientMemoryException()), new AggregateException(new InsufficientMemoryException())])
        {
            var (context, problems) = (new DefaultHttpContext(), new Problems());

            Assert.True(await new MemoryHandler(problems).TryHandleAsync(context, shortage, TestContext.Current.CancellationToken));

            Assert.Equal((503, "5"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString()));
            Assert.Contains("The memory of this service is too small", problems.Written!.ProblemDetails.Detail, StringComparison.Ordinal);
        }

        Assert.False(await new MemoryHandler(new Problems()).TryHandleAsync(new DefaultHttpContext(), new InvalidOperationException("x"), TestContext.Current.CancellationToken));
    }

    private sealed class Problems : IProblemDetailsService
    {
        public ProblemDetailsContext? Written { get; private set; }

        public ValueTask WriteAsync(ProblemDetailsContext context)
        {
            Written = context;
            return ValueTask.CompletedTask;
        }

        public ValueTask<bool> TryWriteAsync(ProblemDetailsContext context)
        {
            Written = context;
            return ValueTask.FromResult(true);
        }
    }
}
