using System.Runtime.CompilerServices;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.GradientBoosting;

namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>Forecasts of trees that correct profiles of a panel with drivers.</summary>
/// <param name="trees">The trees; none leaves the profiles as they are.</param>
/// <param name="plan">How drivers are used.</param>
/// <param name="featureHash">Tells the features that the trees were grown on.</param>
internal sealed class DrivenForecasts(TreeEnsemble? trees, DriverPlan plan, string featureHash) : IFittedFamily
{
    private readonly ConditionalWeakTable<History, float[][]> _forecasts = [];
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public string FeatureHash => featureHash;

    /// <inheritdoc/>
    public void Prepare(History history, int horizon) => ForecastsOf(history, horizon);

    /// <inheritdoc/>
    public void Forecast(History history, int series, Span<double> forecast)
    {
        var all = ForecastsOf(history, forecast.Length)[series];
        for (var step = 0; step < forecast.Length; step++)
        {
            forecast[step] = all[step];
        }
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        writer.Write(featureHash);
        plan.Write(writer);
        writer.Write(trees is not null);
        trees?.Write(writer);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static DrivenForecasts Read(BinaryReader reader)
    {
        var (featureHash, plan) = (reader.ReadString(), DriverPlan.Read(reader));
        return new DrivenForecasts(reader.ReadBoolean() ? TreeEnsemble.Read(reader) : null, plan, featureHash);
    }

    /// <summary>The forecasts of all series, made once per history: laying out a panel costs more than forecasting from it.</summary>
    private float[][] ForecastsOf(History history, int horizon)
    {
        lock (_lock)
        {
            if (!_forecasts.TryGetValue(history, out var forecasts) || forecasts[0].Length < horizon)
            {
                _forecasts.AddOrUpdate(history, forecasts = Make(history, horizon));
            }

            return forecasts;
        }
    }

    private float[][] Make(History history, int horizon)
    {
        var panel = new DrivenPanel(history, plan, horizon);
        var origin = new DrivenOrigin(panel, history.Origin);
        var features = new DrivenFeatures(panel, origin, history.Origin + horizon);
        var table = features.Table;
        if (trees is not null && (table.Hash != featureHash || table.Width < trees.FeatureCount))
        {
            throw new InvalidDataException("The drivers or attributes are others than those that the trees were grown on.");
        }

        var forecasts = new float[history.SeriesCount][];
        Parallel.For(0, forecasts.Length, series =>
        {
            var example = new float[table.Width];
            var own = forecasts[series] = new float[horizon];
            for (var step = 0; origin.Knows(series) && step < horizon; step++)
            {
                var day = history.Origin + step;
                if (history.IsOpen(series, day))
                {
                    features.Fill(series, day, example);
                    own[step] = (float)origin.Profiles.Sales(
                        series, origin.ExpectedOn(series, day, history.Origin + horizon) + (trees?.Score(example) ?? 0));
                }
            }
        });
        return forecasts;
    }
}
