using System.Security.Cryptography;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Import;

/// <summary>Imports batches of drivers and of item attributes into the store, undoes them and applies them again.</summary>
/// <param name="store">The store, prepared.</param>
/// <param name="drivers">Reads what is in force.</param>
/// <param name="time">Clock for the time of receipt.</param>
/// <param name="maxValues">Most values that may be in force: changes of drivers, and attributes of items.</param>
public sealed class DriverImport(SalesStore store, StoredDrivers drivers, TimeProvider time, long maxValues = long.MaxValue)
{
    private const int MaxBatches = 10_000;

    /// <summary>Imports a batch, or says what it would change.</summary>
    /// <param name="source">Where it comes from, in the sender's words.</param>
    /// <param name="file">What was read.</param>
    /// <param name="known">The drivers of the model: types have to agree with them too.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="author">Who imports it; null where that is not known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What became of the batch; one whose values are all in force already changes nothing.</returns>
    /// <exception cref="BatchRejectedException">A driver is of another type than before, or more would be in force than may be.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    public Task<DriverReceipt> ImportAsync(string source, DriverFile file, DriverSet known, bool preview, string? author = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(known);
        var content = DriverBytes.Write(file.Set);
        return store.WriteAsync(
            async context =>
            {
                var inForce = await drivers.InForceAsync(context, cancellationToken).ConfigureAwait(false);
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
                    ChangedVersion = Next(state),
                    Content = content,
                    Author = author,
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

                    Count(state, batch, known, file.Set);
                    context.DriverBatches.Add(batch);
                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                }

                return new DriverReceipt(already ?? batch, already is not null, change);
            },
            cancellationToken);
    }

    /// <summary>Undoes a batch: what it states has what the newest of the others states, or nothing.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="known">The drivers of the model: only theirs change forecasts.</param>
    /// <param name="by">Who undoes it; null where that is not known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The batch, undone; null when there is none of that number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<DriverBatch?> UndoAsync(long id, DriverSet known, string? by = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, BatchState.Undone, known, by, cancellationToken);

    /// <summary>Applies an undone batch again, at its old place.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="known">The drivers of the model: types have to agree with them.</param>
    /// <param name="by">Who applies it; null where that is not known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The batch, applied; null when there is none of that number.</returns>
    /// <exception cref="BatchChangeRefusedException">A driver has become of another type meanwhile.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<DriverBatch?> ApplyAsync(long id, DriverSet known, string? by = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, BatchState.Applied, known, by, cancellationToken);

    private Task<DriverBatch?> ChangeAsync(long id, BatchState wanted, DriverSet known, string? by, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async context =>
            {
                var batch = await context.DriverBatches.SingleOrDefaultAsync(candidate => candidate.Id == id, cancellationToken).ConfigureAwait(false);
                if (batch is null || batch.State == wanted)
                {
                    return batch;
                }

                var set = DriverBytes.Read(batch.Content);
                if (wanted == BatchState.Applied)
                {
                    var inForce = await drivers.InForceAsync(context, cancellationToken).ConfigureAwait(false);
                    try
                    {
                        Require(known, inForce, set);
                    }
                    catch (BatchRejectedException rejected)
                    {
                        throw new BatchChangeRefusedException(rejected.Message);
                    }
                }

                var state = await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false);
                batch.State = wanted;
                batch.ChangedBy = by;
                batch.UndoneAt = wanted == BatchState.Undone ? time.GetUtcNow() : null;
                batch.ChangedVersion = Next(state);
                Count(state, batch, known, set);
                return batch;
            },
            cancellationToken);

    /// <summary>Larger than any version before.</summary>
    private static long Next(StoreState state) => Math.Max(state.DataVersion, state.DriverVersion) + 1;

    /// <summary>
    /// Counts a change. Stock, order terms and whatever else no model forecasts with leave the version of the sales as it is: nothing is forecast anew
    /// and no other forecast enters the ledger.
    /// </summary>
    private static void Count(StoreState state, DriverBatch batch, DriverSet known, DriverSet set)
    {
        state.DriverVersion = batch.ChangedVersion;
        state.DataVersion += set.OnlyThoseOf(known, out _).IsEmpty ? 0 : 1;
    }

    private void Require(DriverSet known, DriverSet inForce, DriverSet set)
    {
        DriverSet together;
        try
        {
            together = inForce.With(set);
            known.With(together);
        }
        catch (ArgumentException exception)
        {
            throw new BatchRejectedException($"{exception.Message.Split(" (Parameter")[0]} Nothing of the batch was kept.");
        }

        if (ValuesOf(together) > maxValues)
        {
            throw new BatchRejectedException(FormattableString.Invariant(
                $"With this batch the store would hold more than {maxValues:#,0} values of drivers and attributes, the most that the memory of this service takes. Nothing of it was kept. Leave out columns or items that are not sold, undo a batch that is no longer needed, or raise the memory limit."));
        }

        var many = together.Drivers.Where(driver => driver.Levels.Count > DriverCollector.MaxLevels).Select(driver => driver.Name)
            .Concat(together.Attributes.Where(attribute => attribute.Levels.Count > AttributeCollector.MaxLevels).Select(attribute => attribute.Name))
            .FirstOrDefault();
        if (many is not null)
        {
            throw new BatchRejectedException(FormattableString.Invariant(
                $"With this batch {many} would have more different texts than a category may have ({DriverCollector.MaxLevels:#,0} of a driver, {AttributeCollector.MaxLevels:#,0} of an attribute). Nothing of it was kept. Leave the column out."));
        }
    }

    private static long ValuesOf(DriverSet set) =>
        set.Attributes.Sum(attribute => attribute.Items.LongCount())
        + Enumerable.Range(0, set.Drivers.Count).Sum(driver => set.ItemsOf(driver).Prepend(null).Sum(item => set.RunsOf(driver, item).LongCount()));
}

/// <summary>What became of a batch of drivers or attributes.</summary>
/// <param name="Batch">The batch as stored; as it would be, for a preview.</param>
/// <param name="AlreadyKnown">True when the same content was imported before and is all in force; nothing was changed.</param>
/// <param name="Changes">How it meets what was in force.</param>
public sealed record DriverReceipt(DriverBatch Batch, bool AlreadyKnown, DriverChanges Changes);
