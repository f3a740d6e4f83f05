using Microsoft.Net.Http.Headers;

namespace IowaSales.Api.Http.Answers;

/// <summary>Entity tags (RFC 9110 § 8.8.3): weak, made of what an answer depends on.</summary>
internal static class EntityTags
{
    /// <summary>Characters of a tag.</summary>
    public const int Length = 20;

    /// <summary>The tag of answers that depend on nothing but this build.</summary>
    public static string OfBuild { get; } = typeof(EntityTags).Module.ModuleVersionId.ToString("N")[..Length];

    /// <summary>Whether the client already has the answer (<c>If-None-Match</c>, RFC 9110 § 13.1.2).</summary>
    /// <param name="request">The request.</param>
    /// <param name="tag">The answer's tag as in its <c>ETag</c> header.</param>
    public static bool IsKnownTo(HttpRequest request, string tag)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0)
        {
            return false;
        }

        if (!EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var known))
        {
            return false;
        }

        var own = EntityTagHeaderValue.Parse(tag);
        return known.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(own, useStrongComparison: false));
    }
}
