using System.Globalization;
using Microsoft.Extensions.Options;

namespace IowaSales.ServiceDefaults;

/// <summary>Checks of settings; each gives the sentence that says what is wrong, or null.</summary>
public static class SettingChecks
{
    /// <summary>That a setting lies in a range.</summary>
    /// <typeparam name="T">Type of the setting.</typeparam>
    /// <param name="name">Name of the setting with its section.</param>
    /// <param name="value">Its value.</param>
    /// <param name="min">Smallest allowed value.</param>
    /// <param name="max">Largest allowed value.</param>
    /// <returns>The sentence; null when the value is allowed.</returns>
    public static string? Between<T>(string name, T value, T min, T max)
        where T : struct, IComparable<T>, IFormattable =>
        value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{name} must lie between {min} and {max}, not {value}.");

    /// <summary>The outcome of all checks.</summary>
    /// <param name="findings">Sentences of the checks that failed, null for those that passed.</param>
    /// <returns>Success, or every sentence.</returns>
    public static ValidateOptionsResult ResultOf(params IEnumerable<string?> findings)
    {
        var failures = findings.OfType<string>().ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
