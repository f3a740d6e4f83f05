namespace IowaSales.Trainer.Aggregate;

/// <summary>
/// The columns of invoice lines: as the open-data export heads them and as its API names them. Case, blanks and underscores do not matter.
/// </summary>
/// <param name="Date">Day of the invoice.</param>
/// <param name="Store">Number of the store.</param>
/// <param name="Item">Description or number of the item.</param>
/// <param name="Bottles">Bottles sold; negative for returns.</param>
/// <param name="Line">Number of the invoice line; null when the file has none.</param>
internal sealed record InvoiceColumns(string Date, string? Store, string? Item, string Bottles, string? Line)
{
    private static readonly string[] DollarNames = ["Sale (Dollars)", "sale_dollars"];
    private static readonly string[] CategoryNames = ["Category Name", "category_name"];
    private static readonly string[] VendorNames = ["Vendor Name", "vendor_name"];
    private static readonly string[] DateNames = ["Date", "invoice_date"];
    private static readonly string[] StoreNames = ["Store Number", "store"];
    private static readonly string[] ItemNames = ["Item Description", "im_desc", "item_name"];
    private static readonly string[] NumberNames = ["Item Number", "itemno"];
    private static readonly string[] LineNames = ["Invoice/Item Number", "invoice_line_no"];
    private static readonly string[] BottleNames = ["Bottles Sold", "sale_bottles"];

    /// <summary>What the line cost, dollars; null when the file has no such column.</summary>
    public string? Dollars { get; private init; }

    /// <summary>Category of the item; null when the file has no such column.</summary>
    public string? Category { get; private init; }

    /// <summary>Vendor of the item; null when the file has no such column.</summary>
    public string? Vendor { get; private init; }

    /// <summary>Finds the columns in a header.</summary>
    /// <param name="header">Names of all columns.</param>
    /// <param name="needStore">Whether the store is needed.</param>
    /// <param name="needItem">Whether the item is needed.</param>
    /// <param name="byNumber">Whether an item is its number instead of its description.</param>
    /// <param name="missing">What is needed and not there, as the export heads it.</param>
    /// <returns>The columns; null when one is missing.</returns>
    public static InvoiceColumns? In(IReadOnlyList<string> header, bool needStore, bool needItem, bool byNumber, out IReadOnlyList<string> missing)
    {
        var notFound = new List<string>();
        var date = Find(DateNames, needed: true);
        var store = Find(StoreNames, needStore);
        var item = Find(byNumber ? NumberNames : ItemNames, needItem);
        var bottles = Find(BottleNames, needed: true);
        missing = notFound;
        return notFound.Count > 0
            ? null
            : new InvoiceColumns(date!, store, item, bottles!, Find(LineNames, needed: false))
            {
                Dollars = Find(DollarNames, needed: false),
                Category = Find(CategoryNames, needed: false),
                Vendor = Find(VendorNames, needed: false),
            };

        string? Find(string[] names, bool needed)
        {
            var found = names
                .Select(name => header.FirstOrDefault(column => Plain(column) == Plain(name)))
                .FirstOrDefault(column => column is not null);
            if (found is null && needed)
            {
                notFound.Add(names[0]);
            }

            return found;
        }
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
