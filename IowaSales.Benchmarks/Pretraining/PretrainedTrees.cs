using System.IO.Compression;
using IowaSales.Forecasting.Models.GradientBoosting;

namespace IowaSales.Benchmarks.Pretraining;

/// <summary>The file that <c>pretrain</c> writes: trees that were grown on other sales than those they forecast.</summary>
internal static class PretrainedTrees
{
    /// <summary>Version of the file, raised whenever the layout or the meaning of a feature changes.</summary>
    private const int Version = 1;

    public static TreeEnsemble Read(string path)
    {
        using var packed = new BrotliStream(File.OpenRead(path), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        packed.CopyTo(whole);
        whole.Position = 0;
        using var reader = new BinaryReader(whole);
        var (version, width) = (reader.ReadInt32(), reader.ReadInt32());
        return version == Version && width <= ExampleBuilder.Width
            ? TreeEnsemble.Read(reader)
            : throw new InvalidDataException($"{path} looks at features that have changed since; grow it again with pretrain.");
    }

    public static void Write(string path, TreeEnsemble trees)
    {
        using var packed = new BrotliStream(File.Create(path), CompressionLevel.SmallestSize);
        using var writer = new BinaryWriter(packed);
        writer.Write(Version);
        writer.Write(ExampleBuilder.Width);
        trees.Write(writer);
    }
}
