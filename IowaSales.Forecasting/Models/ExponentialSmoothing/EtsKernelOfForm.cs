using System.Runtime.CompilerServices;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>The recursions of one form, compiled for it: every test of a trait is settled when the method is compiled.</summary>
/// <typeparam name="TError">Kind of error.</typeparam>
/// <typeparam name="TTrend">Kind of trend.</typeparam>
/// <typeparam name="TSeason">Kind of season.</typeparam>
internal sealed class EtsKernel<TError, TTrend, TSeason> : EtsKernel
    where TError : struct, EtsTraits.IError
    where TTrend : struct, EtsTraits.IComponent
    where TSeason : struct, EtsTraits.IComponent
{
    public override double Criterion(ReadOnlySpan<double> values, in EtsCoefficients coefficients, Span<double> state)
    {
        var sums = default(ErrorSums);
        return Run(values, coefficients, state, [], ref sums) ? sums.Criterion : double.PositiveInfinity;
    }

    public override double CriterionAndGradient(
        ReadOnlySpan<double> values, in EtsCoefficients coefficients, Span<double> state, Span<double> trace, Span<double> gradient)
    {
        var sums = default(ErrorSums);
        if (!Run(values, coefficients, state, trace, ref sums))
        {
            return double.PositiveInfinity;
        }

        var criterion = sums.Criterion;
        if (double.IsFinite(criterion))
        {
            RunBack(values, coefficients, trace, sums, gradient);
        }

        return criterion;
    }

    public override void Advance(ReadOnlySpan<double> values, in EtsCoefficients coefficients, Span<double> state)
    {
        var season = state.Length - SeasonOffset;
        for (var (t, slot) = (0, SeasonOffset); t < values.Length; t++)
        {
            var damped = Damp(state[1], coefficients.Phi);
            var trended = Trended(state[0], damped);
            if (TSeason.Kind == EtsComponent.Multiplicative)
            {
                trended = Math.Max(trended, Tiny);
            }

            var innovation = values[t];
            if (double.IsNaN(innovation))
            {
                (state[0], state[1]) = (trended, damped);
            }
            else
            {
                var factor = TSeason.Kind == EtsComponent.None ? 0 : state[slot];
                var value = innovation;
                innovation = TSeason.Kind switch
                {
                    EtsComponent.Additive => value - factor - trended,
                    EtsComponent.Multiplicative => (value / factor) - trended,
                    _ => value - trended,
                };
                if (TSeason.Kind == EtsComponent.Additive)
                {
                    state[slot] = factor + (coefficients.Gamma * innovation);
                }
                else if (TSeason.Kind == EtsComponent.Multiplicative)
                {
                    state[slot] = Math.Max(factor + (coefficients.Gamma * ((value / trended) - factor)), Tiny);
                }

                Correct(trended, damped, innovation, coefficients, ref state[0], ref state[1]);
                if (TTrend.Kind == EtsComponent.Multiplicative)
                {
                    state[0] = Math.Max(state[0], Tiny);
                    state[1] = Math.Max(state[1], Tiny);
                }
            }

            slot = slot + 1 < SeasonOffset + season ? slot + 1 : SeasonOffset;
        }
    }

    public override void Forecast(in EtsCoefficients coefficients, ReadOnlySpan<double> state, int slot, Span<double> forecast)
    {
        var season = state.Length - SeasonOffset;
        var (level, growth) = (state[0], state[1]);
        for (var step = 0; step < forecast.Length; step++)
        {
            growth = Damp(growth, coefficients.Phi);
            level = Trended(level, growth);
            forecast[step] = TSeason.Kind switch
            {
                EtsComponent.Additive => level + state[SeasonOffset + ((slot + step) % season)],
                EtsComponent.Multiplicative => level * state[SeasonOffset + ((slot + step) % season)],
                _ => level,
            };
        }
    }

    /// <summary>The filter forward; false when a forecast or factor leaves the form's domain. Keeps level, growth and factor before each step in the trace.</summary>
    private static bool Run(
        ReadOnlySpan<double> values, in EtsCoefficients coefficients, Span<double> state, Span<double> trace, ref ErrorSums sums)
    {
        var level = state[0];
        var growth = state[1];
        var factors = TSeason.Kind == EtsComponent.None ? default : state[SeasonOffset..];
        var slot = 0;
        for (var t = 0; t < values.Length; t++)
        {
            var factor = TSeason.Kind == EtsComponent.None ? 0 : factors[slot];
            if (trace.Length >= 3 * values.Length)
            {
                trace[3 * t] = level;
                trace[(3 * t) + 1] = growth;
                trace[(3 * t) + 2] = factor;
            }

            var damped = Damp(growth, coefficients.Phi);
            var trended = Trended(level, damped);
            var value = values[t];
            if (double.IsNaN(value))
            {
                (level, growth) = (trended, damped);
            }
            else
            {
                if (!Step(value, trended, damped, factor, coefficients, ref level, ref growth, ref sums, out var nextFactor))
                {
                    return false;
                }

                if (TSeason.Kind != EtsComponent.None)
                {
                    factors[slot] = nextFactor;
                }
            }

            if (TSeason.Kind != EtsComponent.None)
            {
                slot = slot + 1 < factors.Length ? slot + 1 : 0;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Step(
        double value,
        double trended,
        double damped,
        double factor,
        in EtsCoefficients coefficients,
        ref double level,
        ref double growth,
        ref ErrorSums sums,
        out double nextFactor)
    {
        double innovation;
        nextFactor = 0;
        if (TSeason.Kind == EtsComponent.Multiplicative)
        {
            if (!(trended > Tiny && factor > Tiny))
            {
                return false;
            }

            var forecast = trended * factor;
            var inverse = 1 / forecast;
            innovation = (value * trended * inverse) - trended;
            nextFactor = factor + (coefficients.Gamma * ((value * factor * inverse) - factor));
            sums.Add<TError>(value, forecast, inverse);
        }
        else
        {
            var forecast = TSeason.Kind == EtsComponent.Additive ? trended + factor : trended;
            if (TError.Kind == EtsError.Multiplicative && !(forecast > Tiny))
            {
                return false;
            }

            innovation = value - forecast;
            nextFactor = factor + (coefficients.Gamma * innovation);
            sums.Add<TError>(value, forecast, TError.Kind == EtsError.Multiplicative ? 1 / forecast : 0);
        }

        Correct(trended, damped, innovation, coefficients, ref level, ref growth);
        return TTrend.Kind != EtsComponent.Multiplicative || (level > Tiny && growth > Tiny);
    }

    /// <summary>The adjoint of the filter: carries the derivatives of the criterion by the states from the last value back to the first.</summary>
    private static void RunBack(
        ReadOnlySpan<double> values, in EtsCoefficients coefficients, ReadOnlySpan<double> trace, in ErrorSums sums, Span<double> gradient)
    {
        gradient.Clear();
        var (byAlpha, byBeta, byGamma, byPhi) = (0.0, 0.0, 0.0, 0.0);
        var (byLevel, byGrowth) = (0.0, 0.0);
        var byFactors = gradient[(StateGradientOffset + SeasonOffset)..];
        var errorWeight = sums.ErrorWeight;
        var slot = TSeason.Kind == EtsComponent.None ? 0 : (values.Length - 1) % byFactors.Length;
        for (var t = values.Length - 1; t >= 0; t--)
        {
            var level = trace[3 * t];
            var growth = trace[(3 * t) + 1];
            var damped = Damp(growth, coefficients.Phi);
            var trended = Trended(level, damped);
            var value = values[t];
            double byTrended, byDamped = byGrowth, byOldLevel = 0;
            if (double.IsNaN(value))
            {
                byTrended = byLevel;
            }
            else
            {
                var factor = trace[(3 * t) + 2];
                var scaled = TTrend.Kind == EtsComponent.Multiplicative ? byGrowth / level : byGrowth;
                var byInnovation = (coefficients.Alpha * byLevel) + (coefficients.Beta * scaled);
                double innovation;
                if (TSeason.Kind == EtsComponent.Multiplicative)
                {
                    var forecast = trended * factor;
                    var inverse = 1 / forecast;
                    var byForecast = ByForecast(value, forecast, inverse, errorWeight);
                    var (overFactor, overTrended) = (value * trended * inverse, value * factor * inverse);
                    innovation = overFactor - trended;
                    var byNext = byFactors[slot];
                    byGamma += (overTrended - factor) * byNext;
                    byFactors[slot] = (byNext * (1 - coefficients.Gamma)) - (byInnovation * overFactor * trended * inverse) + (byForecast * trended);
                    byTrended = byLevel - (coefficients.Gamma * byNext * overTrended * factor * inverse) - byInnovation + (byForecast * factor);
                }
                else
                {
                    var forecast = TSeason.Kind == EtsComponent.Additive ? trended + factor : trended;
                    var byForecast = ByForecast(value, forecast, TError.Kind == EtsError.Multiplicative ? 1 / forecast : 0, errorWeight);
                    innovation = value - forecast;
                    byTrended = byLevel - byInnovation + byForecast;
                    if (TSeason.Kind == EtsComponent.Additive)
                    {
                        var byNext = byFactors[slot];
                        byGamma += innovation * byNext;
                        byFactors[slot] = (byNext * (1 - coefficients.Gamma)) - byInnovation + byForecast;
                        byTrended -= coefficients.Gamma * byNext;
                    }
                }

                byAlpha += innovation * byLevel;
                byBeta += innovation * scaled;
                if (TTrend.Kind == EtsComponent.Multiplicative)
                {
                    byOldLevel = -coefficients.Beta * innovation * scaled / level;
                }
            }

            if (TTrend.Kind == EtsComponent.Additive)
            {
                byDamped += byTrended;
                byLevel = byTrended;
                byPhi += growth * byDamped;
                byGrowth = coefficients.Phi * byDamped;
            }
            else if (TTrend.Kind == EtsComponent.Multiplicative)
            {
                byDamped += byTrended * level;
                byLevel = byOldLevel + (byTrended * damped);
                byPhi += damped * Math.Log(growth) * byDamped;
                byGrowth = coefficients.Phi * damped / growth * byDamped;
            }
            else
            {
                byLevel = byTrended;
            }

            if (TSeason.Kind != EtsComponent.None)
            {
                slot = slot > 0 ? slot - 1 : byFactors.Length - 1;
            }
        }

        (gradient[0], gradient[1], gradient[2], gradient[3]) = (byAlpha, byBeta, byGamma, byPhi);
        (gradient[StateGradientOffset], gradient[StateGradientOffset + 1]) = (byLevel, byGrowth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ByForecast(double value, double forecast, double inverse, double errorWeight) =>
        TError.Kind == EtsError.Additive
            ? -errorWeight * (value - forecast)
            : inverse * (2 - (errorWeight * ((value * inverse) - 1) * value * inverse));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Correct(
        double trended, double damped, double innovation, in EtsCoefficients coefficients, ref double level, ref double growth)
    {
        if (TTrend.Kind == EtsComponent.Additive)
        {
            growth = damped + (coefficients.Beta * innovation);
        }
        else if (TTrend.Kind == EtsComponent.Multiplicative)
        {
            growth = damped + (coefficients.Beta * innovation / level);
        }

        level = trended + (coefficients.Alpha * innovation);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Damp(double growth, double phi) => TTrend.Kind switch
    {
        EtsComponent.Additive => phi * growth,
        EtsComponent.Multiplicative => phi < 1 ? Math.Pow(growth, phi) : growth,
        _ => 0,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Trended(double level, double damped) => TTrend.Kind switch
    {
        EtsComponent.Additive => level + damped,
        EtsComponent.Multiplicative => level * damped,
        _ => level,
    };

    /// <summary>Sums behind the criterion; logarithms are taken of products of many forecasts at a time.</summary>
    private struct ErrorSums
    {
        private const double ProductLimit = 1e200;

        private int _count;
        private double _squares;
        private double _logs;
        private double _product;

        public readonly double ErrorWeight => 2 * _count / (_squares + (_count * VarianceFloor));

        public readonly double Criterion
        {
            get
            {
                if (_count == 0)
                {
                    return 0;
                }

                var logs = TError.Kind == EtsError.Multiplicative ? _logs + Math.Log(_product) : 0;
                return (_count * Math.Log(_squares + (_count * VarianceFloor))) + (2 * logs);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TKind>(double value, double forecast, double inverse)
            where TKind : struct, EtsTraits.IError
        {
            if (TKind.Kind == EtsError.Additive)
            {
                var error = value - forecast;
                _squares += error * error;
            }
            else
            {
                var error = (value * inverse) - 1;
                _squares += error * error;
                _product = _count == 0 ? forecast : _product * forecast;
                if (_product is > ProductLimit or < 1 / ProductLimit)
                {
                    _logs += Math.Log(_product);
                    _product = 1;
                }
            }

            _count++;
        }
    }
}
