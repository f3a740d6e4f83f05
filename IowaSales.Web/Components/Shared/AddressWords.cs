namespace IowaSales.Web.Components.Shared;

/// <summary>Choices as they stand in an address: the name of the value in small letters.</summary>
internal static class AddressWords
{
    /// <summary>The value that a word names.</summary>
    /// <typeparam name="TEnum">The choices.</typeparam>
    /// <param name="word">The word, in any case.</param>
    /// <returns>The value; null when the word names none.</returns>
    public static TEnum? Parse<TEnum>(string? word)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(word, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>The word of a value.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
