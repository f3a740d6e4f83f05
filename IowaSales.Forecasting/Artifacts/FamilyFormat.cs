using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>The fitted families of a model as bytes, and which inputs their trees know by position.</summary>
internal static class FamilyFormat
{
    private const string TrainAgain = "train again: dotnet run --project IowaSales.Trainer -- train";

    /// <summary>Writes fitted families, in the order of their names.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="families">Fitted families by name.</param>
    public static void Write(BinaryWriter writer, IReadOnlyDictionary<string, IFittedFamily> families)
    {
        writer.Write(families.Count);
        foreach (var (name, fitted) in families.OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            fitted.Write(writer);
        }
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="folder">The model folder, for messages.</param>
    /// <param name="families">Families that may be in it.</param>
    /// <param name="featureHashes">What <see cref="FeatureHashesOf"/> was when it was written.</param>
    /// <returns>Fitted families by name.</returns>
    /// <exception cref="ModelArtifactException">A family is not known here, or was trained on other inputs than this program computes.</exception>
    /// <exception cref="InvalidDataException">The state is damaged.</exception>
    public static Dictionary<string, IFittedFamily> Read(
        BinaryReader reader, string folder, IReadOnlyList<IModelFamily> families, IReadOnlyDictionary<string, string> featureHashes)
    {
        var fitted = new Dictionary<string, IFittedFamily>(StringComparer.Ordinal);
        for (var remaining = reader.ReadCount(sizeof(int)); remaining > 0; remaining--)
        {
            var name = reader.ReadString();
            var family = families.FirstOrDefault(candidate => candidate.Name == name)
                ?? throw new ModelArtifactException($"The model in {folder} uses the family {name}, which this program does not have; {TrainAgain}");
            fitted.Add(name, family.Read(reader));
        }

        var other = FeatureHashesOf(fitted).FirstOrDefault(family => featureHashes.GetValueOrDefault(family.Key) != family.Value).Key;
        return other is null
            ? fitted
            : throw new ModelArtifactException($"The family {other} of the model in {folder} was trained on other inputs than this program computes; {TrainAgain}");
    }

    /// <summary>Which inputs the families know by position: <see cref="IFittedFamily.FeatureHash"/> by name, without those that have none.</summary>
    /// <param name="families">Fitted families by name.</param>
    public static SortedDictionary<string, string> FeatureHashesOf(IReadOnlyDictionary<string, IFittedFamily> families)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, fitted) in families)
        {
            if (fitted.FeatureHash is { } hash)
            {
                hashes[name] = hash;
            }
        }

        return hashes;
    }
}
