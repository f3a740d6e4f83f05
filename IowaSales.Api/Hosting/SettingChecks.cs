using System.Globalization;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Hosting;

/// <summary>Checks of settings; each gives the sentence that says what is wrong, or null.</summary>
internal static class SettingChecks
{
    /// <summary>That a setting lies in a range.</summary>
    /// <typeparam name="T">Type of the setting.</typeparam>
    /// <param name="name">Name of the setting with its section.</param>
    /// <param name="value">Its value.</param>
    /// <param name="least">Least allowed value.</param>
    /// <param name="most">Largest allowed value.</param>
    public static string? Between<T>(string name, T value, T least, T most)
        where T : struct, IComparable<T>, IFormattable =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{name} must lie between {least} and {most}, not {value}.");

    /// <summary>The outcome of all checks.</summary>
    /// <param name="findings">Sentences of the checks that failed, null for those that passed.</param>
    public static ValidateOptionsResult ResultOf(params IEnumerable<string?> findings)
    {
        var failures = findings.OfType<string>().ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
