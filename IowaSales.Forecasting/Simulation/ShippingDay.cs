namespace IowaSales.Forecasting.Simulation;

/// <summary>What the simulated warehouse does on one day, the same for all products.</summary>
/// <param name="Date">The day.</param>
/// <param name="Weekday">Whose route is driven, 0 Monday .. 4 Friday.</param>
/// <param name="Share">Share of that route's ordinary sales that leaves; 0 when closed.</param>
/// <param name="Scattered">Whether only single cases leave, of some products only.</param>
internal readonly record struct ShippingDay(DateOnly Date, int Weekday, double Share, bool Scattered = false)
{
    /// <summary>Whether nothing leaves.</summary>
    public bool Closed => Share == 0;
}
