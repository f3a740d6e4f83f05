using IowaSales.Api.Serving;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>Background work that fails is tried again, told once, and shown by the health check; it never ends.</summary>
public sealed class RecurringServiceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_is_told_once_and_shown_until_the_work_succeeds_again()
    {
        var time = new FakeTimeProvider();
        var health = new RecurringHealth();
        var log = new CollectingLogger();
        using var work = new Work();
        using var service = new RecurringService<Work>(work, health, time, log);
        await service.StartAsync(Cancellation);
        await work.RunsAsync(1);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync(health));

        work.Failure = new IOException("The disk is away.");
        for (var run = 2; run <= 6; run++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await work.RunsAsync(run);
        }

        Assert.Equal(HealthStatus.Degraded, await StatusAsync(health));
        Assert.Single(log.Messages, message => message.Contains("Working failed", StringComparison.Ordinal));

        work.Failure = null;
        time.Advance(TimeSpan.FromSeconds(10));
        await work.RunsAsync(7);
        time.Advance(TimeSpan.FromSeconds(10));
        await work.RunsAsync(8);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync(health));
        await service.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Failures_grow_the_interval_and_a_cancelled_run_is_a_failure_like_any()
    {
        var time = new FakeTimeProvider();
        using var work = new Work { Failure = new OperationCanceledException("A command was given up.") };
        using var service = new RecurringService<Work>(work, new RecurringHealth(), time, new CollectingLogger());
        await service.StartAsync(Cancellation);
        await work.RunsAsync(1);

        // The first interval of a second is doubled by the first failure.
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, work.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        await work.RunsAsync(2);
        await service.StopAsync(Cancellation);
    }

    private static async Task<HealthStatus> StatusAsync(RecurringHealth health) =>
        (await health.CheckHealthAsync(new HealthCheckContext(), Cancellation)).Status;

    private sealed class Work : IRecurringWork, IDisposable
    {
        private readonly SemaphoreSlim _ran = new(0);
        private int _seen;

        public string Name => "Working";

        public TimeSpan Interval => TimeSpan.FromSeconds(1);

        public Exception? Failure { get; set; }

        public int Count { get; private set; }

        public void Dispose() => _ran.Dispose();

        public Task RunAsync(CancellationToken cancellationToken)
        {
            Count++;
            _ran.Release();
            return Failure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
        }

        /// <summary>Waits for a run, and for the loop to wait for the next.</summary>
        public async Task RunsAsync(int count)
        {
            while (_seen < count)
            {
                Assert.True(await _ran.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
                _seen++;
            }

            await Task.Delay(50, Cancellation);
        }
    }

    private sealed class CollectingLogger : ILogger<Work>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Messages)
            {
                Messages.Add(formatter(state, exception));
            }
        }
    }
}
