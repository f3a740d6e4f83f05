using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.DriverAdjustments;

/// <summary>
/// A family that sees sales alone, with the effects of drivers taken off the sales that it learns from and put back on its forecasts: regress, forecast
/// the remainder, add back. Where drivers have no effect (<see cref="DriverAdjustment"/>), it is the family itself.
/// </summary>
/// <param name="family">The family; it does not see drivers.</param>
public sealed class DrivenFamily(IModelFamily family) : IModelFamily
{
    /// <summary>Stands before the name of the family.</summary>
    public const string Prefix = "Driven";

    /// <inheritdoc/>
    public string Name => Prefix + family.Name;

    /// <inheritdoc/>
    public string Description => $"{family.Description}, drivers taken into account";

    /// <inheritdoc/>
    public bool IsCheapToFit => family.IsCheapToFit;

    /// <inheritdoc/>
    public int RelativeCost => family.RelativeCost;

    /// <inheritdoc/>
    public bool NeedsDrivers => true;

    /// <inheritdoc/>
    public IFittedFamily Fit(History history, FitOptions options) =>
        new Fitted(family.Fit(DriverAdjustment.Of(history)?.Adjusted ?? history, options));

    /// <inheritdoc/>
    public IFittedFamily Read(BinaryReader reader) => new Fitted(family.Read(reader));

    private sealed class Fitted(IFittedFamily fitted) : IFittedFamily
    {
        public bool TradingWeekdaysOnly => fitted.TradingWeekdaysOnly;

        public string? FeatureHash => fitted.FeatureHash;

        public void Prepare(History history, int horizon) => fitted.Prepare(DriverAdjustment.Of(history)?.Adjusted ?? history, horizon);

        public void Forecast(History history, int series, Span<double> forecast)
        {
            var adjustment = DriverAdjustment.Of(history);
            fitted.Forecast(adjustment?.Adjusted ?? history, series, forecast);
            adjustment?.PutBack(history, series, forecast);
        }

        public void Write(BinaryWriter writer) => fitted.Write(writer);
    }
}
