using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Sales;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class SalesExamples
{
    public static SalesBatch Batch { get; } = new(
        12, "warehouse", TrainedAt.AddDays(1), "applied", new string('a', 64), 500, 498, 2, 0, Through.AddDays(1), Through.AddDays(1), UndoneAt: null);

    public static SalesReceipt Receipt { get; } = new(Batch, Preview: false, AlreadyKnown: false, [], []);

    public static SalesBatches Batches { get; } = new([Batch], 1, 1);

    public static SalesBatchEffect Effect { get; } = new(Batch, Removed: 480, Added: 0, Replaced: 15, Kept: 5);

    public static DriverBatchInfo DriverBatch { get; } = new(
        3, "drivers", "price list", TrainedAt.AddDays(1), "applied", new string('b', 64), 14, ["price", "promo"], Through.AddDays(1), Through.AddDays(7), UndoneAt: null);

    public static DriversReceipt DriverReceipt { get; } = new(
        DriverBatch, Preview: false, AlreadyKnown: false, Added: 14, Changed: 0, Unchanged: 0, [], [], []);

    public static DriverBatches DriverBatches { get; } = new([DriverBatch], 1, 1);
}
