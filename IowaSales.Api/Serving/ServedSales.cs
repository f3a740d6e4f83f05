using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Training;

namespace IowaSales.Api.Serving;

/// <summary>The model and the sales behind forecasts: what they are is known at once, all else is read when it is first asked for.</summary>
/// <param name="manifest">What the model is.</param>
/// <param name="model">The model.</param>
/// <param name="panel">The sales in use.</param>
/// <param name="history">What was known at the first forecast day.</param>
internal sealed class ServedSales(ModelManifest manifest, OnDemand<ForecastModel> model, OnDemand<SalesPanel> panel, OnDemand<History> history)
{
    /// <summary>What the model is.</summary>
    public ModelManifest Manifest => manifest;

    /// <summary>The model.</summary>
    public ForecastModel Model => model.Value;

    /// <summary>The sales in use.</summary>
    public SalesPanel Panel => panel.Value;

    /// <summary>What was known at the first forecast day.</summary>
    public History History => history.Value;

    /// <summary>Whether the sales are those that the model was trained on.</summary>
    public bool IsOfTraining { get; private init; } = true;

    /// <summary>First date of the sales.</summary>
    public DateOnly FirstDate { get; private init; } = manifest.DataFrom;

    /// <summary>Last date of the sales.</summary>
    public DateOnly LastDate { get; private init; } = manifest.DataThrough;

    /// <summary>A model and sales that are in memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="panel">The sales in use.</param>
    /// <param name="history">What was known at the first forecast day.</param>
    public static ServedSales Of(ForecastModel model, SalesPanel panel, History history) =>
        new(model.Manifest, OnDemand<ForecastModel>.Of(model), OnDemand<SalesPanel>.Of(panel), OnDemand<History>.Of(history))
        {
            IsOfTraining = ReferenceEquals(panel, model.Panel),
            FirstDate = panel.FirstDate,
            LastDate = panel.LastDate,
        };

    /// <summary>A model that is read when it is asked for.</summary>
    /// <param name="manifest">What the model is.</param>
    /// <param name="load">Reads it.</param>
    /// <param name="panel">The same sales as the model's, where they are in memory already; null elsewhere.</param>
    public static ServedSales Of(ModelManifest manifest, Func<ForecastModel> load, SalesPanel? panel)
    {
        var model = new OnDemand<ForecastModel>(load);
        var sales = new OnDemand<SalesPanel>(() => panel ?? model.Value.Panel);
        return new ServedSales(manifest, model, sales, new OnDemand<History>(() => History.Of(sales.Value)));
    }
}
