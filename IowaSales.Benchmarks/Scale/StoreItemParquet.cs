using IowaSales.Forecasting.Data;
using Parquet;

namespace IowaSales.Benchmarks.Scale;

/// <summary>Reads <c>date, store, item_number, total_amount_sold</c> from Parquet into a panel with one series per store and item.</summary>
internal static class StoreItemParquet
{
    public static async Task<SalesPanel> ReadAsync(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path);
        var fields = reader.Schema.GetDataFields().ToDictionary(field => field.Name, StringComparer.Ordinal);
        var builder = new SalesPanelBuilder();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            var count = checked((int)rows.RowCount);
            var dates = new DateTime?[count];
            var sold = new double?[count];
            var stores = new string?[count];
            var items = new string?[count];
            await rows.ReadAsync<DateTime>(fields["date"], dates);
            await rows.ReadAsync<double>(fields["total_amount_sold"], sold);
            await rows.ReadAsync(fields["store"], stores.AsMemory()!);
            await rows.ReadAsync(fields["item_number"], items.AsMemory()!);
            Add(builder, dates, stores, items, sold);
        }

        return builder.Build();
    }

    private static void Add(SalesPanelBuilder builder, DateTime?[] dates, string?[] stores, string?[] items, double?[] sold)
    {
        Span<char> name = stackalloc char[128];
        for (var row = 0; row < dates.Length; row++)
        {
            if (dates[row] is { } date && sold[row] is { } amount && name.TryWrite($"{stores[row]}|{items[row]}", out var length))
            {
                builder.Add(DateOnly.FromDateTime(date), name[..length], amount);
            }
        }
    }
}
