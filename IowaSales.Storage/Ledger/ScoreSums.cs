namespace IowaSales.Storage.Ledger;

/// <summary>Scores added up; ratios are taken of sums, never averaged.</summary>
public sealed class ScoreSums
{
    /// <summary>The item; 0 over all.</summary>
    public int ItemId { get; init; }

    /// <summary>The day; the first date there is over many.</summary>
    public DateOnly Date { get; init; }

    /// <summary>Step, from 1; 0 over all.</summary>
    public int Step { get; init; }

    /// <summary>Item-days scored.</summary>
    public int Count { get; init; }

    /// <summary>Sum of sales.</summary>
    public double Sales { get; init; }

    /// <summary>Sum of mean forecasts.</summary>
    public double Forecast { get; init; }

    /// <summary>Sum of absolute errors of the median.</summary>
    public double AbsoluteError { get; init; }

    /// <summary>Sum of absolute errors of the seasonal naive.</summary>
    public double NaiveError { get; init; }

    /// <summary>Sum of absolute errors over the item's scale.</summary>
    public double ScaledError { get; init; }

    /// <summary>Sum of the seasonal naive's absolute errors over the item's scale.</summary>
    public double ScaledNaiveError { get; init; }

    /// <summary>Item-days that have a scale.</summary>
    public int Scaled { get; init; }

    /// <summary>Sum of quantile losses over the nine reported levels.</summary>
    public double QuantileLoss { get; init; }

    /// <summary>Item-days inside the 80 % interval.</summary>
    public int Inside80 { get; init; }

    /// <summary>Item-days inside the 99 % interval.</summary>
    public int Inside99 { get; init; }

    /// <summary>Item-days at or below the 10 % quantile.</summary>
    public int Below10 { get; init; }

    /// <summary>Item-days at or below the 20 % quantile.</summary>
    public int Below20 { get; init; }

    /// <summary>Item-days at or below the 30 % quantile.</summary>
    public int Below30 { get; init; }

    /// <summary>Item-days at or below the 40 % quantile.</summary>
    public int Below40 { get; init; }

    /// <summary>Item-days at or below the median.</summary>
    public int Below50 { get; init; }

    /// <summary>Item-days at or below the 60 % quantile.</summary>
    public int Below60 { get; init; }

    /// <summary>Item-days at or below the 70 % quantile.</summary>
    public int Below70 { get; init; }

    /// <summary>Item-days at or below the 80 % quantile.</summary>
    public int Below80 { get; init; }

    /// <summary>Item-days at or below the 90 % quantile.</summary>
    public int Below90 { get; init; }
}
