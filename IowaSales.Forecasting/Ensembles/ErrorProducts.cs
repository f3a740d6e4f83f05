using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Ensembles;

/// <summary>
/// Sums of the products of the scaled errors of each two families: the squared error of every mixture follows from them, and those of the parts of a panel add
/// up to the same whole however it was divided.
/// </summary>
internal sealed class ErrorProducts
{
    private readonly ExactSum[] _sums;

    private ErrorProducts(int families)
    {
        Families = families;
        _sums = new ExactSum[families * (families + 1) / 2];
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] = new ExactSum();
        }
    }

    /// <summary>Number of families.</summary>
    public int Families { get; }

    /// <summary>Number of days that were scored.</summary>
    public long Cells { get; private set; }

    /// <summary>Adds up the errors of a panel, or of a part of it.</summary>
    /// <param name="actual">Sales; NaN is not scored.</param>
    /// <param name="forecasts">Forecasts of each family, all of the same shape as the sales.</param>
    /// <param name="scales">What errors of each series are divided by; a series whose scale is NaN is not scored.</param>
    public static ErrorProducts Of(ForecastCube actual, IReadOnlyList<ForecastCube> forecasts, IReadOnlyList<double> scales)
    {
        var products = new ErrorProducts(forecasts.Count);
        var errors = new double[forecasts.Count];
        var sums = new double[products._sums.Length];
        for (var series = 0; series < actual.SeriesCount; series++)
        {
            Array.Clear(sums);
            for (var origin = 0; origin < actual.OriginCount; origin++)
            {
                for (var step = 0; step < actual.Horizon; step++)
                {
                    for (var family = 0; family < errors.Length; family++)
                    {
                        errors[family] = (actual[origin, series][step] - forecasts[family][origin, series][step]) / scales[series];
                    }

                    products.Cells += Count(errors, sums);
                }
            }

            for (var i = 0; i < sums.Length; i++)
            {
                products._sums[i].Add(sums[i]);
            }
        }

        return products;
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    public static ErrorProducts Read(BinaryReader reader)
    {
        var products = new ErrorProducts(reader.ReadInt32()) { Cells = reader.ReadInt64() };
        for (var i = 0; i < products._sums.Length; i++)
        {
            products._sums[i] = ExactSum.Read(reader);
        }

        return products;
    }

    /// <summary>Adds the errors of another part of the panel.</summary>
    /// <param name="other">Its errors, of the same families.</param>
    public void Add(ErrorProducts other)
    {
        Cells += other.Cells;
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i].Add(other._sums[i]);
        }
    }

    /// <summary>Sum of squared scaled errors of a mean of families.</summary>
    /// <param name="counts">How often each family is in the mean; at least one is.</param>
    /// <returns>The sum; NaN when nothing was scored.</returns>
    public double SquaredErrorOf(ReadOnlySpan<int> counts)
    {
        var (error, total) = (0.0, 0);
        for (var (i, family) = (0, 0); family < counts.Length; family++)
        {
            total += counts[family];
            for (var other = 0; other <= family; other++, i++)
            {
                error += (other < family ? 2.0 : 1.0) * counts[family] * counts[other] * _sums[i].Value;
            }
        }

        return Cells > 0 ? error / ((double)total * total) : double.NaN;
    }

    /// <summary>Writes the sums.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Families);
        writer.Write(Cells);
        Array.ForEach(_sums, sum => sum.Write(writer));
    }

    /// <summary>Adds one day to the sums of a series; a day that is not scored adds nothing.</summary>
    /// <returns>Number of days added.</returns>
    private static int Count(double[] errors, double[] sums)
    {
        if (Array.Exists(errors, double.IsNaN))
        {
            return 0;
        }

        for (var (i, family) = (0, 0); family < errors.Length; family++)
        {
            for (var other = 0; other <= family; other++, i++)
            {
                sums[i] += errors[family] * errors[other];
            }
        }

        return 1;
    }
}
