using Microsoft.Net.Http.Headers;

namespace IowaSales.Api.Http.Answers;

/// <summary>Which of JSON and CSV a client asks for (RFC 9110 § 12.5.1).</summary>
internal static class MediaChoice
{
    private const string Csv = "text/csv";

    /// <summary>Whether the client prefers CSV; JSON wins a tie and whatever is not clear.</summary>
    /// <param name="request">The request.</param>
    public static bool IsCsv(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || !accept.ToString().Contains(Csv, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var types))
        {
            return false;
        }

        var csv = QualityOf(types, Csv);
        return csv > 0 && csv > types
            .Where(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            .Select(type => type.Quality ?? 1)
            .DefaultIfEmpty(0)
            .Max();
    }

    private static double QualityOf(IEnumerable<MediaTypeHeaderValue> types, string name) =>
        types.Where(type => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(type => type.Quality ?? 1).DefaultIfEmpty(0).Max();
}
