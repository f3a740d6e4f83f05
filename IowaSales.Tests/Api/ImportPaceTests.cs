using IowaSales.Api.Sales;
using IowaSales.Storage.Import;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>A batch rests between its rows while the process has other work.</summary>
public sealed class ImportPaceTests
{
    [Theory]
    [InlineData(true, new[] { 2, 60, 2, 60 })]
    [InlineData(false, new[] { 2, 2 })]
    public async Task Rests_after_each_slice_while_there_is_other_work(bool busy, int[] rests)
    {
        var time = new SteppingTime();
        var used = TimeSpan.Zero;
        var pace = new ImportPace(time, () => busy ? used += TimeSpan.FromMilliseconds(1) : used);
        var lines = new List<long>();

        await foreach (var row in pace.Of(RowsOf(600, time), TestContext.Current.CancellationToken))
        {
            lines.Add(row.Line);
        }

        Assert.Equal(Enumerable.Range(0, 600).Select(line => (long)line), lines);
        Assert.Equal(rests, time.Rests);
    }

    private static async IAsyncEnumerable<SalesRow> RowsOf(int count, SteppingTime time)
    {
        await Task.CompletedTask;
        for (var line = 0; line < count; line++)
        {
            time.Step(TimeSpan.FromMilliseconds(1));
            yield return new SalesRow(line, new DateOnly(2024, 1, 1), "A", 1);
        }
    }

    /// <summary>Moves on by what is done, and by a rest as soon as it is asked for.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _now;

        public List<int> Rests { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Step(TimeSpan span) => _now += span.Ticks;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Rests.Add((int)dueTime.TotalMilliseconds);
            Step(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
