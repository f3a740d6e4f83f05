using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models;

/// <summary>
/// Recency-weighted mean of the last same weekdays, each value held within a robust band around the weekday's median so that one
/// promotion does not lift the next weeks. The window is the one that would have forecast the series' last weeks best.
/// </summary>
public sealed class WeekdayProfile : LocalFamily<WeekdayProfile.Parameters>
{
    private const int Season = 7;
    private const int ScoredWeeks = 12;
    private const double WinsorWidth = 3;

    /// <summary>Fewer rows than this cannot tell one window from another.</summary>
    private const int LeastRowsToChoose = 12;

    private static readonly int[] Windows = [4, 6, 8, 13, 26];
    private static readonly double[] Decays = [0.8, 0.9, 1.0];

    /// <inheritdoc/>
    public override string Name => "WeekdayProfile";

    /// <inheritdoc/>
    public override bool SuitsSparsePanels => true;

    /// <inheritdoc/>
    public override int RelativeCost => 2;

    /// <inheritdoc/>
    protected override Parameters FitSeries(History history, int series, FitOptions options)
    {
        var best = new Parameters(8, 0.9);
        if (history.Rows(series).Count < LeastRowsToChoose)
        {
            return best;
        }

        var daily = history.Daily(series);
        var bestError = double.PositiveInfinity;
        var from = Math.Max(Season * 2, daily.Length - (ScoredWeeks * Season));
        foreach (var window in Windows)
        {
            foreach (var decay in Decays)
            {
                var candidate = new Parameters(window, decay);
                var error = 0.0;
                for (var day = from; day < daily.Length; day++)
                {
                    if (!double.IsNaN(daily[day]))
                    {
                        error += Math.Abs(daily[day] - Level(daily, day, candidate));
                    }
                }

                if (error < bestError)
                {
                    (best, bestError) = (candidate, error);
                }
            }
        }

        return best;
    }

    /// <inheritdoc/>
    protected override void ForecastSeries(History history, int series, Parameters parameters, Span<double> forecast)
    {
        var daily = history.Daily(series);
        for (var step = 0; step < forecast.Length; step++)
        {
            forecast[step] = step < Season ? Level(daily, daily.Length + step, parameters) : forecast[step - Season];
        }
    }

    /// <inheritdoc/>
    protected override void WriteParameters(BinaryWriter writer, Parameters parameters)
    {
        writer.Write(parameters.Weeks);
        writer.Write(parameters.Decay);
    }

    /// <inheritdoc/>
    protected override Parameters ReadParameters(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadDouble());

    private static double Level(ReadOnlySpan<double> daily, int day, Parameters parameters)
    {
        Span<double> values = stackalloc double[Windows[^1]];
        var count = 0;
        for (var past = day - Season; past >= 0 && count < parameters.Weeks; past -= Season)
        {
            if (past < daily.Length && !double.IsNaN(daily[past]))
            {
                values[count++] = daily[past];
            }
        }

        if (count == 0)
        {
            return 0;
        }

        Span<double> sorted = stackalloc double[count];
        values[..count].CopyTo(sorted);
        sorted.Sort();
        var median = Median(sorted);
        for (var i = 0; i < count; i++)
        {
            sorted[i] = Math.Abs(values[i] - median);
        }

        sorted.Sort();
        var band = WinsorWidth * 1.4826 * Median(sorted);
        var sum = 0.0;
        var weights = 0.0;
        var weight = 1.0;
        for (var i = 0; i < count; i++)
        {
            var value = band > 0 ? Math.Clamp(values[i], median - band, median + band) : values[i];
            sum += weight * value;
            weights += weight;
            weight *= parameters.Decay;
        }

        return sum / weights;
    }

    private static double Median(ReadOnlySpan<double> sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    /// <summary>The window of one series.</summary>
    /// <param name="Weeks">Number of same weekdays, at least 1.</param>
    /// <param name="Decay">Weight of each older week relative to the next younger one, in (0, 1].</param>
    public readonly record struct Parameters(int Weeks, double Decay);
}
