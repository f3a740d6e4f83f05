using IowaSales.Api.Serving.Store;
using IowaSales.Forecasting.Data.Files;
using IowaSales.ServiceDefaults;
using IowaSales.Storage;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Sales;

/// <summary>
/// Bounds what tables of drivers and attributes may bring, so that they fit the memory: a table is held whole while it is read, and what is in force
/// of all of them always.
/// </summary>
/// <param name="options">The settings.</param>
internal sealed class DriverLimits(IOptions<StoreOptions> options) : IDisposable
{
    /// <summary>Bytes of a value of drivers while its table is read.</summary>
    private const int BytesPerTableValue = 64;
    private const double TableShare = 0.3;

    /// <summary>Bytes of a value in force: held, served, and put together anew with the next batch.</summary>
    private const int BytesPerValue = 160;
    private const double ValueShare = 0.2;
    private const long MinValues = 50_000;

    private const double ByteShare = 0.2;
    private const long MinBytes = 4 << 20;
    private const long MostBytes = 64 << 20;

    /// <summary>Longest time that a table may take to come in: others wait for it.</summary>
    private static readonly TimeSpan MaxReading = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Most values of a table of drivers.</summary>
    public static long MaxTableValues => ServiceMemory.Fit(TableShare, BytesPerTableValue, MinValues, DriverCollector.MaxCells);

    /// <summary>Most values that may be in force of all tables.</summary>
    public static long MaxValues => ServiceMemory.Fit(ValueShare, BytesPerValue, MinValues, DriverCollector.MaxCells);

    /// <summary>Most bytes of a table as it is sent.</summary>
    public long MaxBytes => Math.Min(MaxUnpackedBytes, options.Value.MaxBatchBytes);

    /// <summary>Most bytes of a workbook once it is unpacked.</summary>
    public static long MaxUnpackedBytes => ServiceMemory.Fit(ByteShare, 1, MinBytes, MostBytes);

    /// <summary>Ends the reading of a table that does not come in.</summary>
    /// <param name="cancellationToken">Ends it too.</param>
    public static CancellationTokenSource Reading(CancellationToken cancellationToken)
    {
        var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        reading.CancelAfter(MaxReading);
        return reading;
    }

    /// <summary>Waits until no other table is being read.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Ends it when disposed; null when it has to come again later.</returns>
    public async Task<IDisposable?> BeginAsync(CancellationToken cancellationToken) =>
        await _one.WaitAsync(SalesStore.RequestLimit, cancellationToken) ? new Turn(_one) : null;

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
