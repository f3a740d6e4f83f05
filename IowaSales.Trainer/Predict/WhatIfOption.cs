using System.CommandLine;
using System.Globalization;
using IowaSales.Forecasting.Training;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Predict;

/// <summary>The option that changes drivers on days ahead: <c>date=2024-06-03,price=9.99,promo=1,item=BLACK VELVET</c>.</summary>
internal static class WhatIfOption
{
    private const string DateKey = "date=";
    private const string ItemKey = "item=";

    /// <summary>The option.</summary>
    public static Option<string[]> Create() => new("--what-if")
    {
        Description = "Other values of drivers on a day ahead: date=YYYY-MM-DD,DRIVER=VALUE,...,item=NAME (the item last; all items without it). open=0 closes a day. Repeat it for more days; the forecast is printed beside the base.",
        HelpName = "CHANGE",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>The changes.</summary>
    /// <exception cref="VerbException">One is not understood.</exception>
    public static IReadOnlyList<DriverChange> Parse(IEnumerable<string> texts) => [.. texts.SelectMany(Parse)];

    private static IEnumerable<DriverChange> Parse(string text)
    {
        // An item's name may have commas in it, so it takes the rest of the text.
        var place = text.StartsWith(ItemKey, StringComparison.OrdinalIgnoreCase) ? 0 : text.IndexOf($",{ItemKey}", StringComparison.OrdinalIgnoreCase) + 1;
        var hasItem = place > 0 || text.StartsWith(ItemKey, StringComparison.OrdinalIgnoreCase);
        var item = hasItem ? text[(place + ItemKey.Length)..].Trim() : null;
        string[] parts = (hasItem ? text[..Math.Max(0, place - 1)] : text).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var dates = parts.Where(part => part.StartsWith(DateKey, StringComparison.OrdinalIgnoreCase)).ToArray();
        var values = parts.Except(dates).ToArray();
        if (dates.Length != 1 || values.Length == 0 || item is { Length: 0 } || values.Any(value => value.IndexOf('=', StringComparison.Ordinal) is <= 0 || value.EndsWith('=')))
        {
            throw VerbException.Usage($"--what-if '{text}' is not understood; write it like date=2024-06-03,price=9.99 or date=2024-06-03,promo=1,item=NAME.");
        }

        if (!DateOnly.TryParseExact(dates[0][DateKey.Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            throw VerbException.Usage($"--what-if: '{dates[0][DateKey.Length..]}' is not a day; write it like 2024-06-03.");
        }

        foreach (var value in values)
        {
            var sign = value.LastIndexOf('=');
            yield return new DriverChange(date, value[..sign], value[(sign + 1)..], item);
        }
    }
}
