namespace IowaSales.Forecasting.Sharding;

/// <summary>What is done with each shard, in this order; after each step what the shards gave is merged.</summary>
public enum ShardStep
{
    /// <summary>Counts what all series have to say together: calendar, closures, how rarely they sell.</summary>
    Statistics,

    /// <summary>Fits the families, forecasts the validation windows, and sums up the errors.</summary>
    Fit,

    /// <summary>Sums up the errors of the weighted families.</summary>
    Blend,

    /// <summary>Makes the forecasts and the other parts of the model.</summary>
    Finish,
}
