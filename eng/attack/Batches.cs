using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IowaSales.Attack;

/// <summary>Imports that are too large, endless or malformed; each must be refused as the client's fault.</summary>
internal static class Batches
{
    private const int ManyNames = 100_000;
    private const int EndlessBytes = 200 << 20;
    private const int MaxNames = 1_500_000;

    public static async Task<string> SendAsync(Uri target, int rounds, string key)
    {
        using var client = new HttpClient { BaseAddress = target, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < rounds; round++)
        {
            Count(answers, "names", await PostAsync(client, "text/csv", stream => NamesAsync(stream, ManyNames)));
            Count(answers, "all-names", await PostAsync(client, "text/csv", stream => NamesAsync(stream, MaxNames)));
            Count(answers, "endless-text", await PostAsync(client, "application/json", stream => EndlessAsync(stream, "[{\"date\":\"2024-05-31\",\"item_name\":\"")));
            Count(answers, "endless-line", await PostAsync(client, "text/csv", stream => EndlessAsync(stream, "date,item_name,total_amount_sold\n2024-05-31,")));
            Count(answers, "bad-chunk", await BadChunkAsync(target, key));
        }

        var wrong = answers.Where(answer => answer.Key[^3..] is not ("400" or "413" or "422" or "503")).ToArray();
        return wrong.Length == 0
            ? string.Join(", ", answers.Select(answer => $"{answer.Key} x{answer.Value}"))
            : throw new AttackSucceededException($"Answered {string.Join(", ", wrong.Select(answer => answer.Key))}.");
    }

    private static void Count(SortedDictionary<string, int> answers, string what, int status)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{what} {status}");
        answers[key] = answers.GetValueOrDefault(key) + 1;
    }

    private static async Task<int> PostAsync(HttpClient client, string type, Func<Stream, Task> write)
    {
        using var content = new WrittenContent(type, write);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sales") { Content = content };
        request.Headers.ExpectContinue = false;
        try
        {
            using var response = await client.SendAsync(request);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The service answered and closed before all was sent; the answer is lost with the connection.
            return (int)HttpStatusCode.RequestEntityTooLarge;
        }
    }

    private static async Task NamesAsync(Stream stream, int count)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        await writer.WriteAsync("date,item_name,total_amount_sold\n");
        for (var i = 0; i < count; i++)
        {
            await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"2024-05-31,NAME OF AN ITEM {i},12\n"));
        }
    }

    private static async Task EndlessAsync(Stream stream, string start)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(start));
        var block = new byte[1 << 16];
        Array.Fill(block, (byte)'x');
        for (var sent = 0; sent < EndlessBytes; sent += block.Length)
        {
            await stream.WriteAsync(block);
        }
    }

    private static async Task<int> BadChunkAsync(Uri target, string key)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, target.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /sales HTTP/1.1\r\nHost: {target.Authority}\r\nX-Api-Key: {key}\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\nNOT-A-LENGTH\r\n"));
        var buffer = new byte[64];
        var read = await stream.ReadAsync(buffer);
        return read > 12 ? int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), CultureInfo.InvariantCulture) : 0;
    }
}
