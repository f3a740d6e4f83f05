using MathNet.Numerics.LinearAlgebra;

namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>
/// The part of the day-to-day movement that all series share, as a ridge regression (Hoerl &amp; Kennard 1970) of the panel's mean ratio on
/// the calendar and on its own unexplained part four weeks before: orders follow a monthly cycle that the calendar alone does not tell. The penalty
/// is chosen by generalised cross-validation (Golub, Heath &amp; Wahba 1979).
/// </summary>
/// <param name="Coefficients">One per regressor of <see cref="CalendarDesign"/>, then the one of the residual four weeks before.</param>
internal sealed record CommonEffects(double[] Coefficients)
{
    /// <summary>Days between a day and the residual it inherits from: four weeks keeps the weekday.</summary>
    public const int Lag = 28;

    /// <summary>Penalties that are tried.</summary>
    private static readonly double[] PenaltyScales = [0.25, 0.5, 1, 2, 4, 8];

    /// <summary>Weight of the degrees of freedom in the cross-validation error; above 1 guards against too little penalty (Kim &amp; Gu 2004).</summary>
    private const double FreedomCost = 1.4;

    private const double LagPenalty = 0.1;

    /// <summary>Fits the coefficients by weighted least squares.</summary>
    /// <param name="firstDate">Date of the first day.</param>
    /// <param name="means">Mean ratio of each day; NaN where there is none.</param>
    /// <param name="weights">Weight of each day, at least 0.</param>
    /// <param name="residuals">What the calendar left unexplained of each day in an earlier fit; null to leave the lag out.</param>
    public static CommonEffects Fit(DateOnly firstDate, ReadOnlySpan<double> means, ReadOnlySpan<double> weights, double[]? residuals)
    {
        var size = CalendarDesign.Count + 1;
        var normal = new double[size, size];
        var right = new double[size];
        var row = new double[size];
        for (var day = 0; day < means.Length; day++)
        {
            if (double.IsNaN(means[day]))
            {
                continue;
            }

            CalendarDesign.Fill(firstDate.AddDays(day), row.AsSpan(0, CalendarDesign.Count));
            row[^1] = residuals is not null && day >= Lag ? Known(residuals[day - Lag]) : 0;
            for (var i = 0; i < size; i++)
            {
                if (row[i] == 0)
                {
                    continue;
                }

                var weighted = weights[day] * row[i];
                right[i] += weighted * means[day];
                for (var j = 0; j < size; j++)
                {
                    normal[i, j] += weighted * row[j];
                }
            }
        }

        return new CommonEffects(MinCrossValidationError(normal, right, means, weights));
    }

    /// <summary>The expected ratio of a day, calendar part and inherited part.</summary>
    /// <param name="date">The date.</param>
    /// <param name="residualBefore">What the calendar left unexplained four weeks before; NaN counts as 0.</param>
    public double At(DateOnly date, double residualBefore) => CalendarAt(date) + (Coefficients[^1] * Known(residualBefore));

    /// <summary>The calendar part of the expected ratio of a day.</summary>
    /// <param name="date">The date.</param>
    public double CalendarAt(DateOnly date)
    {
        Span<double> row = stackalloc double[CalendarDesign.Count];
        CalendarDesign.Fill(date, row);
        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            sum += row[i] * Coefficients[i];
        }

        return sum;
    }

    /// <summary>
    /// Solves the ridge equations with the penalty of the least generalised cross-validation error: five series leave more chance in the mean
    /// ratio than five hundred, and want a stronger one.
    /// </summary>
    private static double[] MinCrossValidationError(double[,] normal, double[] right, ReadOnlySpan<double> means, ReadOnlySpan<double> weights)
    {
        var (squares, mass, massSquares) = (0.0, 0.0, 0.0);
        for (var day = 0; day < means.Length; day++)
        {
            if (!double.IsNaN(means[day]))
            {
                squares += weights[day] * means[day] * means[day];
                mass += weights[day];
                massSquares += weights[day] * weights[day];
            }
        }

        var days = massSquares > 0 ? mass * mass / massSquares : 0;
        var gram = Matrix<double>.Build.DenseOfArray(normal);
        var moments = Vector<double>.Build.Dense(right);
        var best = Vector<double>.Build.Dense(right.Length);
        var least = double.PositiveInfinity;
        foreach (var scale in PenaltyScales)
        {
            var penalty = Vector<double>.Build.Dense(right.Length, i => scale * (i < CalendarDesign.Count ? CalendarDesign.PenaltyOf(i) : LagPenalty));
            var factor = (gram + Matrix<double>.Build.DenseOfDiagonalVector(penalty)).Cholesky();
            var solution = factor.Solve(moments);
            var residual = squares - (2 * (solution * moments)) + (solution * (gram * solution));
            var freedom = 1 - (FreedomCost * factor.Solve(gram).Trace() / days);
            var error = freedom > 0 ? residual / (freedom * freedom) : double.MaxValue;
            if (error < least)
            {
                (best, least) = (solution, error);
            }
        }

        return [.. best];
    }

    private static double Known(double residual) => double.IsNaN(residual) ? 0 : residual;
}
