using IowaSales.Api.Serving;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>What several requests wait for is computed once, and not for nobody.</summary>
public sealed class SharedWorkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_ends_when_the_last_who_waits_gives_up_and_begins_again_with_the_next()
    {
        var running = new SemaphoreSlim(0);
        var ended = new SemaphoreSlim(0);
        var begun = 0;
        var work = new SharedWork(
            token =>
            {
                if (Interlocked.Increment(ref begun) > 1)
                {
                    return "done";
                }

                running.Release();
                token.WaitHandle.WaitOne(Patience);
                ended.Release();
                token.ThrowIfCancellationRequested();
                return "in vain";
            },
            Stop);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var waiting = (First: work.WaitAsync(first.Token), Second: work.WaitAsync(second.Token));

        // Work that was given up before a thread took it never runs, which is not what is asked here
        Assert.True(await running.WaitAsync(Patience, Stop));
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.First);
        Assert.Equal(0, ended.CurrentCount);
        Assert.False(waiting.Second.IsCompleted);

        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Second);
        Assert.True(await ended.WaitAsync(Patience, Stop));
        Assert.Equal("done", await work.WaitAsync(Stop));
        Assert.Equal("done", await work.WaitAsync(Stop));
        Assert.Equal(2, begun);
    }

    [Fact]
    public async Task A_failure_stays()
    {
        var begun = 0;
        var work = new SharedWork(
            _ =>
            {
                begun++;
                throw new InvalidOperationException("It cannot be computed.");
            },
            Stop);

        await Assert.ThrowsAsync<InvalidOperationException>(() => work.WaitAsync(Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => work.WaitAsync(Stop));
        Assert.Equal(1, begun);
    }
}
