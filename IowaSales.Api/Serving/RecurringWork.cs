namespace IowaSales.Api.Serving;

/// <summary>Something that is done again and again beside the requests.</summary>
internal interface IRecurringWork
{
    /// <summary>What is done, as the beginning of a sentence: <c>Following the sales store</c>.</summary>
    string Name { get; }

    /// <summary>Time between the end of one run and the start of the next.</summary>
    TimeSpan Interval { get; }

    /// <summary>Does it once.</summary>
    /// <param name="cancellationToken">Cancels the run.</param>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The one loop behind every recurring work. A run that fails is told once, makes <c>/health</c> degraded, and is tried again at growing
/// intervals; it never ends the loop, and nothing that was served before is given up.
/// </summary>
/// <typeparam name="TWork">The work.</typeparam>
/// <param name="work">The work.</param>
/// <param name="health">Where failures are noted.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
internal sealed partial class RecurringService<TWork>(TWork work, RecurringHealth health, TimeProvider time, ILogger<TWork> log) : BackgroundService
    where TWork : IRecurringWork
{
    private const int MaxDoublings = 5;

    private static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        string? trouble = null;
        while (true)
        {
            try
            {
                await work.RunAsync(stoppingToken);
                (failures, trouble) = (0, null);
                health.Works(work.Name);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                failures = Math.Min(failures + 1, MaxDoublings);
                health.Fails(work.Name);

                // Said once; what is away for an hour does not fill the log.
                if (trouble != exception.Message)
                {
                    trouble = exception.Message;
                    Failed(log, work.Name, exception);
                }
            }

            try
            {
                await Task.Delay(WaitAfter(failures), time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private TimeSpan WaitAfter(int failures)
    {
        var grown = work.Interval * (1 << failures);
        return grown < MaxBackOff || failures == 0 ? grown : TimeSpan.FromTicks(Math.Max(work.Interval.Ticks, MaxBackOff.Ticks));
    }

    [LoggerMessage(1, LogLevel.Error, "{Work} failed; what was served before stays, and it is tried again")]
    private static partial void Failed(ILogger logger, string work, Exception exception);
}

/// <summary>Registers recurring work.</summary>
internal static class RecurringServices
{
    /// <summary>Does a work again and again while the service runs.</summary>
    /// <typeparam name="TWork">The work; a single object that can be asked for.</typeparam>
    /// <param name="services">The services.</param>
    public static void AddRecurring<TWork>(this IServiceCollection services)
        where TWork : class, IRecurringWork
    {
        services.AddSingleton<TWork>();
        services.AddHostedService<RecurringService<TWork>>();
    }
}
