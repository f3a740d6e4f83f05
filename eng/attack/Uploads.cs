using System.Globalization;
using System.Net;

namespace IowaSales.Attack;

/// <summary>Large bodies sent to the dashboard, which takes files only through a session, from who has the key.</summary>
internal static class Uploads
{
    private const int Bytes = 64 << 20;

    private static readonly string[] Paths = ["/upload", "/import", "/", "/_blazor/negotiate"];

    public static async Task<string> SendAsync(Uri target, int count)
    {
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.Zero };
        using var client = new HttpClient(handler) { BaseAddress = target, Timeout = TimeSpan.FromMinutes(1) };
        var answers = new int[600];
        var closed = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (index, token) =>
        {
            using var content = new MultipartFormDataContent { { new StreamContent(new Zeros(Bytes)), "file", "sales.csv" } };
            try
            {
                using var answer = await client.PostAsync(new Uri(Paths[index % Paths.Length], UriKind.Relative), content, token);
                Interlocked.Increment(ref answers[(int)answer.StatusCode]);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref closed);
            }
        });
        var summary = closed > 0 ? string.Create(CultureInfo.InvariantCulture, $"closed x{closed} ") : "";
        summary += string.Join(", ", answers.Index().Where(answer => answer.Item > 0).Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Index} x{answer.Item}")));
        return answers.Index().All(answer => answer.Item == 0 || answer.Index is >= 400 and < 500 or (int)HttpStatusCode.ServiceUnavailable)
            ? $"{count} bodies of 64 MiB: {summary}"
            : throw new AttackSucceededException($"Bodies of 64 MiB were answered {summary}.");
    }

    /// <summary>As many zeros as there should be, without any memory.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            Array.Clear(buffer, offset, read);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
