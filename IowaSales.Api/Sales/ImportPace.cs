using System.Runtime.CompilerServices;
using IowaSales.Storage.Import;

namespace IowaSales.Api.Sales;

/// <summary>
/// Lets requests go first while a batch comes in: after each slice of rows it looks, for a moment in which the batch rests, whether the
/// process has other work, and if so rests three times as long as the slice took.
/// </summary>
/// <param name="time">Clock.</param>
/// <param name="processorTime">What the process has used of its processors so far.</param>
internal sealed class ImportPace(TimeProvider time, Func<TimeSpan> processorTime)
{
    private const int RowsBetweenLooks = 256;
    private const int RestOfSlice = 3;
    private const double BusyShare = 0.2;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    /// <summary>The same rows, with rests between them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async IAsyncEnumerable<SalesRow> Of(IAsyncEnumerable<SalesRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var count = 0;
        var started = time.GetTimestamp();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            yield return row;
            if (++count % RowsBetweenLooks == 0 && time.GetElapsedTime(started) >= Slice)
            {
                await RestAsync(cancellationToken);
                started = time.GetTimestamp();
            }
        }
    }

    private async Task RestAsync(CancellationToken cancellationToken)
    {
        var (used, started) = (processorTime(), time.GetTimestamp());
        await Task.Delay(Look, time, cancellationToken);
        if (processorTime() - used > BusyShare * time.GetElapsedTime(started))
        {
            await Task.Delay(RestOfSlice * Slice, time, cancellationToken);
        }
    }
}
