using System.Globalization;
using IowaSales.Forecasting.Data;
using Parquet;
using Parquet.Schema;

namespace IowaSales.Benchmarks.Selection;

/// <summary>Reads a date, an item and a value column of Parquet files into one panel.</summary>
internal static class PanelParquet
{
    /// <summary>Reads the rows of some days.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="item">Name of the item column: text or a whole number.</param>
    /// <param name="value">Name of the value column.</param>
    /// <param name="correct">The value of a row, by its date and the row's other columns; null for the value column as it is.</param>
    /// <param name="days">Which days are read; null for all.</param>
    public static async Task<SalesPanel> ReadAsync(
        IEnumerable<string> paths, string item, string value, Corrected? correct = null, Func<DateOnly, bool>? days = null)
    {
        var builder = new SalesPanelBuilder();
        foreach (var path in paths)
        {
            await using var reader = await ParquetReader.CreateAsync(path);
            var fields = reader.Schema.GetDataFields().ToDictionary(field => field.Name, StringComparer.Ordinal);
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                var dates = await DatesAsync(rows, fields["date"]);
                var items = await NamesAsync(rows, fields[item]);
                var values = await NumbersAsync(rows, fields[value]);
                var (usd, price) = correct is null ? ([], []) : (await NumbersAsync(rows, fields["usd"]), await NumbersAsync(rows, fields["price"]));
                for (var row = 0; row < dates.Length; row++)
                {
                    if (items[row] is not { } name || !(days?.Invoke(dates[row]) ?? true))
                    {
                        continue;
                    }

                    var sold = correct is null ? values[row] : correct(dates[row], values[row], usd[row], price[row]);
                    if (double.IsFinite(sold))
                    {
                        builder.Add(dates[row], name, sold);
                    }
                }
            }
        }

        return builder.Build();
    }

    /// <summary>The number sold on a day, given what the file says.</summary>
    public delegate double Corrected(DateOnly date, double value, double usd, double price);

    private static async Task<DateOnly[]> DatesAsync(ParquetRowGroupReader rows, DataField field)
    {
        var dates = new DateTime?[checked((int)rows.RowCount)];
        await rows.ReadAsync<DateTime>(field, dates);
        return [.. dates.Select(date => DateOnly.FromDateTime(date!.Value))];
    }

    private static async Task<string?[]> NamesAsync(ParquetRowGroupReader rows, DataField field)
    {
        if (field.ClrType != typeof(string) && field.ClrType != typeof(ReadOnlyMemory<char>))
        {
            return [.. (await NumbersAsync(rows, field)).Select(number => number.ToString("F0", CultureInfo.InvariantCulture))];
        }

        var names = new string?[checked((int)rows.RowCount)];
        await rows.ReadAsync(field, names.AsMemory()!);
        return names;
    }

    private static async Task<double[]> NumbersAsync(ParquetRowGroupReader rows, DataField field)
    {
        if (field.ClrType == typeof(double))
        {
            return await ReadAsync<double>(rows, field, number => number);
        }

        if (field.ClrType == typeof(long))
        {
            return await ReadAsync<long>(rows, field, number => number);
        }

        return field.ClrType == typeof(float)
            ? await ReadAsync<float>(rows, field, number => number)
            : await ReadAsync<int>(rows, field, number => number);
    }

    private static async Task<double[]> ReadAsync<T>(ParquetRowGroupReader rows, DataField field, Func<T, double> convert)
        where T : struct
    {
        var values = new T?[checked((int)rows.RowCount)];
        await rows.ReadAsync<T>(field, values);
        return [.. values.Select(value => value is { } known ? convert(known) : double.NaN)];
    }
}
