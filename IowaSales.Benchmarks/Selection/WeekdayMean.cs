using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;

namespace IowaSales.Benchmarks.Selection;

/// <summary>The mean of the last eight same weekdays: what a family has to beat to be worth its while.</summary>
internal sealed class WeekdayMean : LocalFamily<WeekdayMean.NoParameters>
{
    private const int Season = 7;
    private const int Weeks = 8;

    public const string Title = "WeekdayMean8";

    public override string Name => Title;

    public override string Description => "the mean of the last eight same weekdays";

    protected override NoParameters FitSeries(History history, int series, FitOptions options) => default;

    protected override void ForecastSeries(History history, int series, NoParameters parameters, Span<double> forecast)
    {
        var daily = history.Daily(series);
        for (var step = 0; step < forecast.Length; step++)
        {
            var (sum, count) = (0.0, 0);
            for (var day = daily.Length + step - (((step / Season) + 1) * Season); day >= 0 && count < Weeks; day -= Season)
            {
                if (!double.IsNaN(daily[day]))
                {
                    sum += daily[day];
                    count++;
                }
            }

            forecast[step] = count > 0 ? sum / count : 0;
        }
    }

    protected override void WriteParameters(BinaryWriter writer, NoParameters parameters)
    {
    }

    protected override NoParameters ReadParameters(BinaryReader reader) => default;

    /// <summary>There are none.</summary>
    internal readonly record struct NoParameters;
}
