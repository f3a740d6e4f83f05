using IowaSales.Forecasting.Models.ExponentialSmoothing;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

/// <summary>The filter's recursions against the textbook's equations, written out plainly, and its gradient against differences.</summary>
public class EtsKernelTests
{
    private const int Length = 60;

    public static TheoryData<string, int> FormsAndSeasons
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var form in EtsForm.Admissible)
            {
                foreach (var season in form.Season == EtsComponent.None ? [1] : new[] { 4, 5, 7, 12 })
                {
                    data.Add(form.ToString(), season);
                }
            }

            return data;
        }
    }

    [Fact]
    public void There_are_nineteen_admissible_forms()
    {
        Assert.Equal(19, EtsForm.Admissible.Count);
        Assert.All(EtsForm.Admissible, form => Assert.Equal(form, EtsForm.Parse(form.ToString())));
    }

    [Theory]
    [MemberData(nameof(FormsAndSeasons))]
    public void The_criterion_is_that_of_the_textbook_equations(string letters, int season)
    {
        var form = EtsForm.Parse(letters);
        var (values, coefficients, state) = Example(form, season);

        var criterion = EtsKernel.For(form).Criterion(values, coefficients, state.AsSpan().ToArray());

        Assert.Equal(PlainCriterion(form, values, coefficients, state), criterion, 1e-9);
    }

    [Theory]
    [MemberData(nameof(FormsAndSeasons))]
    public void The_gradient_is_the_slope_of_the_criterion(string letters, int season)
    {
        const double Step = 1e-6;
        var form = EtsForm.Parse(letters);
        var (values, coefficients, state) = Example(form, season);
        var kernel = EtsKernel.For(form);
        var gradient = new double[EtsKernel.StateGradientOffset + state.Length];
        kernel.CriterionAndGradient(values, coefficients, state.AsSpan().ToArray(), new double[3 * Length], gradient);

        for (var i = 0; i < gradient.Length; i++)
        {
            if ((i is 1 or 3 or 5 && form.Trend == EtsComponent.None) || (i == 2 && form.Season == EtsComponent.None) || (i == 3 && !form.Damped))
            {
                continue;
            }

            var slope = (Moved(i, Step) - Moved(i, -Step)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-4 * Math.Max(1, Math.Abs(slope)));
        }

        double Moved(int index, double by)
        {
            double[] all = [coefficients.Alpha, coefficients.Beta, coefficients.Gamma, coefficients.Phi, .. state];
            all[index] += by;
            return kernel.Criterion(values, new EtsCoefficients(all[0], all[1], all[2], all[3]), all.AsSpan(EtsKernel.StateGradientOffset));
        }
    }

    [Fact]
    public void A_likelihood_allocates_nothing()
    {
        foreach (var form in EtsForm.Admissible)
        {
            var (values, coefficients, state) = Example(form, 7);
            var kernel = EtsKernel.For(form);
            var trace = new double[3 * Length];
            var gradient = new double[EtsKernel.StateGradientOffset + state.Length];
            kernel.CriterionAndGradient(values, coefficients, state.AsSpan().ToArray(), trace, gradient);

            var before = GC.GetAllocatedBytesForCurrentThread();
            kernel.Criterion(values, coefficients, state);
            kernel.CriterionAndGradient(values, coefficients, state, trace, gradient);
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(12)]
    public void Admissibility_is_that_of_the_characteristic_roots(int season)
    {
        var random = new Random(season);
        var (admissible, inadmissible) = (0, 0);
        for (var i = 0; i < 500; i++)
        {
            var coefficients = new EtsCoefficients(
                1.5 * random.NextDouble(), random.NextDouble(), 1.5 * random.NextDouble(), 0.8 + (0.2 * random.NextDouble()));
            var root = LargestCharacteristicRoot(coefficients, season);
            if (Math.Abs(root - 1) < 1e-6)
            {
                continue;
            }

            Assert.Equal(root < 1, coefficients.AreAdmissible(EtsForm.Parse("AAdA"), season));
            (admissible, inadmissible) = root < 1 ? (admissible + 1, inadmissible) : (admissible, inadmissible + 1);
        }

        Assert.True(admissible > 20 && inadmissible > 20, $"{admissible} and {inadmissible} cases test too little.");
    }

    private static double LargestCharacteristicRoot(EtsCoefficients c, int season)
    {
        var polynomial = new double[season + 2];
        polynomial[0] = c.Phi * (1 - c.Alpha - c.Gamma);
        polynomial[1] = c.Alpha + c.Beta - (c.Alpha * c.Phi) + c.Gamma - 1;
        for (var i = 2; i < season; i++)
        {
            polynomial[i] = c.Alpha + c.Beta - (c.Alpha * c.Phi);
        }

        polynomial[season] = c.Alpha + c.Beta - c.Phi;
        polynomial[season + 1] = 1;
        return MathNet.Numerics.FindRoots.Polynomial(polynomial).Max(root => root.Magnitude);
    }

    private static (double[] Values, EtsCoefficients Coefficients, double[] State) Example(EtsForm form, int season)
    {
        var random = new Random(season);
        var values = new double[Length];
        for (var t = 0; t < Length; t++)
        {
            values[t] = t % 11 == 5 ? double.NaN : 1 + (0.3 * Math.Sin(2 * Math.PI * t / season)) + (0.2 * random.NextDouble());
        }

        var state = new double[EtsKernel.SeasonOffset + (form.Season == EtsComponent.None ? 0 : season)];
        state[0] = 1.1;
        state[1] = form.Trend switch { EtsComponent.Additive => 0.01, EtsComponent.Multiplicative => 1.01, _ => 0 };
        for (var slot = EtsKernel.SeasonOffset; slot < state.Length; slot++)
        {
            state[slot] = (form.Season == EtsComponent.Multiplicative ? 1 : 0) + (0.05 * (random.NextDouble() - 0.5));
        }

        var coefficients = new EtsCoefficients(
            0.3, form.Trend == EtsComponent.None ? 0 : 0.05, form.Season == EtsComponent.None ? 0 : 0.2, form.Damped ? 0.9 : 1);
        return (values, coefficients, state);
    }

    /// <summary>Hyndman et al. (2008), tables 2.2 and 2.3: the error first, then the states from it.</summary>
    private static double PlainCriterion(EtsForm form, double[] values, EtsCoefficients c, double[] initial)
    {
        var (level, growth) = (initial[0], initial[1]);
        var factors = initial[EtsKernel.SeasonOffset..];
        double squares = 0, logs = 0;
        var count = 0;
        for (var t = 0; t < values.Length; t++)
        {
            var damped = form.Trend switch { EtsComponent.Additive => c.Phi * growth, EtsComponent.Multiplicative => Math.Pow(growth, c.Phi), _ => 0 };
            var trended = form.Trend switch { EtsComponent.Additive => level + damped, EtsComponent.Multiplicative => level * damped, _ => level };
            var factor = form.Season == EtsComponent.None ? 0 : factors[t % factors.Length];
            var forecast = form.Season switch { EtsComponent.Additive => trended + factor, EtsComponent.Multiplicative => trended * factor, _ => trended };
            var error = double.IsNaN(values[t]) ? 0 : values[t] - forecast;
            var perFactor = form.Season == EtsComponent.Multiplicative ? error / factor : error;
            growth = form.Trend switch
            {
                EtsComponent.Additive => damped + (c.Beta * perFactor),
                EtsComponent.Multiplicative => damped + (c.Beta * perFactor / level),
                _ => 0,
            };
            level = trended + (c.Alpha * perFactor);
            if (form.Season != EtsComponent.None)
            {
                factors[t % factors.Length] = factor + (c.Gamma * (form.Season == EtsComponent.Multiplicative ? error / trended : error));
            }

            if (!double.IsNaN(values[t]))
            {
                count++;
                var scored = form.Error == EtsError.Multiplicative ? error / forecast : error;
                squares += scored * scored;
                logs += form.Error == EtsError.Multiplicative ? Math.Log(forecast) : 0;
            }
        }

        return (count * Math.Log(squares)) + (2 * logs);
    }
}
