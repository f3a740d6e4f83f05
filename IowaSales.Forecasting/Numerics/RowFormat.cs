using System.Runtime.InteropServices;

namespace IowaSales.Forecasting.Numerics;

/// <summary>Rows of numbers in an artifact: a count, then the values.</summary>
internal static class RowFormat
{
    public static double[][] ReadRows(this BinaryReader reader)
    {
        var rows = new double[reader.ReadCount(sizeof(int))][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = reader.ReadRow();
        }

        return rows;
    }

    public static double[] ReadRow(this BinaryReader reader)
    {
        var row = new double[reader.ReadCount(sizeof(double))];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = reader.ReadDouble();
        }

        return row;
    }

    public static void WriteRows(this BinaryWriter writer, IReadOnlyList<double[]> rows)
    {
        writer.Write(rows.Count);
        foreach (var row in rows)
        {
            writer.WriteRow(row);
        }
    }

    public static void WriteRow(this BinaryWriter writer, double[] row)
    {
        writer.Write(row.Length);
        if (BitConverter.IsLittleEndian)
        {
            writer.Write(MemoryMarshal.AsBytes(row.AsSpan()));
            return;
        }

        foreach (var value in row)
        {
            writer.Write(value);
        }
    }
}
