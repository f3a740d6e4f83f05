using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>
/// The bytes of a column file. A large one is mapped: only what is asked for is read, and the operating system may take its memory back. A small one is
/// read whole, so that nothing that is done to the file later reaches it. Safe to read from many threads.
/// </summary>
internal abstract class ColumnSource
{
    /// <summary>Files from this size on are mapped.</summary>
    private const long MappedBytes = 32L << 20;

    /// <summary>Number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="stream">The file, at its beginning.</param>
    public static ColumnSource Open(FileStream stream)
    {
        if (stream.Length < MappedBytes)
        {
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new Memory(content);
        }

        return Map(stream);
    }

    /// <summary>Maps a file, however small, that nobody changes while it is read.</summary>
    /// <param name="stream">The file.</param>
    public static ColumnSource Map(FileStream stream)
    {
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new Mapped(file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), stream.Length);
    }

    /// <summary>Bytes that are in memory.</summary>
    /// <param name="content">The bytes.</param>
    public static ColumnSource Of(byte[] content) => new Memory(content);

    /// <summary>Reads bytes.</summary>
    /// <param name="offset">Offset of the first.</param>
    /// <param name="bytes">Receives them.</param>
    /// <exception cref="InvalidDataException">There are not so many.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        if (offset < 0 || offset > Length - bytes.Length)
        {
            throw new InvalidDataException("The columns end early.");
        }

        Copy(offset, bytes);
    }

    /// <summary>Reads a number of 32 bits.</summary>
    /// <param name="offset">Its offset.</param>
    public int ReadInt32(long offset)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Read(offset, bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    /// <summary>Reads where something begins and ends: two numbers of 64 bits in a row.</summary>
    /// <param name="offset">Offset of the first.</param>
    public (long From, long To) ReadRange(long offset)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        Read(offset, bytes);
        return (BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]));
    }

    /// <summary>Copies bytes that are there.</summary>
    protected abstract void Copy(long offset, Span<byte> bytes);

    private sealed class Memory(byte[] content) : ColumnSource
    {
        public override long Length => content.Length;

        protected override void Copy(long offset, Span<byte> bytes) => content.AsSpan((int)offset, bytes.Length).CopyTo(bytes);
    }

    /// <summary>The mapping ends with the last reader: whoever replaces the file may still be read from.</summary>
    private sealed class Mapped(MemoryMappedViewAccessor view, long length) : ColumnSource
    {
        private readonly SafeMemoryMappedViewHandle _bytes = view.SafeMemoryMappedViewHandle;

        public override long Length => length;

        protected override void Copy(long offset, Span<byte> bytes) => _bytes.ReadSpan((ulong)(offset + view.PointerOffset), bytes);
    }
}
