using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace IowaSales.Api.Http.Answers;

/// <summary>Which content coding a client takes (RFC 9110 § 12.5.3).</summary>
internal static class ContentCoding
{
    /// <summary>Brotli, RFC 7932.</summary>
    public const string Brotli = "br";

    /// <summary>gzip, RFC 1952.</summary>
    public const string Gzip = "gzip";

    /// <summary>The coding the client likes best, Brotli where it likes both the same; null for none.</summary>
    /// <param name="accepted">The <c>Accept-Encoding</c> header.</param>
    public static string? Choose(StringValues accepted)
    {
        if (!StringWithQualityHeaderValue.TryParseList([.. accepted.OfType<string>()], out var codings))
        {
            return null;
        }

        var brotli = QualityOf(codings, Brotli);
        var gzip = QualityOf(codings, Gzip);
        return (brotli, gzip) switch
        {
            (0, 0) => null,
            _ when brotli >= gzip => Brotli,
            _ => Gzip,
        };
    }

    private static double QualityOf(IList<StringWithQualityHeaderValue> codings, string name)
    {
        double? wildcard = null;
        foreach (var coding in codings)
        {
            if (coding.Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return coding.Quality ?? 1;
            }

            if (coding.Value.Equals("*", StringComparison.Ordinal))
            {
                wildcard = coding.Quality ?? 1;
            }
        }

        return wildcard ?? 0;
    }
}
