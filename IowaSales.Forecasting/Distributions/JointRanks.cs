using IowaSales.Forecasting.Numerics;
using MathNet.Numerics.Distributions;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// How the days of a horizon go together, for the distribution of their total: a Gaussian copula whose correlation depends on the days between
/// two days alone, so that it holds from whatever weekday the horizon begins (Pinson, Madsen, Nielsen, Papaefthymiou &amp; Klöckl 2009, From
/// probabilistic forecasts to statistical scenarios). Given out as a template: paths of one probability level per day.
/// </summary>
internal static class JointRanks
{
    private const int Paths = 512;

    /// <summary>Days apart from which correlations are pooled: more are seen too rarely.</summary>
    private const int Far = 14;

    /// <summary>Weight of no correlation, in pairs of days.</summary>
    private const double PairPrior = 100;

    /// <summary>Draws a template from what ranks of the days of past windows have in common.</summary>
    /// <param name="ranks">Paths of one probability per day; NaN where there is none.</param>
    /// <param name="horizon">Number of days.</param>
    /// <returns>Paths of one level per day; on every day the levels are spread evenly.</returns>
    public static double[][] Template(IEnumerable<double[]> ranks, int horizon)
    {
        var factor = FactorOf(Correlations(ranks, horizon), horizon);
        var random = new SplitMixRandom(0, nameof(JointRanks));
        var paths = new double[Paths][];
        var normal = new double[horizon];
        for (var pair = 0; pair < Paths; pair += 2)
        {
            for (var day = 0; day < horizon; day++)
            {
                normal[day] = random.Normal();
            }

            // A path and its mirror image, so that the template leans to no side.
            paths[pair] = [.. factor.Select(row => Product(row, normal))];
            paths[pair + 1] = [.. paths[pair].Select(value => -value)];
        }

        for (var day = 0; day < horizon; day++)
        {
            var order = Enumerable.Range(0, Paths).OrderBy(path => paths[path][day]).ToArray();
            for (var place = 0; place < order.Length; place++)
            {
                paths[order[place]][day] = (place + 0.5) / Paths;
            }
        }

        return paths;
    }

    /// <summary>Correlation of the normal scores of two days by the days between them, from 0.</summary>
    private static double[] Correlations(IEnumerable<double[]> ranks, int horizon)
    {
        var (products, pairs) = (new double[horizon], new long[horizon]);
        foreach (var path in ranks)
        {
            double[] scores = [.. path.Select(rank => double.IsNaN(rank) ? double.NaN : Normal.InvCDF(0, 1, Math.Clamp(rank, 1e-6, 1 - 1e-6)))];
            for (var day = 0; day < horizon; day++)
            {
                for (var other = 0; other <= day; other++)
                {
                    var product = scores[day] * scores[other];
                    if (!double.IsNaN(product))
                    {
                        products[day - other] += product;
                        pairs[day - other]++;
                    }
                }
            }
        }

        var correlations = new double[horizon];
        var variance = pairs[0] > 0 ? products[0] / pairs[0] : 1;
        var (farProducts, farPairs) = (products.Skip(Far / 2).Sum(), pairs.Skip(Far / 2).Sum());
        for (var days = 1; days < horizon; days++)
        {
            var (sum, count) = days < Far ? (products[days], pairs[days]) : (farProducts, farPairs);
            correlations[days] = Math.Clamp(sum / variance / (count + PairPrior), -0.95, 0.95);
        }

        correlations[0] = 1;
        return correlations;
    }

    /// <summary>The Cholesky factor of the correlations, drawn towards independence until they are those of some joint distribution.</summary>
    private static double[][] FactorOf(double[] correlations, int horizon)
    {
        const double Drawn = 0.95;
        for (var kept = 1.0; ; kept *= Drawn)
        {
            if (Cholesky(correlations, horizon, kept) is { } factor)
            {
                return factor;
            }
        }
    }

    private static double[][]? Cholesky(double[] correlations, int horizon, double kept)
    {
        const double MinPivot = 1e-6;
        var factor = new double[horizon][];
        for (var row = 0; row < horizon; row++)
        {
            factor[row] = new double[row + 1];
            for (var column = 0; column <= row; column++)
            {
                var sum = row == column ? 1 : kept * correlations[row - column];
                for (var k = 0; k < column; k++)
                {
                    sum -= factor[row][k] * factor[column][k];
                }

                if (row == column && sum < MinPivot)
                {
                    return null;
                }

                factor[row][column] = row == column ? Math.Sqrt(sum) : sum / factor[column][column];
            }
        }

        return factor;
    }

    private static double Product(double[] row, double[] values)
    {
        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            sum += row[i] * values[i];
        }

        return sum;
    }
}
