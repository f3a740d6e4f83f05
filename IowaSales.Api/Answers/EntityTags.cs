using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using IowaSales.Api.Snapshots;
using IowaSales.Forecasting.Data;
using Microsoft.Net.Http.Headers;

namespace IowaSales.Api.Answers;

/// <summary>
/// Entity tags (RFC 9110 § 8.8.3): weak, made of what the answers depend on, so that replicas of one build over one model and the same
/// sales give the same tag.
/// </summary>
internal static class EntityTags
{
    private const int TagLength = 20;

    /// <summary>The tag of answers that depend on nothing but this build.</summary>
    public static string OfBuild { get; } = typeof(EntityTags).Module.ModuleVersionId.ToString("N")[..TagLength];

    /// <summary>The tag of a snapshot's answers.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public static string Of(ForecastSnapshot snapshot)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(typeof(EntityTags).Module.ModuleVersionId.ToByteArray());
        hash.AppendData(Encoding.UTF8.GetBytes($"{snapshot.Version}|{snapshot.DataThrough:O}|{snapshot.Stale}|{snapshot.Tried?.Version}|{snapshot.Tried?.Share}"));
        if (!ReferenceEquals(snapshot.Panel, snapshot.Model.Panel))
        {
            AppendSales(hash, snapshot.Panel);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..TagLength];
    }

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

    private static void AppendSales(IncrementalHash hash, SalesPanel panel)
    {
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            hash.AppendData(Encoding.UTF8.GetBytes(panel.Items[series]));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Days));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Values));
        }
    }
}
