namespace IowaSales.Api.Http.OpenApi;

/// <summary>A parameter as the OpenAPI document shows it; endpoint metadata.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Description">What it does, its default and its range.</param>
/// <param name="Type">Type of its value.</param>
/// <param name="Example">A value to try.</param>
/// <param name="InPath">Whether it is part of the path; else it is of the query.</param>
internal sealed record DocumentedParameter(string Name, string Description, ParameterType Type, string Example, bool InPath = false)
{
    /// <summary>First date.</summary>
    public static readonly DocumentedParameter From = new("from", "First date, yyyy-MM-dd; the first of the data by default.", ParameterType.Date, "2024-05-01");

    /// <summary>Last date.</summary>
    public static readonly DocumentedParameter To = new("to", "Last date, yyyy-MM-dd; the last there is by default.", ParameterType.Date, "2024-05-30");

    /// <summary>Page of a list.</summary>
    public static readonly DocumentedParameter Page = new("page", "Page of the list, from 1; the first by default.", ParameterType.Integer, "1");
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
