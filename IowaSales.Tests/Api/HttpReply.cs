using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace IowaSales.Tests.Api;

/// <summary>Reads one answer from a connection: its status and its body, unpacked and whole.</summary>
internal sealed class HttpReply(Stream stream) : IDisposable
{
    private readonly StreamReader _lines = new(stream, Encoding.Latin1, leaveOpen: true);

    public async Task<(int Status, string Body)> ReadAsync(CancellationToken cancellationToken)
    {
        var status = int.Parse((await _lines.ReadLineAsync(cancellationToken))!.Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await _lines.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = headers.TryGetValue("Content-Length", out var length)
            ? await ReadAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken)
            : await ReadChunksAsync(cancellationToken);
        var bytes = Encoding.Latin1.GetBytes(body);
        if (headers.GetValueOrDefault("Content-Encoding") == "gzip")
        {
            using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            await packed.CopyToAsync(unpacked, cancellationToken);
            bytes = unpacked.ToArray();
        }

        return (status, Encoding.UTF8.GetString(bytes));
    }

    public void Dispose() => _lines.Dispose();

    private async Task<string> ReadChunksAsync(CancellationToken cancellationToken)
    {
        var body = new StringBuilder();
        while (int.Parse((await _lines.ReadLineAsync(cancellationToken))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.Append(await ReadAsync(size, cancellationToken));
            await _lines.ReadLineAsync(cancellationToken);
        }

        return body.ToString();
    }

    private async Task<string> ReadAsync(int length, CancellationToken cancellationToken)
    {
        var characters = new char[length];
        var read = await _lines.ReadBlockAsync(characters, cancellationToken);
        return read == length ? new string(characters) : throw new EndOfStreamException($"The answer ended after {read} of {length} bytes.");
    }
}
