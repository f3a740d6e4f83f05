namespace IowaSales.Forecasting.Models.Naive;

/// <summary>What a family without parameters learns of a series: nothing.</summary>
public readonly record struct NoParameters;
