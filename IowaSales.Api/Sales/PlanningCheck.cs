using System.Globalization;
using IowaSales.Api.Serving;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Storage.Import;

namespace IowaSales.Api.Sales;

/// <summary>Judges the attributes that orders are planned with: what would plan nonsense is refused when it comes in.</summary>
internal static class PlanningCheck
{
    private const int MaxTextLength = 200;

    private static readonly string[] Texts = [Contracts.PlanningAttributes.Category, Contracts.PlanningAttributes.Vendor];

    /// <summary>The same attributes, once they are found right.</summary>
    /// <param name="file">What was read.</param>
    /// <exception cref="BatchRejectedException">A value is of another type or outside its range; the sentence names the item.</exception>
    public static DriverFile Passed(DriverFile file)
    {
        foreach (var attribute in file.Set.Attributes)
        {
            if (PlanningRule.All.FirstOrDefault(rule => rule.Name.Equals(attribute.Name, StringComparison.OrdinalIgnoreCase)) is { } rule)
            {
                CheckNumber(attribute, rule);
            }
            else if (Texts.Contains(attribute.Name, StringComparer.OrdinalIgnoreCase) && attribute.Levels.FirstOrDefault(level => level.Length > MaxTextLength) is { } text)
            {
                throw new BatchRejectedException($"A {attribute.Name} begins '{text[..40]}' and is longer than {MaxTextLength} characters; shorten it.");
            }
        }

        return file;
    }

    private static void CheckNumber(ItemAttribute attribute, PlanningRule rule)
    {
        if (attribute.Kind != DriverKind.Numeric)
        {
            throw new BatchRejectedException($"Column {attribute.Name} must hold {rule.Words}, and '{attribute.Levels[0]}' is not a number; correct the column.");
        }

        if (attribute.Items.FirstOrDefault(item => !rule.Allows(attribute.ValueOf(item))) is { } wrong)
        {
            throw new BatchRejectedException(string.Create(
                CultureInfo.InvariantCulture, $"Column {attribute.Name} must hold {rule.Words}; '{wrong}' has {attribute.ValueOf(wrong)}. Correct it, or leave the field blank."));
        }
    }
}
