using System.Globalization;

namespace IowaSales.Contracts;

/// <summary>How forecasts are written as numbers and names, the same in every answer and file.</summary>
public static class ReportedNumber
{
    /// <summary>Decimals of a reported number; bottles are whole, so more would be false precision.</summary>
    public const int Decimals = 3;

    /// <summary>A number as it is reported.</summary>
    /// <param name="value">Bottles.</param>
    /// <returns>The number with <see cref="Decimals"/> decimals.</returns>
    public static double Of(double value) => Math.Round(value, Decimals);

    /// <summary>A quantile's level as a property's name: <c>0.1</c>, <c>0.975</c>.</summary>
    /// <param name="level">Probability level, 0 .. 1.</param>
    /// <returns>The shortest text that reads back as the level.</returns>
    public static string NameOf(double level) => level.ToString(CultureInfo.InvariantCulture);
}
