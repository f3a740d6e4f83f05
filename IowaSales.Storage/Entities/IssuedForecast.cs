namespace IowaSales.Storage.Entities;

/// <summary>A forecast of all items that was served, kept to be scored when the sales arrive.</summary>
public sealed class IssuedForecast
{
    /// <summary>Number of the forecast.</summary>
    public long Id { get; set; }

    /// <summary>First forecast day: everything before it was known.</summary>
    public required DateOnly Origin { get; set; }

    /// <summary>Version of the model that made it.</summary>
    public required string ModelVersion { get; set; }

    /// <summary>Version of the sales it was made from.</summary>
    public required long DataVersion { get; set; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; set; }

    /// <summary>Number of steps.</summary>
    public required int Horizon { get; set; }

    /// <summary>Stands for the calendar and the drivers it was made with: equal texts, equal conditions; null where it was not kept.</summary>
    public string? Conditions { get; set; }

    /// <summary>Whether a later forecast from the same origin took its place; then it is kept, not scored.</summary>
    public bool Superseded { get; set; }

    /// <summary>Whether a challenger made it beside the champion, to be compared with it.</summary>
    public bool Challenger { get; set; }
}

/// <summary>One item on one day of an issued forecast.</summary>
public sealed class IssuedStep
{
    /// <summary>Number of the forecast.</summary>
    public long ForecastId { get; set; }

    /// <summary>Number of the item.</summary>
    public int ItemId { get; set; }

    /// <summary>Step, from 1.</summary>
    public int Step { get; set; }

    /// <summary>The forecast day.</summary>
    public DateOnly Date { get; set; }

    /// <summary>Expected sales.</summary>
    public double Mean { get; set; }

    /// <summary>Seasonal naive forecast, as <c>SeasonalNaiveBaseline</c> defines it.</summary>
    public double Naive { get; set; }

    /// <summary>The item's MASE scale when the forecast was issued; null when it had none.</summary>
    public double? Scale { get; set; }

    /// <summary>Sales at <c>QuantileLevels.Grid</c>, as consecutive 32-bit floats, little-endian.</summary>
    public required byte[] Quantiles { get; set; }
}

/// <summary>Accuracy of one step of an issued forecast.</summary>
public sealed class Score
{
    /// <summary>Number of the forecast.</summary>
    public long ForecastId { get; set; }

    /// <summary>Number of the item.</summary>
    public int ItemId { get; set; }

    /// <summary>Step, from 1.</summary>
    public int Step { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Date { get; set; }

    /// <summary>Day of the week, 0 (Sunday) .. 6.</summary>
    public int Weekday { get; set; }

    /// <summary>What was sold, at least 0.</summary>
    public double Actual { get; set; }

    /// <summary>Mean forecast: what the bias is measured by.</summary>
    public double Mean { get; set; }

    /// <summary>Median forecast.</summary>
    public double Median { get; set; }

    /// <summary>10 % quantile.</summary>
    public double Lower { get; set; }

    /// <summary>90 % quantile.</summary>
    public double Upper { get; set; }

    /// <summary>Absolute error of the median.</summary>
    public double AbsoluteError { get; set; }

    /// <summary>Absolute error of the seasonal naive.</summary>
    public double NaiveError { get; set; }

    /// <summary>Sum over the nine reported levels of twice the pinball loss.</summary>
    public double QuantileLoss { get; set; }

    /// <summary>Probability integral transform: the forecast probability of selling no more than was sold, 0 .. 1.</summary>
    public double Pit { get; set; }

    /// <summary>The item's MASE scale when the forecast was issued; null when it had none.</summary>
    public double? Scale { get; set; }

    /// <summary>Whether it lies in the 80 % interval, ends included.</summary>
    public bool Inside80 { get; set; }

    /// <summary>Whether it lies in the 99 % interval, ends included.</summary>
    public bool Inside99 { get; set; }
}
