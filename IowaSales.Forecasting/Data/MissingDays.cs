namespace IowaSales.Forecasting.Data;

/// <summary>What a day without a row means, on which the panel is open.</summary>
public enum MissingDays
{
    /// <summary>Told from the sales: not observed where days without a sale are stated as 0, else nothing was sold.</summary>
    Recognized,

    /// <summary>The day was closed or nobody recorded it: it says nothing of demand, and every day is forecast for the case that it is open.</summary>
    Unobserved,
}
