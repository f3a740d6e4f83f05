using IowaSales.Api.Sales;
using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Storage.Import;
using Microsoft.Extensions.Options;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>What a batch may bring.</summary>
public sealed class BatchLimitsTests
{
    [Theory]
    [InlineData(2, 100, "The batch has more than 2 items that are not known yet")]
    [InlineData(100, 2, "there would be more than 2, the most that the memory of this service takes")]
    public async Task New_items_are_bounded_in_a_batch_and_in_all(int maxNew, int maxAll, string sentence)
    {
        using var limits = new BatchLimits(Options.Create(new StoreOptions { MaxNewItems = maxNew, MaxItems = maxAll }), new SnapshotSource());

        Assert.Equal(4, await CountAsync(limits, ["A", "B", "a", "B"]));
        var refused = await Assert.ThrowsAsync<BatchRejectedException>(() => CountAsync(limits, ["A", "B", "C"]));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing of it was kept", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<int> CountAsync(BatchLimits limits, string[] items)
    {
        var count = 0;
        await foreach (var _ in limits.Of(RowsOf(items), TestContext.Current.CancellationToken))
        {
            count++;
        }

        return count;
    }

    private static async IAsyncEnumerable<SalesRow> RowsOf(string[] items)
    {
        await Task.CompletedTask;
        foreach (var item in items)
        {
            yield return new SalesRow(2, new DateOnly(2024, 5, 1), item, 1);
        }
    }
}
