using System.Security.Cryptography;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Import;

/// <summary>Imports batches of drivers and of item attributes into the store, undoes them and applies them again.</summary>
/// <param name="store">The store, prepared.</param>
/// <param name="time">Clock for the time of receipt.</param>
public sealed class DriverImport(SalesStore store, TimeProvider time)
{
    private const int MaxBatches = 10_000;

    /// <summary>Imports a batch, or says what it would change.</summary>
    /// <param name="source">Where it comes from, in the sender's words.</param>
    /// <param name="file">What was read.</param>
    /// <param name="known">The drivers of the model: types have to agree with them too.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What became of the batch; one whose values are all in force already changes nothing.</returns>
    /// <exception cref="BatchRejectedException">A driver is of another type than before.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    public Task<DriverReceipt> ImportAsync(string source, DriverFile file, DriverSet known, bool preview, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(known);
        var content = DriverBytes.Write(file.Set);
        return store.WriteAsync(
            async context =>
            {
                var inForce = await StoredDrivers.InForceAsync(context, cancellationToken).ConfigureAwait(false);
                Require(known, inForce, file.Set);
                var change = DriverChanges.Between(inForce, file.Set);
                var state = await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false);
                var days = DriverChanges.DaysOf(file.Set);
                var batch = new DriverBatch
                {
                    IsAttributes = file.Set.Drivers.Count == 0,
                    Source = source,
                    ReceivedAt = time.GetUtcNow(),
                    ContentHash = Convert.ToHexStringLower(SHA256.HashData(content)),
                    State = BatchState.Applied,
                    Rows = file.Rows,
                    Names = string.Join('\n', file.Set.Drivers.Select(driver => driver.Name).Concat(file.Set.Attributes.Select(attribute => attribute.Name))),
                    FirstDate = days?.First,
                    LastDate = days?.Last,
                    ChangedVersion = state.DataVersion + 1,
                    Content = content,
                };
                var already = change.Added + change.Changed == 0
                    ? await context.DriverBatches.AsNoTracking().Where(other => other.ContentHash == batch.ContentHash && other.State == BatchState.Applied)
                        .OrderByDescending(other => other.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false)
                    : null;
                if (already is null && !preview)
                {
                    if (await context.DriverBatches.CountAsync(cancellationToken).ConfigureAwait(false) >= MaxBatches)
                    {
                        throw new BatchRejectedException($"The store holds {MaxBatches} batches of drivers; send more days or items in each.");
                    }

                    state.DataVersion++;
                    context.DriverBatches.Add(batch);
                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                }

                return new DriverReceipt(already ?? batch, already is not null, change);
            },
            cancellationToken);
    }

    /// <summary>Undoes a batch: what it states has what the newest of the others states, or nothing.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The batch, undone; null when there is none of that number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<DriverBatch?> UndoAsync(long id, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, BatchState.Undone, known: null, cancellationToken);

    /// <summary>Applies an undone batch again, at its old place.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="known">The drivers of the model: types have to agree with them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The batch, applied; null when there is none of that number.</returns>
    /// <exception cref="BatchChangeRefusedException">A driver has become of another type meanwhile.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<DriverBatch?> ApplyAsync(long id, DriverSet known, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, BatchState.Applied, known, cancellationToken);

    private Task<DriverBatch?> ChangeAsync(long id, BatchState wanted, DriverSet? known, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async context =>
            {
                var batch = await context.DriverBatches.SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken).ConfigureAwait(false);
                if (batch is null || batch.State == wanted)
                {
                    return batch;
                }

                if (wanted == BatchState.Applied)
                {
                    var inForce = await StoredDrivers.InForceAsync(context, cancellationToken).ConfigureAwait(false);
                    try
                    {
                        Require(known ?? DriverSet.Empty, inForce, DriverBytes.Read(batch.Content));
                    }
                    catch (BatchRejectedException rejected)
                    {
                        throw new BatchChangeRefusedException(rejected.Message);
                    }
                }

                var state = await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false);
                batch.State = wanted;
                batch.UndoneAt = wanted == BatchState.Undone ? time.GetUtcNow() : null;
                batch.ChangedVersion = ++state.DataVersion;
                return batch;
            },
            cancellationToken);

    private static void Require(DriverSet known, DriverSet inForce, DriverSet set)
    {
        try
        {
            known.With(inForce.With(set));
        }
        catch (ArgumentException exception)
        {
            throw new BatchRejectedException($"{exception.Message.Split(" (Parameter")[0]} Nothing of the batch was kept.");
        }
    }
}

/// <summary>What became of a batch of drivers or attributes.</summary>
/// <param name="Batch">The batch as stored; as it would be, for a preview.</param>
/// <param name="AlreadyKnown">True when the same content was imported before and is all in force; nothing was changed.</param>
/// <param name="Changes">How it meets what was in force.</param>
public sealed record DriverReceipt(DriverBatch Batch, bool AlreadyKnown, DriverChanges Changes);
