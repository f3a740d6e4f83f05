namespace IowaSales.Forecasting.Data.Files;

/// <summary>Which columns of a table hold the date, the key of the series and the amount sold. Names match without regard to case.</summary>
public sealed record SalesColumns
{
    /// <summary>What joins the parts of a key of several columns into one item name.</summary>
    public const char KeySeparator = '|';

    /// <summary>The columns of the project's own files: <c>date,item_name,total_amount_sold</c>.</summary>
    public static SalesColumns Default { get; } = new();

    /// <summary>Name of the column that holds the day.</summary>
    public string Date { get; init; } = "date";

    /// <summary>Names of the columns that together say which series a row belongs to; at least one.</summary>
    public IReadOnlyList<string> Key { get; init; } = ["item_name"];

    /// <summary>Name of the column that holds the amount sold.</summary>
    public string Value { get; init; } = "total_amount_sold";

    /// <summary>Names of the columns that hold drivers: what is known of a day in advance, such as its price.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>All names, in the order date, key, value, drivers.</summary>
    public IReadOnlyList<string> All => [Date, .. Key, Value, .. Known];
}
