namespace IowaSales.Api.Hosting;

/// <summary>A query parameter as the OpenAPI document shows it; endpoint metadata.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Description">What it does, its default and its range.</param>
/// <param name="Type">Type of its value.</param>
/// <param name="Example">A value to try.</param>
internal sealed record DocumentedParameter(string Name, string Description, ParameterType Type, string Example)
{
    /// <summary>Days of a forecast.</summary>
    public static readonly DocumentedParameter Horizon = new(
        "horizon", "Days to forecast, from 1 to the model's horizon, which is the default.", ParameterType.Integer, "7");

    /// <summary>Probability levels.</summary>
    public static readonly DocumentedParameter Quantiles = new(
        "quantiles", "Probability levels above 0 and below 1, separated by commas; the model's own by default.", ParameterType.Numbers, "0.05,0.5,0.95");

    /// <summary>Names to keep.</summary>
    public static readonly DocumentedParameter Items = new(
        "items", "Name of an item to keep, repeated for more, at most 500; all items by default.", ParameterType.Texts, "BLACK VELVET");

    /// <summary>Order of items.</summary>
    public static readonly DocumentedParameter Sort = new(
        "sort", "name (default), volume (largest expected sum first) or growth (largest rise against as many days before first).", ParameterType.Text, "volume");

    /// <summary>Number of a page.</summary>
    public static readonly DocumentedParameter Page = new("page", "Number of the page, from 1 (default) to the last.", ParameterType.Integer, "1");

    /// <summary>Length of a page.</summary>
    public static readonly DocumentedParameter PageSize = new("page_size", "Forecasts on a page, 1 to 500; 100 by default.", ParameterType.Integer, "100");

    /// <summary>First date.</summary>
    public static readonly DocumentedParameter From = new("from", "First date, yyyy-MM-dd; the first of the data by default.", ParameterType.Date, "2024-05-01");

    /// <summary>Last date.</summary>
    public static readonly DocumentedParameter To = new("to", "Last date, yyyy-MM-dd; the last there is by default.", ParameterType.Date, "2024-05-30");
}

/// <summary>Type of a query parameter's value.</summary>
internal enum ParameterType
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A repeated string.</summary>
    Texts,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Numbers separated by commas.</summary>
    Numbers,

    /// <summary>A date.</summary>
    Date,
}
