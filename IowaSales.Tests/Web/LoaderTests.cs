using IowaSales.Web.Api;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class LoaderTests
{
    private static readonly ApiAddress Address = new(new Uri("http://localhost:8003/"), null);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_failed_question_is_asked_again_by_itself_until_it_is_answered()
    {
        var asked = 0;
        using var loader = new Loader<string>(Address, _time, () => { });

        loader.Load("a", _ => ++asked < 3 ? Task.FromException<string>(new HttpRequestException("refused")) : Task.FromResult("answer"));

        Assert.Equal(ApiProblemKind.Unreachable, loader.Problem?.Kind);
        Assert.Equal(2, loader.SecondsToNextAttempt);
        for (var second = 0; second < 6; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await loader.Attempt;
        }

        Assert.Equal("answer", loader.Value);
        Assert.Null(loader.Problem);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_question_that_is_no_longer_wanted_is_cancelled_and_cannot_overwrite_the_next()
    {
        var first = new TaskCompletionSource<string>();
        CancellationToken dropped = default;
        using var loader = new Loader<string>(Address, _time, () => { });
        loader.Load("first", token =>
        {
            dropped = token;
            return first.Task;
        });
        var abandoned = loader.Attempt;

        loader.Load("second", _ => Task.FromResult("second"));
        first.SetResult("first");
        await abandoned;

        Assert.True(dropped.IsCancellationRequested);
        Assert.Equal(("second", "second"), (loader.ValueKey, loader.Value));
    }

    [Fact]
    public void What_was_loaded_stays_while_the_same_question_fails()
    {
        var fail = false;
        using var loader = new Loader<string>(Address, _time, () => { });
        loader.Load("a", _ => fail ? Task.FromException<string>(new HttpRequestException()) : Task.FromResult("kept"));
        fail = true;

        loader.Reload();

        Assert.Equal("kept", loader.Value);
        Assert.NotNull(loader.Problem);
    }

    [Fact]
    public void Says_so_when_an_answer_takes_long()
    {
        using var loader = new Loader<string>(Address, _time, () => { });
        loader.Load("a", _ => new TaskCompletionSource<string>().Task);

        Assert.False(loader.Slow);
        _time.Advance(Loader<string>.Patience);

        Assert.True(loader.Slow);
    }
}
