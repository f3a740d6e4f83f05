using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.Theta;

/// <summary>
/// The dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos &amp; Koehler 2016, Models for optimising the theta method and
/// their relationship to state space models): the straight line is re-estimated with every value, and theta, the smoothing parameter and
/// the initial level minimise the squared one-step errors. For a given smoothing parameter the errors are linear in the initial level and
/// in 1 - 1/theta, so that both follow from least squares and only the smoothing parameter is searched for.
/// </summary>
public sealed class DynamicThetaModel
{
    private const double MinAlpha = 0.01;
    private const double MaxAlpha = 0.99;
    private const double MaxLineWeight = 0.999;
    private const int GoldenSteps = 12;
    private static readonly double[] AlphaGrid = [MinAlpha, 0.03, 0.06, 0.1, 0.17, 0.27, 0.4, 0.55, 0.75, MaxAlpha];

    private readonly double[] _factors;

    private DynamicThetaModel(double[] factors, double alpha, double lineWeight, double initialLevel)
    {
        _factors = factors;
        Alpha = alpha;
        LineWeight = lineWeight;
        InitialLevel = initialLevel;
    }

    /// <summary>Seasonal factor of each slot, the slot of value t being t modulo the season; empty where no season was found.</summary>
    public ReadOnlySpan<double> Factors => _factors;

    /// <summary>Smoothing parameter of the level, 0.01 .. 0.99.</summary>
    public double Alpha { get; }

    /// <summary>Weight of the straight line, 1 - 1/theta: 0 .. 0.999; 0 is simple exponential smoothing, 1/2 the standard method's theta of 2.</summary>
    public double LineWeight { get; }

    /// <summary>Level before the first value, seasonally adjusted.</summary>
    public double InitialLevel { get; }

    /// <summary>Fits the model.</summary>
    /// <param name="values">Values in time order; NaN is missing and keeps its place.</param>
    /// <param name="season">Season length in steps, 1 for none.</param>
    /// <returns>The model; simple smoothing from the first value where there is nothing to fit.</returns>
    public static DynamicThetaModel Fit(ReadOnlySpan<double> values, int season)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        var adjusted = new double[values.Length];
        ClassicalDecomposition.Fill(values, season, adjusted);
        var factors = SeasonalAdjustment.Factors(adjusted, season);
        SeasonalAdjustment.Remove(values, factors, adjusted);

        var best = 0;
        Span<double> errors = stackalloc double[AlphaGrid.Length];
        for (var i = 0; i < AlphaGrid.Length; i++)
        {
            errors[i] = Solve(adjusted, AlphaGrid[i]).Error;
            best = errors[i] < errors[best] ? i : best;
        }

        var alpha = Golden(adjusted, AlphaGrid[Math.Max(0, best - 1)], AlphaGrid[Math.Min(AlphaGrid.Length - 1, best + 1)]);
        var solution = Solve(adjusted, alpha);
        if (solution.Error > errors[best])
        {
            alpha = AlphaGrid[best];
            solution = Solve(adjusted, alpha);
        }

        return new DynamicThetaModel(factors, alpha, solution.LineWeight, solution.InitialLevel);
    }

    /// <summary>A level at the mean of the known values that barely moves, for series that support no more.</summary>
    /// <param name="values">Values; NaN is missing.</param>
    public static DynamicThetaModel Mean(ReadOnlySpan<double> values)
    {
        var (mean, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                count++;
                mean += (value - mean) / count;
            }
        }

        return new DynamicThetaModel([], MinAlpha, 0, mean);
    }

    /// <summary>Forecasts the steps that follow <paramref name="values"/>.</summary>
    /// <param name="values">Values from the first one fitted on, as many as are known; NaN is missing.</param>
    /// <param name="forecast">Receives one finite value per step.</param>
    public void Forecast(ReadOnlySpan<double> values, Span<double> forecast)
    {
        var adjusted = new double[values.Length];
        SeasonalAdjustment.Remove(values, _factors, adjusted);
        var level = InitialLevel;
        var line = default(RunningLine);
        var decay = 1.0;
        for (var t = 0; t < adjusted.Length; t++)
        {
            var mean = level + (LineWeight * line.Contribution(Alpha, decay));
            decay *= 1 - Alpha;
            if (double.IsNaN(adjusted[t]))
            {
                level = (Alpha * mean) + ((1 - Alpha) * level);
                line.Skip();
            }
            else
            {
                level = (Alpha * adjusted[t]) + ((1 - Alpha) * level);
                line.Add(adjusted[t]);
            }
        }

        for (var step = 0; step < forecast.Length; step++)
        {
            var mean = level + (LineWeight * line.Contribution(Alpha, decay));
            decay *= 1 - Alpha;
            forecast[step] = double.IsFinite(mean) ? mean : 0;
            level = (Alpha * mean) + ((1 - Alpha) * level);
            line.Add(mean);
        }

        SeasonalAdjustment.Restore(forecast, _factors, values.Length);
    }

    internal void Write(BinaryWriter writer)
    {
        SeasonalAdjustment.Write(writer, _factors);
        writer.Write(Alpha);
        writer.Write(LineWeight);
        writer.Write(InitialLevel);
    }

    internal static DynamicThetaModel Read(BinaryReader reader)
    {
        var factors = SeasonalAdjustment.Read(reader);
        return new DynamicThetaModel(factors, reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
    }

    /// <summary>Least squares in the initial level and the line's weight: the level before each value is carried along as a linear function of both.</summary>
    /// <param name="adjusted">Seasonally adjusted values; NaN is missing.</param>
    /// <param name="alpha">Smoothing parameter, above 0 and below 1.</param>
    /// <returns>The sum of squared one-step errors, and what makes it least.</returns>
    internal static (double Error, double LineWeight, double InitialLevel) Solve(ReadOnlySpan<double> adjusted, double alpha)
    {
        var (constant, byInitial, byWeight) = (0.0, 1.0, 0.0);
        var line = default(RunningLine);
        var decay = 1.0;
        var (initialInitial, initialWeight, weightWeight, initialValue, weightValue, valueValue) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var value in adjusted)
        {
            var contribution = line.Contribution(alpha, decay);
            var weight = byWeight + contribution;
            decay *= 1 - alpha;
            if (double.IsNaN(value))
            {
                byWeight += alpha * contribution;
                line.Skip();
                continue;
            }

            var rest = value - constant;
            initialInitial += byInitial * byInitial;
            initialWeight += byInitial * weight;
            weightWeight += weight * weight;
            initialValue += byInitial * rest;
            weightValue += weight * rest;
            valueValue += rest * rest;
            constant += alpha * rest;
            byInitial *= 1 - alpha;
            byWeight *= 1 - alpha;
            line.Add(value);
        }

        if (!(initialInitial > 0))
        {
            return (0, 0, 0);
        }

        var determinant = (initialInitial * weightWeight) - (initialWeight * initialWeight);
        var lineWeight = determinant > 1e-12 * initialInitial * weightWeight
            ? Math.Clamp(((initialInitial * weightValue) - (initialWeight * initialValue)) / determinant, 0, MaxLineWeight)
            : 0;
        var initialLevel = (initialValue - (lineWeight * initialWeight)) / initialInitial;
        var error = valueValue
            - (2 * ((initialLevel * initialValue) + (lineWeight * weightValue)))
            + (initialLevel * initialLevel * initialInitial)
            + (2 * initialLevel * lineWeight * initialWeight)
            + (lineWeight * lineWeight * weightWeight);
        return (error, lineWeight, initialLevel);
    }

    private static double Golden(ReadOnlySpan<double> adjusted, double low, double high)
    {
        const double Ratio = 0.6180339887498949;
        var (left, right) = (high - (Ratio * (high - low)), low + (Ratio * (high - low)));
        var (leftError, rightError) = (Solve(adjusted, left).Error, Solve(adjusted, right).Error);
        for (var step = 0; step < GoldenSteps; step++)
        {
            if (leftError < rightError)
            {
                (high, right, rightError) = (right, left, leftError);
                left = high - (Ratio * (high - low));
                leftError = Solve(adjusted, left).Error;
            }
            else
            {
                (low, left, leftError) = (left, right, rightError);
                right = low + (Ratio * (high - low));
                rightError = Solve(adjusted, right).Error;
            }
        }

        return leftError < rightError ? left : right;
    }

    /// <summary>Least-squares line through the values so far, in the recursions of the paper's equations (9) to (11).</summary>
    private struct RunningLine
    {
        private int _count;
        private double _mean;
        private double _intercept;
        private double _slope;

        /// <summary>What the line adds to the level for the next value.</summary>
        /// <param name="alpha">Smoothing parameter.</param>
        /// <param name="decay">(1 - alpha) to the power of the number of values so far.</param>
        public readonly double Contribution(double alpha, double decay) =>
            (decay * _intercept) + ((1 - (decay * (1 - alpha))) / alpha * _slope);

        public void Add(double value)
        {
            _count++;
            if (_count == 1)
            {
                (_mean, _intercept, _slope) = (value, value, 0);
                return;
            }

            double count = _count;
            _slope = (((count - 2) * _slope) + (6 / count * (value - _mean))) / (count + 1);
            _mean += (value - _mean) / count;
            _intercept = _mean - ((count + 1) / 2 * _slope);
        }

        /// <summary>A missing value lies on the line as it is.</summary>
        public void Skip()
        {
            if (_count > 0)
            {
                Add(_intercept + (_slope * (_count + 1)));
            }
        }
    }
}
