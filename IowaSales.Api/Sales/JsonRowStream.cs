using IowaSales.Storage.Import;

namespace IowaSales.Api.Sales;

/// <summary>
/// JSON as it is, up to the first row that is longer than a row can be: the reader of JSON holds a row as a whole, so that a single endless
/// string would take all memory.
/// </summary>
/// <param name="json">The JSON.</param>
/// <param name="lines">True for JSON lines, false for an array.</param>
internal sealed class JsonRowStream(Stream json, bool lines) : Stream
{
    /// <summary>Most bytes of a row.</summary>
    public const int MaxRowBytes = 64 * 1024;

    private readonly int _outside = lines ? 0 : 1;
    private int _depth;
    private int _length;
    private long _rows;
    private bool _inText;
    private bool _escaped;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await json.ReadAsync(buffer, cancellationToken);
        Follow(buffer.Span[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = json.Read(buffer, offset, count);
        Follow(buffer.AsSpan(offset, read));
        return read;
    }

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        foreach (var character in bytes)
        {
            if (++_length > MaxRowBytes)
            {
                throw new BatchRejectedException($"Row {_rows + 1} is longer than {MaxRowBytes} bytes. Nothing of the batch was kept.");
            }

            if (_inText)
            {
                _inText = _escaped || character != (byte)'"';
                _escaped = !_escaped && character == (byte)'\\';
                continue;
            }

            switch (character)
            {
                case (byte)'"':
                    _inText = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)'}' or (byte)']':
                    _depth--;
                    EndRow();
                    break;
                default:
                    break;
            }
        }
    }

    private void EndRow()
    {
        if (_depth <= _outside)
        {
            _length = 0;
            _rows++;
        }
    }
}
