using System.Net;

namespace IowaSales.Attack;

/// <summary>A body that is written as it is sent, so that its length is not known.</summary>
internal sealed class WrittenContent : HttpContent
{
    private readonly Func<Stream, Task> _write;

    public WrittenContent(string type, Func<Stream, Task> write)
    {
        _write = write;
        Headers.TryAddWithoutValidation("Content-Type", type);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _write(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
