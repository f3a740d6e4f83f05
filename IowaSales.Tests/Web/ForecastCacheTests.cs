using IowaSales.Contracts;
using IowaSales.Web.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class ForecastCacheTests : IDisposable
{
    private readonly IForecastClient _api = Substitute.For<IForecastClient>();
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services;
    private readonly ForecastCache _cache;

    public ForecastCacheTests()
    {
        _services = new ServiceCollection().AddSingleton(_api).BuildServiceProvider();
        _cache = new ForecastCache(_services, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cache.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task The_same_question_at_once_is_sent_once()
    {
        var (sent, answer) = (0, new TaskCompletionSource<string>());
        Task<string> Ask() => _cache.GetAsync("q", (_, _) => { sent++; return answer.Task; }, Token);

        var both = Task.WhenAll(Ask(), Ask());
        answer.SetResult("once");

        Assert.Equal(["once", "once"], await both);
        Assert.Equal("once", await Ask());
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task A_request_goes_on_for_those_who_still_wait_and_stops_with_the_last()
    {
        CancellationToken underway = default;
        var started = new TaskCompletionSource();
        Task<string> Ask(CancellationToken token) => _cache.GetAsync("q", async (_, cancellation) =>
        {
            underway = cancellation;
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return "never";
        }, token);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var (one, two) = (Ask(first.Token), Ask(second.Token));
        await started.Task;

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(underway.IsCancellationRequested);

        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        Assert.True(underway.IsCancellationRequested);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        var sent = 0;
        Task<string> Ask() => _cache.GetAsync(
            "q", (_, _) => ++sent == 1 ? Task.FromException<string>(new HttpRequestException()) : Task.FromResult("back"), Token);

        await Assert.ThrowsAsync<HttpRequestException>(Ask);

        Assert.Equal("back", await Ask());
    }

    [Fact]
    public async Task Another_model_makes_every_answer_be_asked_again_once()
    {
        var model = Model("v1");
        _api.GetModelAsync(Arg.Any<CancellationToken>()).Returns(_ => model);
        var changes = new List<ApiState>();
        using var monitor = new ApiMonitor(
            _services, _cache, new ApiAddress(new Uri("http://localhost:8003/"), null), new FakeTimeProvider(), NullLogger<ApiMonitor>.Instance);
        monitor.Changed += changes.Add;
        await monitor.CheckAsync(Token);
        var sent = 0;
        Task<string> Ask() => _cache.GetAsync("q", (_, _) => Task.FromResult($"answer {++sent}"), Token);

        await Ask();
        await monitor.CheckAsync(Token);
        Assert.Equal("answer 1", await Ask());

        model = Model("v2");
        await monitor.CheckAsync(Token);

        Assert.Equal("answer 2", await Ask());
        Assert.Equal(["v1", "v2"], changes.Select(change => change.Model!.Version));
    }

    [Fact]
    public async Task Other_sales_under_the_same_model_make_every_answer_be_asked_again()
    {
        var model = Model("v1") with { SalesVersion = "before" };
        _api.GetModelAsync(Arg.Any<CancellationToken>()).Returns(_ => model);
        using var monitor = new ApiMonitor(
            _services, _cache, new ApiAddress(new Uri("http://localhost:8003/"), null), new FakeTimeProvider(), NullLogger<ApiMonitor>.Instance);
        await monitor.CheckAsync(Token);
        var sent = 0;
        Task<string> Ask() => _cache.GetAsync("q", (_, _) => Task.FromResult($"answer {++sent}"), Token);
        await Ask();

        model = model with { SalesVersion = "corrected" };
        await monitor.CheckAsync(Token);

        Assert.Equal("answer 2", await Ask());
    }

    [Fact]
    public async Task An_answer_from_other_sales_ends_the_monitors_pause_early()
    {
        var time = new FakeTimeProvider();
        using var monitor = new ApiMonitor(
            _services, _cache, new ApiAddress(new Uri("http://localhost:8003/"), null), time, NullLogger<ApiMonitor>.Instance);
        _cache.Know("before");
        _cache.Saw("before");
        Assert.False(_cache.OtherVersion.IsCompleted);

        var pause = monitor.PauseAsync(Token);
        time.Advance(ApiMonitor.ShortestPause);
        _cache.Saw("corrected");

        await pause.WaitAsync(TimeSpan.FromSeconds(20), Token);
        _cache.Know("corrected");
        Assert.False(_cache.OtherVersion.IsCompleted);
    }

    [Fact]
    public async Task The_monitor_tells_once_that_the_API_went_and_once_that_it_came_back()
    {
        var away = false;
        _api.GetModelAsync(Arg.Any<CancellationToken>()).Returns(_ => away ? throw new HttpRequestException() : Model("v1"));
        var time = new FakeTimeProvider();
        var changes = new List<ApiState>();
        using var monitor = new ApiMonitor(
            _services, _cache, new ApiAddress(new Uri("http://localhost:8003/"), null), time, NullLogger<ApiMonitor>.Instance);
        await monitor.CheckAsync(Token);
        monitor.Changed += changes.Add;

        foreach (var state in new[] { true, true, false, false })
        {
            away = state;
            await monitor.CheckAsync(Token);
        }

        Assert.Equal([false, true], changes.Select(change => change.Answers));
        Assert.Equal("v1", changes[0].Model!.Version);
        Assert.Equal(ApiProblemKind.Unreachable, changes[0].Problem!.Kind);
    }

    [Fact]
    public async Task An_API_that_answered_a_page_before_it_went_has_answered_as_far_as_the_monitor_says()
    {
        _api.GetModelAsync(Arg.Any<CancellationToken>()).Returns<ModelInfo>(_ => throw new HttpRequestException());
        var changes = new List<ApiState>();
        using var monitor = new ApiMonitor(
            _services, _cache, new ApiAddress(new Uri("http://localhost:8003/"), null), _time, NullLogger<ApiMonitor>.Instance);
        monitor.Changed += changes.Add;
        await monitor.CheckAsync(Token);
        await _cache.GetAsync("q", (_, _) => Task.FromResult("shown"), Token);
        var shown = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(2));

        await monitor.CheckAsync(Token);
        await monitor.CheckAsync(Token);

        Assert.Equal([null, shown], changes.Select(change => change.LastAnswer));
        Assert.All(changes, change => Assert.NotNull(change.Problem));
    }

    private static ModelInfo Model(string version) => new(
        version, 1, DateTimeOffset.UnixEpoch, "sales.csv", false, default, default, 1, 1, 7, [], "fast", 0, 1, [], []);
}
