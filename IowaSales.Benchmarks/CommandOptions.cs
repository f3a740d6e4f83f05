using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IowaSales.Benchmarks;

/// <summary>Options of a command, each a name and a value behind it. A value that cannot be read ends the program with a sentence and exit code 2.</summary>
internal static class CommandOptions
{
    /// <summary>The value of an option; null when it is not given.</summary>
    /// <param name="arguments">Arguments of the command.</param>
    /// <param name="name">Name of the option, as <c>--weeks</c>.</param>
    public static string? Value(string[] arguments, string name)
    {
        var index = Array.IndexOf(arguments, name);
        return index >= 0 && index + 1 < arguments.Length ? arguments[index + 1] : null;
    }

    /// <summary>A whole number, 0 or more.</summary>
    /// <param name="arguments">Arguments of the command.</param>
    /// <param name="name">Name of the option.</param>
    /// <param name="otherwise">The number when the option is not given.</param>
    public static int Number(string[] arguments, string name, int otherwise)
    {
        if (Value(arguments, name) is not { } value)
        {
            return otherwise;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Refuse($"{name} {value} is not a whole number; give one, as in {name} 8.");
        }

        return number;
    }

    /// <summary>A date; null when the option is not given.</summary>
    /// <param name="arguments">Arguments of the command.</param>
    /// <param name="name">Name of the option.</param>
    public static DateOnly? Date(string[] arguments, string name)
    {
        if (Value(arguments, name) is not { } value)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            Refuse($"{name} {value} is not a date; write it as 2021-12-31.");
        }

        return date;
    }

    [DoesNotReturn]
    private static void Refuse(string sentence)
    {
        Console.Error.WriteLine(sentence);
        Environment.Exit(2);
    }
}
