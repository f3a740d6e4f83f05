using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IowaSales.Forecasting.Distributions;

namespace IowaSales.Api.Serving;

/// <summary>A challenger that serves a share of the items beside the champion.</summary>
/// <param name="Version">Version of the challenger.</param>
/// <param name="Share">Share of items that it serves, 0 .. 1.</param>
/// <param name="Forecasts">Its forecasts of all items.</param>
internal sealed record ChallengerModel(string Version, double Share, ForecastSet Forecasts)
{
    /// <summary>Whether the challenger serves an item: the same items on every replica and after every start.</summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="share">Share of items that it serves.</param>
    public static bool Serves(string item, double share) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(item))) < share * uint.MaxValue;

    /// <summary>The forecasts that are served: the challenger's for its share of items.</summary>
    /// <param name="champion">The champion's forecasts of the same items.</param>
    public ForecastSet ServedBeside(ForecastSet champion) => new(
        champion.History,
        champion.Horizon,
        [.. champion.Series.Zip(Forecasts.Series, (own, challenger) => Serves(own.Item, Share) ? challenger : own)]);
}
