using System.IO.Compression;
using System.Net;
using System.Text;
using IowaSales.Contracts;
using IowaSales.Storage;
using IowaSales.Tests.Api;
using IowaSales.Tests.Storage;
using IowaSales.Trainer.Data.DuckDb;
using IowaSales.Trainer.Import;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>Sales sent to a running API from the command line.</summary>
public sealed class ImportVerbTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Environment = new() { ["IOWASALES_API_KEY"] = StoreHost.Key };

    private readonly string _folder = Directory.CreateTempSubdirectory("push-").FullName;
    private StoreHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await StoreHost.StartAsync(await TestStore.SqliteAsync());

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_same_sales_in_every_format_are_one_batch()
    {
        var csv = StoreHost.DayOf(StoreHost.NextDay, 180);
        Write("day.csv", csv);
        using (var packed = new GZipStream(File.Create(Path.Combine(_folder, "day.csv.gz")), CompressionMode.Compress))
        {
            packed.Write(Encoding.UTF8.GetBytes(csv));
        }

        var rows = ModelFactory.Items.Order(StringComparer.Ordinal).Select(item => $"{{\"date\":\"{StoreHost.NextDay:yyyy-MM-dd}\",\"item_name\":{System.Text.Json.JsonSerializer.Serialize(item)},\"total_amount_sold\":180}}").ToArray();
        Write("day.json", $"[{string.Join(',', rows)}]");
        Write("day.jsonl", string.Join('\n', rows));

        var first = await PushAsync("--data", "day.csv");
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Contains($"{ModelFactory.Items.Length} new", first.Out, StringComparison.Ordinal);
        foreach (var file in (string[])["day.csv.gz", "day.json", "day.jsonl"])
        {
            var again = await PushAsync("--data", file);
            Assert.Equal(0, again.ExitCode);
            Assert.Contains("already in force", again.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Parquet_and_other_column_names_go_out_as_sales()
    {
        using (var engine = new DuckDbEngine(64))
        {
            engine.Execute($"COPY (SELECT DATE '{StoreHost.NextDay:yyyy-MM-dd}' AS day, 'BLACK VELVET' AS product, 7.5 AS sold) TO {DuckDbEngine.Literal(Path.Combine(_folder, "day.parquet"))} (FORMAT PARQUET)", Cancellation);
        }

        var run = await PushAsync("--data", "day.parquet", "--date", "day", "--key", "product", "--value", "sold", "--json");

        Assert.Equal(0, run.ExitCode);
        var receipt = System.Text.Json.JsonSerializer.Deserialize(run.Out, ContractJson.Default.SalesReceipt)!;
        Assert.Equal(("day.parquet", 1, 1), (receipt.Batch.Source, receipt.Batch.Rows, receipt.Batch.Added));
    }

    [Fact]
    public async Task A_folder_is_sent_file_by_file_and_stops_at_the_first_that_is_wrong()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "inbox"));
        Assert.Contains("nothing was sent", (await PushAsync("--data", "inbox")).Error, StringComparison.Ordinal);
        Write("inbox/2.csv", StoreHost.DayOf(StoreHost.NextDay.AddDays(1), 180));
        Write("inbox/1.csv", StoreHost.DayOf(StoreHost.NextDay, 180));
        Write("inbox/3.csv", $"date,item_name,total_amount_sold\n{StoreHost.NextDay:yyyy-MM-dd},BLACK VELVET,4e9\n");
        Write("inbox/4.csv", StoreHost.DayOf(StoreHost.NextDay.AddDays(4), 180));
        Write("inbox/0.csv.part", "half of a fi");
        Write("inbox/.hidden.csv", "x");

        var run = await PushAsync("--data", "inbox");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("3.csv", run.Error, StringComparison.Ordinal);
        var batches = await _host.Sales.GetBatchesAsync(cancellationToken: Cancellation);
        Assert.Equal(["2.csv", "1.csv"], batches.Batches.Take(2).Select(batch => batch.Source));
        Assert.Equal(3, batches.Total);
    }

    [Fact]
    public async Task A_preview_changes_nothing()
    {
        Write("day.csv", StoreHost.DayOf(StoreHost.NextDay, 180));
        Assert.Contains("Nothing was changed", (await PushAsync("--data", "day.csv", "--preview")).Out, StringComparison.Ordinal);
        Assert.Equal(1, (await _host.Sales.GetBatchesAsync(cancellationToken: Cancellation)).Total);
    }

    [Fact]
    public async Task A_file_that_looks_wrong_is_imported_only_when_that_is_accepted()
    {
        Write("late.csv", $"date,item_name,total_amount_sold\n{StoreHost.NextDay.AddYears(1):yyyy-MM-dd},BLACK VELVET,4\n");

        var preview = await PushAsync("--data", "late.csv", "--preview");
        Assert.Equal(0, preview.ExitCode);
        Assert.Contains("Looks wrong: After", preview.Out, StringComparison.Ordinal);
        var refused = await PushAsync("--data", "late.csv");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("days are missing between them", refused.Error, StringComparison.Ordinal);
        Assert.Contains("import it with --accept-unusual", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await PushAsync("--data", "late.csv", "--accept-unusual")).ExitCode);
        Assert.Equal(2, (await _host.Sales.GetBatchesAsync(cancellationToken: Cancellation)).Total);
    }

    [Fact]
    public async Task Wrong_rows_are_named_and_are_bad_input()
    {
        Write("day.csv", $"date,item_name,total_amount_sold\n{StoreHost.NextDay:yyyy-MM-dd},BLACK VELVET,4e9\n");
        var here = await PushAsync("--data", "day.csv");
        Assert.Equal(3, here.ExitCode);
        Assert.Contains("  line 2: '4e9' in column total_amount_sold is not between -1000000000 and 1000000000", here.Error, StringComparison.Ordinal);

        Write("day.jsonl", $"{{\"date\":\"{StoreHost.NextDay:yyyy-MM-dd}\",\"item_name\":\"BLACK VELVET\",\"total_amount_sold\":4e9}}\n");
        var there = await PushAsync("--data", "day.jsonl");
        Assert.Equal(3, there.ExitCode);
        Assert.Contains("  line 1, total_amount_sold: '4000000000' in column total_amount_sold is not between", there.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_training_takes_the_store_takes_and_the_remarks_are_the_same()
    {
        var day = StoreHost.NextDay;
        Write("odd.csv", $"total_amount_sold;date;item_name\n-5;{day:dd.MM.yyyy};BLACK VELVET\n2,5;{day:dd.MM.yyyy};NEW\u00A0GIN\n4;{day:dd.MM.yyyy};NEW  GIN\n7;{day:dd.MM.yyyy};new gin\n");

        var run = await PushAsync("--data", "odd.csv");

        Assert.Equal((0, true), (run.ExitCode, run.Out.Contains("3 rows", StringComparison.Ordinal)));
        Assert.Contains("duplicates: 1 row repeats an item and date; they were summed.", run.Error, StringComparison.Ordinal);
        Assert.Contains("'NEW GIN' / 'new gin'", run.Error, StringComparison.Ordinal);
        Assert.Contains("negatives: 1 total is negative", run.Error, StringComparison.Ordinal);
        var (panel, _) = await new StoredPanel(_host.Store.Store).ReadAsync([], day, Cancellation);
        Assert.Equal(["BLACK VELVET -5", "NEW GIN 6.5", "new gin 7"], panel!.Items.Select((item, series) => FormattableString.Invariant($"{item} {panel.Rows(series).Values[0]}")));
    }

    [Theory]
    [InlineData(3, "There is no file or folder none.csv", "--data", "none.csv")]
    [InlineData(2, "is no address of an API", "--data", "day.csv", "--api", "ftp://here")]
    public async Task What_makes_no_sense_has_its_own_exit_code(int code, string expected, params string[] arguments)
    {
        Write("day.csv", "");
        var run = await PushAsync(arguments);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_or_with_the_wrong_key_nothing_is_sent()
    {
        Write("day.csv", StoreHost.DayOf(StoreHost.NextDay, 180));
        var address = _host.Host.Address.ToString();
        var without = await VerbOutcome.OfAsync(new ImportVerb(), _folder, null, null, "--data", "day.csv", "--api", address);
        var wrong = await VerbOutcome.OfAsync(new ImportVerb(), _folder, new Dictionary<string, string> { ["IOWASALES_API_KEY"] = "wrong" }, null, "--data", "day.csv", "--api", address);
        Assert.Equal((2, 1), (without.ExitCode, wrong.ExitCode));
        Assert.Contains("is not one this service was given", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_that_is_away_is_asked_again_and_then_given_up()
    {
        Write("day.csv", StoreHost.DayOf(StoreHost.NextDay, 180));
        var asked = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var busy = builder.Build();
        busy.Urls.Add($"http://{IPAddress.Loopback}:0");
        busy.Run(context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        await busy.StartAsync(Cancellation);

        var run = await VerbOutcome.OfAsync(new ImportVerb(), _folder, Environment, null, "--data", "day.csv", "--api", busy.Urls.First(), "--retries", "1");

        Assert.Equal((1, 2), (run.ExitCode, asked));
        Assert.Contains("Trying again in 1 s.", run.Error, StringComparison.Ordinal);
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder, file), content);

    private Task<VerbOutcome> PushAsync(params string[] arguments) => VerbOutcome.OfAsync(
        new ImportVerb(), _folder, Environment, null, arguments.Contains("--api") ? arguments : [.. arguments, "--api", _host.Host.Address.ToString()]);
}
