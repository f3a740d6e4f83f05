using System.IO.Compression;
using System.Text.Json.Serialization.Metadata;
using CsvHelper;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace IowaSales.Api.Http.Answers;

/// <summary>
/// The bytes of a successful answer with the headers that go with them. An answer kept in a snapshot is serialised once and compressed at
/// most once per encoding, then only copied.
/// </summary>
internal sealed class Answer
{
    /// <summary>Smaller bodies do not shrink enough to be worth a client's unpacking.</summary>
    private const int MinCompressedBytes = 1024;

    /// <summary>Bytes handed to the server at once.</summary>
    private const int Slice = 32 * 1024;

    /// <summary>Bytes that wait for a slow reader in the server's and the kernel's buffers.</summary>
    private const long BuffersOfConnection = 4 * Slice;

    private static readonly StringValues Vary = new([HeaderNames.Accept, HeaderNames.AcceptEncoding]);
    private static readonly StringValues Revalidate = "no-cache";

    private readonly byte[] _body;
    private readonly string _contentType;
    private readonly string _tag;
    private byte[]? _brotli;
    private byte[]? _gzip;
    private bool _isKept;
    private Func<Stream, CancellationToken, Task>? _write;

    private Answer(byte[] body, string contentType, string tag)
    {
        _body = body;
        _contentType = contentType;
        _tag = tag;
    }

    /// <summary>The uncompressed body.</summary>
    public ReadOnlyMemory<byte> Body => _body;

    /// <summary>An answer in JSON.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="type">Its type in the contract.</param>
    /// <param name="entityTag">Tag of the snapshot it comes from.</param>
    public static Answer Json<T>(T value, JsonTypeInfo<T> type, string entityTag) =>
        Json(AnswerJson.Serialize(value, type), entityTag);

    /// <summary>An answer in JSON that is serialised already.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="entityTag">Tag of the snapshot it comes from.</param>
    public static Answer Json(byte[] body, string entityTag) =>
        new(body, "application/json; charset=utf-8", $"W/\"{entityTag}\"");

    /// <summary>An answer in CSV (RFC 4180).</summary>
    /// <param name="request">The request; when it is given up, so is the table.</param>
    /// <param name="header">Names of the columns.</param>
    /// <param name="writeRows">Writes the rows, each ended by <see cref="CsvWriter.EndRecord"/>.</param>
    /// <param name="entityTag">Tag of the snapshot it comes from.</param>
    public static Answer Csv(HttpRequest request, IEnumerable<string> header, Action<CsvWriter> writeRows, string entityTag)
    {
        using var stream = new AbandonedStream(request.HttpContext.RequestAborted);
        using (var writer = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\r\n", Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            foreach (var column in header)
            {
                writer.WriteField(column);
            }

            writer.EndRecord();
            writeRows(writer);
        }

        return new Answer(stream.ToArray(), "text/csv; charset=utf-8; header=present", $"W/\"{entityTag}-csv\"");
    }

    /// <summary>An answer that is a file.</summary>
    /// <param name="body">Its content.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="entityTag">Tag of what it is made of, with its format.</param>
    public static Answer File(byte[] body, string contentType, string entityTag) => new(body, contentType, $"W/\"{entityTag}\"");

    /// <summary>An answer in JSON that is written while it is read, since it is too large to be held.</summary>
    /// <param name="write">Writes the body.</param>
    /// <param name="entityTag">Tag of the snapshot it comes from.</param>
    public static Answer Streamed(Func<Stream, CancellationToken, Task> write, string entityTag)
    {
        var answer = Json([], entityTag);
        answer._write = write;
        return answer;
    }

    /// <summary>The same answer, for who keeps it: what is sent of it takes no memory of its own.</summary>
    public Answer Kept()
    {
        _isKept = true;
        return this;
    }

    /// <summary>Writes an answer to a question of its own, which nobody keeps.</summary>
    /// <param name="context">The exchange.</param>
    public Task WriteOnceAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = _contentType;
        context.Response.ContentLength = _body.Length;
        return context.Response.BodyWriter.WriteAsync(_body, context.RequestAborted).AsTask();
    }

    /// <summary>Writes the answer, or 304 when the client has it already.</summary>
    /// <param name="context">The exchange.</param>
    public Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ETag = _tag;
        headers.CacheControl = Revalidate;
        headers.Vary = Vary;
        if (EntityTags.IsKnownTo(context.Request, _tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = _contentType;
        if (_write is not null)
        {
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : WriteStreamedAsync(context, _write);
        }

        var body = _body;
        if (_body.Length >= MinCompressedBytes && context.Request.Headers.AcceptEncoding is { Count: > 0 } accepted)
        {
            body = Encode(accepted, headers);
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            headers.ContentLength = body.Length;
            return Task.CompletedTask;
        }

        if (body.Length > Slice)
        {
            return WriteSlicesAsync(context, body);
        }

        headers.ContentLength = body.Length;
        return context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>
    /// Writes a large body piece by piece, as the client reads it, so that no more of it than a slice waits in the server's buffers; and only
    /// while the bodies that are being sent fit the memory. A client that reads too slowly is cut off, as in <see cref="WriteStreamedAsync"/>.
    /// </summary>
    private async Task WriteSlicesAsync(HttpContext context, byte[] body)
    {
        var budget = context.RequestServices.GetRequiredService<AnswerBudget>();
        var bytes = _isKept ? BuffersOfConnection : BuffersOfConnection + body.Length;
        if (!budget.TryTake(bytes))
        {
            context.Response.Clear();
            context.Response.Headers.RetryAfter = "2";
            await TypedResults.Problem(
                "This service is sending as much at once as its memory allows; try again in a few seconds, or ask for less.",
                statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            return;
        }

        try
        {
            context.Response.Headers.ContentLength = body.Length;
            for (var at = 0; at < body.Length; at += Slice)
            {
                var written = await context.Response.BodyWriter.WriteAsync(body.AsMemory(at, Math.Min(Slice, body.Length - at)), context.RequestAborted);
                if (written.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (context.Response.HasStarted)
        {
            context.Abort();
        }
        finally
        {
            budget.Return(bytes);
        }
    }

    /// <summary>A client that reads too slowly is cut off in the midst of its answer: that is no failure of the service, and no entry in its log.</summary>
    private static async Task WriteStreamedAsync(HttpContext context, Func<Stream, CancellationToken, Task> write)
    {
        try
        {
            await write(context.Response.Body, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.Response.HasStarted)
        {
            context.Abort();
        }
    }

    private byte[] Encode(StringValues accepted, IHeaderDictionary headers)
    {
        switch (ContentCoding.Choose(accepted))
        {
            case ContentCoding.Brotli:
                headers.ContentEncoding = ContentCoding.Brotli;
                return _brotli ??= Compress(static stream => new BrotliStream(stream, CompressionLevel.Optimal, leaveOpen: true));
            case ContentCoding.Gzip:
                headers.ContentEncoding = ContentCoding.Gzip;
                return _gzip ??= Compress(static stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));
            default:
                return _body;
        }
    }

    private byte[] Compress(Func<Stream, Stream> encoder)
    {
        using var compressed = new MemoryStream();
        using (var stream = encoder(compressed))
        {
            stream.Write(_body);
        }

        return compressed.ToArray();
    }

    /// <summary>Bytes in memory that are written only while somebody waits for them.</summary>
    private sealed class AbandonedStream(CancellationToken abandoned) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            abandoned.ThrowIfCancellationRequested();
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            abandoned.ThrowIfCancellationRequested();
            base.Write(buffer);
        }
    }
}
