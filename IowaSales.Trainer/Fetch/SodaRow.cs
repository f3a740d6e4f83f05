using System.Globalization;
using System.Text.Json;
using IowaSales.Forecasting.Data.Files;

namespace IowaSales.Trainer.Fetch;

/// <summary>One row of an answer.</summary>
/// <param name="Date">The day; the first day of the calendar in rows without one.</param>
/// <param name="Item">Name of the product.</param>
/// <param name="Amount">Number sold.</param>
/// <param name="Dollars">What was paid for it; 0 where that was not asked for or is not known.</param>
internal readonly record struct SodaRow(DateOnly Date, string Item, double Amount, double Dollars = 0)
{
    private const int MaxFieldsShown = 12;
    private const int MaxNameLength = 512;

    /// <summary>Reads the rows of an answer: an array of objects whose values are text or numbers.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="fields">Names of the fields.</param>
    /// <param name="amountFields">Names that the number sold may have, the first that is there counts.</param>
    /// <param name="dated">Whether rows have a day.</param>
    /// <param name="where">What messages call the answer.</param>
    /// <exception cref="JsonException">The answer is not whole.</exception>
    /// <exception cref="SalesDataException">The rows are not of the expected shape.</exception>
    public static List<SodaRow> ReadAll(
        ReadOnlyMemory<byte> json, SodaFields fields, IReadOnlyList<string> amountFields, bool dated, string where)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new SalesDataException($"{where} is not a list of rows; give the address of a data set that answers in JSON (…/resource/ID.json).");
        }

        var rows = new List<SodaRow>(document.RootElement.GetArrayLength());
        foreach (var element in document.RootElement.EnumerateArray())
        {
            var number = rows.Count + 1;
            var date = dated ? DateOf(TextOf(element, [fields.Date], where, number), where, number, fields.Date) : default;
            var item = TextOf(element, [fields.Item], where, number).Trim();
            if (item.Length is 0 or > MaxNameLength)
            {
                throw new SalesDataException($"{where}, row {number}: field {fields.Item} is blank or longer than {MaxNameLength} letters.");
            }

            var amount = AmountOf(TextOf(element, amountFields, where, number), where, number);
            rows.Add(new SodaRow(date, item, amount, dated && fields.Dollars is not null ? DollarsOf(element, where, number) : 0));
        }

        return rows;
    }

    /// <summary>The sum of the dollars; the service leaves it out where no line has any.</summary>
    private static double DollarsOf(JsonElement row, string where, int number) =>
        row.TryGetProperty(SodaFields.TotalDollars, out _) ? AmountOf(TextOf(row, [SodaFields.TotalDollars], where, number), where, number) : 0;

    private static string TextOf(JsonElement row, IReadOnlyList<string> names, string where, int number)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw new SalesDataException($"{where}, row {number} is not an object of fields.");
        }

        foreach (var name in names)
        {
            if (row.TryGetProperty(name, out var value))
            {
                return value.ValueKind switch
                {
                    JsonValueKind.String => value.GetString()!,
                    JsonValueKind.Number => value.GetRawText(),
                    _ => throw new SalesDataException($"{where}, row {number}: field {name} is neither text nor a number."),
                };
            }
        }

        var there = string.Join(", ", row.EnumerateObject().Take(MaxFieldsShown).Select(field => field.Name));
        throw new SalesDataException(
            $"{where}, row {number} has no field {string.Join(" or ", names)}: its fields are {there}. The data set has changed, or is another; name the fields with --date-field, --item-field and --amount-field.");
    }

    private static DateOnly DateOf(string text, string where, int number, string field)
    {
        var time = text.IndexOf('T', StringComparison.Ordinal);
        return DateOnly.TryParseExact(
            time < 0 ? text : text.AsSpan(0, time), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 1900 and < 2200
            ? date
            : throw new SalesDataException($"{where}, row {number}: field {field} holds '{Short(text)}', not a day like 2024-05-31T00:00:00.000.");
    }

    private static double AmountOf(string text, string where, int number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new SalesDataException($"{where}, row {number}: '{Short(text)}' is not a number sold.");

    private static string Short(string text) => text.Length <= 40 ? text : $"{text[..40]}...";
}
