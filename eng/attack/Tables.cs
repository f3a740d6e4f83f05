using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace IowaSales.Attack;

/// <summary>Tables of drivers and attributes, and bodies in JSON, that are too large, packed or too many; each must be refused as the client's fault.</summary>
internal static class Tables
{
    private const string Csv = "text/csv";
    private const string Json = "application/json";
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const int Columns = 400;
    private const int Rows = 50_000;
    private const int PackedBytes = 512 << 20;
    private const int EndlessBytes = 96 << 20;
    private const int MaxGrowth = 60;
    private const int ItemsOfGrowth = 5000;
    private const int NewItems = 1500;

    public static async Task<string> SendAsync(Uri target, int rounds, string key)
    {
        using var client = new HttpClient { BaseAddress = target, Timeout = TimeSpan.FromMinutes(3) };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < rounds; round++)
        {
            await TryAsync("dense-attributes", "/attributes", Csv, stream => DenseAsync(stream, "item_name", row => string.Create(CultureInfo.InvariantCulture, $"ITEM {row}")));
            await TryAsync("dense-drivers", "/drivers", Csv, stream => DenseAsync(stream, "date", row => new DateOnly(2000, 1, 1).AddDays(row % 8000).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            await TryAsync("categories", "/attributes", Csv, stream => LinesAsync(stream, "item_name,category", 200_000, row => string.Create(CultureInfo.InvariantCulture, $"ITEM {row},CATEGORY {row}")));
            await TryAsync("endless-cell", "/attributes", Csv, stream => EndlessAsync(stream, "item_name,category\nA,"));
            await TryAsync("endless-driver", "/drivers", Csv, stream => EndlessAsync(stream, "date,price\n2024-05-31,"));
            await TryAsync("packed-csv", "/attributes", Csv, PackedCsvAsync);
            await TryAsync("packed-sheet", "/attributes", Xlsx, PackedSheetAsync);
            await TryAsync("endless-note", "/notes", Json, stream => EndlessAsync(stream, "{\"scope\":\"all\",\"from\":\"2024-06-03\",\"through\":\"2024-06-03\",\"author\":\"A\",\"text\":\""));
            await TryAsync("endless-override", "/overrides", Json, stream => EndlessAsync(stream, "{\"scope\":\"all\",\"reason\":\""));
            await TryAsync("endless-changes", "/predict/PRODUCT%20001/what-if", Json, stream => EndlessAsync(stream, "{\"changes\":[{\"date\":\"2024-04-19\",\"driver\":\""));
        }

        var growth = await UntilRefusedAsync(client, "/attributes", number => stream =>
            LinesAsync(stream, "item_name,a,b,c,d,e,f,g,h", ItemsOfGrowth, row => string.Create(CultureInfo.InvariantCulture, $"ITEM {number}-{row},1,2,3,4,5,6,7,8")));
        var items = await UntilRefusedAsync(client, "/sales?accept_unusual=true", number => stream =>
            LinesAsync(stream, "date,item_name,total_amount_sold", NewItems, row => string.Create(CultureInfo.InvariantCulture, $"2024-04-18,NEW {number}-{row},5")));
        var wrong = answers.Keys.Where(answer => answer[^3..] is not ("400" or "408" or "413" or "422" or "503")).ToArray();
        return wrong.Length == 0
            ? $"{string.Join(", ", answers.Select(answer => $"{answer.Key} x{answer.Value}"))}; {growth} batches of attributes and {items} of new items until refused"
            : throw new AttackSucceededException($"Answered {string.Join(", ", wrong)}.");

        async Task TryAsync(string what, string path, string type, Func<Stream, Task> write)
        {
            var (status, _) = await PostAsync(client, path, type, write);
            var answer = string.Create(CultureInfo.InvariantCulture, $"{what} {status}");
            answers[answer] = answers.GetValueOrDefault(answer) + 1;
        }
    }

    /// <summary>Sends batches that are each as they may be, until one is refused for what all of them would take.</summary>
    private static async Task<int> UntilRefusedAsync(HttpClient client, string path, Func<int, Func<Stream, Task>> batch)
    {
        for (var number = 0; number < MaxGrowth; number++)
        {
            var (status, detail) = await PostAsync(client, path, Csv, batch(number));
            switch (status)
            {
                case (int)HttpStatusCode.UnprocessableEntity or (int)HttpStatusCode.RequestEntityTooLarge:
                    return number;
                case (int)HttpStatusCode.Created or (int)HttpStatusCode.ServiceUnavailable:
                    break;
                default:
                    throw new AttackSucceededException($"Batch {number} to {path} was answered {status}: {detail}");
            }
        }

        throw new AttackSucceededException($"{MaxGrowth} batches to {path} were all taken.");
    }

    private static async Task<(int Status, string Detail)> PostAsync(HttpClient client, string path, string type, Func<Stream, Task> write)
    {
        using var content = new WrittenContent(type, write);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.ExpectContinue = false;
        try
        {
            using var response = await client.SendAsync(request);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            // The service answered and closed before all was sent; the answer is lost with the connection.
            return ((int)HttpStatusCode.RequestEntityTooLarge, "");
        }
    }

    private static Task DenseAsync(Stream stream, string first, Func<int, string> key)
    {
        var values = string.Concat(Enumerable.Repeat(",1", Columns));
        return LinesAsync(
            stream,
            first + string.Concat(Enumerable.Range(0, Columns).Select(column => string.Create(CultureInfo.InvariantCulture, $",c{column}"))),
            Rows,
            row => key(row) + values);
    }

    private static async Task LinesAsync(Stream stream, string header, int count, Func<int, string> line)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        await writer.WriteAsync(header + "\n");
        for (var row = 0; row < count; row++)
        {
            await writer.WriteAsync(line(row) + "\n");
        }
    }

    private static async Task EndlessAsync(Stream stream, string start)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(start));
        await FillAsync(stream, EndlessBytes);
    }

    /// <summary>Half a megabyte that unpacks to a thousand times as much.</summary>
    private static async Task PackedCsvAsync(Stream stream)
    {
        await using var packed = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        await packed.WriteAsync("item_name,category\n"u8.ToArray());
        await FillAsync(packed, PackedBytes);
    }

    private static async Task PackedSheetAsync(Stream stream)
    {
        using var whole = new MemoryStream();
        using (var archive = new ZipArchive(whole, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var sheet = await archive.CreateEntry("xl/worksheets/sheet1.xml").OpenAsync();
            await FillAsync(sheet, PackedBytes);
        }

        await stream.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length));
    }

    private static async Task FillAsync(Stream stream, int bytes)
    {
        var block = new byte[1 << 16];
        Array.Fill(block, (byte)'x');
        for (var sent = 0; sent < bytes; sent += block.Length)
        {
            await stream.WriteAsync(block);
        }
    }
}
