using System.IO.Compression;
using IowaSales.Forecasting.Models.GradientBoosting;

namespace IowaSales.Benchmarks.Pretraining;

/// <summary>The file that <c>pretrain</c> writes: trees that were grown on other sales than those they forecast.</summary>
internal static class PretrainedTrees
{
    /// <summary>Version of the file's layout; which features there are is told by the hash of their table.</summary>
    private const int Version = 2;

    public static TreeEnsemble Read(string path)
    {
        using var packed = new BrotliStream(File.OpenRead(path), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        packed.CopyTo(whole);
        whole.Position = 0;
        using var reader = new BinaryReader(whole);
        return reader.ReadInt32() == Version && reader.ReadString() == ExampleBuilder.Table.Hash
            ? TreeEnsemble.Read(reader)
            : throw new InvalidDataException($"{path} looks at features that have changed since; grow it again with pretrain.");
    }

    public static void Write(string path, TreeEnsemble trees)
    {
        using var packed = new BrotliStream(File.Create(path), CompressionLevel.SmallestSize);
        using var writer = new BinaryWriter(packed);
        writer.Write(Version);
        writer.Write(ExampleBuilder.Table.Hash);
        trees.Write(writer);
    }
}
