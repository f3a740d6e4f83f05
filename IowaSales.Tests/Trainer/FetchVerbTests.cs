using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using IowaSales.Forecasting.Series.Files;
using IowaSales.Tests.Forecasting.Series;
using IowaSales.Trainer.CommandLine;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IowaSales.Tests.Trainer;

public sealed class FetchVerbTests : IDisposable
{
    private static readonly DateOnly First = new(2024, 5, 27);

    private readonly ImpatientTime _time = new();
    private readonly TrainerRun _trainer;

    public FetchVerbTests() => _trainer = new TrainerRun { Time = _time };

    private string Output => _trainer.PathOf("out.csv");

    [Fact]
    public async Task Every_page_is_fetched_and_the_totals_are_those_of_the_rows()
    {
        await using var server = await SodaServer.StartAsync(Sales());

        await _trainer.DoAsync("fetch", "--source", server.Source, "--all", "--page-size", "7", "--output", "out.csv");

        // Two sales of each product and day; 4 products on 5 days make 20 rows, in pages of 7, 7 and 6.
        Assert.Equal([0, 7, 14], server.Offsets);
        Assert.All(server.Queries, query => Assert.Equal("date,im_desc", query["$order"]));
        Assert.Equal(Totals(Sales()), Written());
        Assert.Equal(["out.csv", "out.source.json"], _trainer.Entries());
    }

    [Fact]
    public async Task The_top_is_asked_for_first_and_only_its_days_are_fetched()
    {
        await using var server = await SodaServer.StartAsync(Sales());

        await _trainer.DoAsync("fetch", "--source", server.Source, "--top", "2", "--from", "2024-05-28", "--through", "2024-05-29", "--output", "out.csv");

        Assert.Equal(["GIN", "O'DOUL'S, \"FINE\" & 100%"], Written().Keys.Select(key => key.Item).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            Totals(Sales().Where(sale => sale.Item is not ("RUM" or "VODKA") && sale.Date >= First.AddDays(1) && sale.Date <= First.AddDays(2))), Written());
    }

    [Fact]
    public async Task Products_are_found_however_they_are_typed_and_a_missing_one_is_named()
    {
        await using var server = await SodaServer.StartAsync(Sales());

        await _trainer.DoAsync("fetch", "--source", server.Source, "--items", "rum", "NO SUCH", "--output", "out.csv.gz");

        var path = _trainer.PathOf("out.csv.gz");
        var sales = new SalesCsvReader(SalesColumns.Default).Read(path, TestContext.Current.CancellationToken);
        Assert.Equal(["RUM"], sales.Panel.Items);
        Assert.Contains("No sales of 'NO SUCH'", _trainer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttling_is_waited_out_as_the_service_asks_and_the_fetch_goes_on_at_its_page()
    {
        await using var server = await SodaServer.StartAsync(Sales());
        server.Intercept = (number, context) =>
        {
            if (number != 2)
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "17";
            return Task.FromResult(true);
        };

        await _trainer.DoAsync("fetch", "--source", server.Source, "--all", "--page-size", "7", "--output", "out.csv");

        Assert.Equal([0, 7, 7, 14], server.Offsets);
        Assert.Contains(TimeSpan.FromSeconds(17), _time.Waits);
        Assert.Contains("asked too often (429); asking for the page again in 17.0 s (try 2 of 6)", _trainer.Error, StringComparison.Ordinal);
        Assert.Equal(Totals(Sales()), Written());
    }

    [Theory]
    [InlineData("half a page")]
    [InlineData("a cut connection")]
    [InlineData("a server error")]
    public async Task What_goes_wrong_once_is_asked_for_again(string failure)
    {
        await using var server = await SodaServer.StartAsync(Sales());
        server.Intercept = async (number, context) =>
        {
            if (number != 2)
            {
                return false;
            }

            var page = server.Page(server.Queries[^1], dated: true);
            switch (failure)
            {
                case "half a page":
                    await context.Response.Body.WriteAsync(page.AsMemory(0, page.Length / 2));
                    break;
                case "a cut connection":
                    context.Response.ContentLength = page.Length;
                    await context.Response.Body.WriteAsync(page.AsMemory(0, page.Length / 2));
                    await context.Response.Body.FlushAsync();
                    context.Abort();
                    break;
                default:
                    context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    break;
            }

            return true;
        };

        await _trainer.DoAsync("fetch", "--source", server.Source, "--all", "--page-size", "7", "--output", "out.csv");

        Assert.Equal([0, 7, 7, 14], server.Offsets);
        Assert.Equal(Totals(Sales()), Written());
    }

    [Fact]
    public async Task A_fetch_that_fails_for_good_writes_nothing_and_the_next_goes_on_at_its_page()
    {
        await using var server = await SodaServer.StartAsync(Sales());
        server.Intercept = (number, context) =>
        {
            context.Response.StatusCode = number > 2 ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
            return Task.FromResult(number > 2);
        };

        string[] command = ["fetch", "--source", server.Source, "--all", "--page-size", "7", "--output", "out.csv", "--retries", "2"];
        Assert.Equal(ExitCode.Failed, await _trainer.RunAsync(command));
        Assert.Contains("failed 3 times: it answered 500", _trainer.Error, StringComparison.Ordinal);
        Assert.Contains("2 pages are kept in out.csv.pages", _trainer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Output));

        server.Queries.Clear();
        server.Intercept = (_, _) => Task.FromResult(false);
        await _trainer.DoAsync(command);

        Assert.Equal([14], server.Offsets);
        Assert.Equal(Totals(Sales()), Written());
        Assert.Equal(["out.csv", "out.source.json"], _trainer.Entries());
    }

    [Fact]
    public async Task Pages_of_another_request_are_not_used()
    {
        await using var server = await SodaServer.StartAsync(Sales());
        server.Intercept = (number, context) =>
        {
            context.Response.StatusCode = number == 2 ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
            return Task.FromResult(number == 2);
        };
        Assert.Equal(ExitCode.Failed, await _trainer.RunAsync("fetch", "--source", server.Source, "--all", "--page-size", "7", "--output", "out.csv", "--retries", "0"));
        server.Queries.Clear();
        server.Intercept = (_, _) => Task.FromResult(false);

        await _trainer.DoAsync("fetch", "--source", server.Source, "--all", "--page-size", "8", "--output", "out.csv");

        Assert.Equal([0, 8, 16], server.Offsets);
        Assert.Equal(Totals(Sales()), Written());
    }

    [Fact]
    public async Task Stopping_leaves_no_output()
    {
        await using var server = await SodaServer.StartAsync(Sales());
        using var stop = new CancellationTokenSource();
        server.Intercept = async (number, _) =>
        {
            if (number == 2)
            {
                await stop.CancelAsync();
            }

            return false;
        };

        Assert.Equal(ExitCode.Failed, await _trainer.RunUntilAsync(stop.Token, "fetch", "--source", server.Source, "--all", "--page-size", "7", "--output", "out.csv"));

        Assert.Contains("Stopped before the end", _trainer.Error, StringComparison.Ordinal);
        Assert.Equal(["out.csv.pages"], _trainer.Entries());
    }

    [Fact]
    public async Task A_changed_schema_is_refused_with_what_is_there()
    {
        await using var server = await SodaServer.StartAsync(Sales());
        server.DateField = "invoice_date";

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("fetch", "--source", server.Source, "--all", "--output", "out.csv"));

        Assert.Contains("has no field date: its fields are invoice_date, im_desc, total_amount_sold", _trainer.Complaint, StringComparison.Ordinal);
        Assert.Single(server.Queries);
        Assert.Empty(_trainer.Entries());
    }

    [Theory]
    [InlineData(400, ExitCode.BadInput, "refuses the query (400): No such column: im_desk")]
    [InlineData(403, ExitCode.BadUsage, "refuses access (403); set SODA_APP_TOKEN to an app token.")]
    [InlineData(404, ExitCode.BadInput, "There is no data set at")]
    [InlineData(301, ExitCode.BadInput, "has moved to https://elsewhere.example/resource/x.json")]
    public async Task A_refusal_is_said_once_and_not_repeated(int status, int code, string sentence)
    {
        await using var server = await SodaServer.StartAsync(Sales());
        server.Intercept = async (_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = status == 301 ? "https://elsewhere.example/resource/x.json" : default;
            await context.Response.WriteAsync("""{"code":"query.soql.no-such-column","error":true,"message":"No such column: im_desk"}""");
            return true;
        };

        Assert.Equal(code, await _trainer.RunAsync("fetch", "--source", server.Source, "--all", "--output", "out.csv"));

        Assert.Contains(sentence, _trainer.Complaint, StringComparison.Ordinal);
        Assert.Single(server.Queries);
        Assert.Empty(_trainer.Entries());
    }

    [Theory]
    [InlineData("$offset")]
    [InlineData("$limit")]
    public async Task A_service_that_ignores_a_clause_is_refused(string clause)
    {
        await using var server = await SodaServer.StartAsync(Sales());
        server.Intercept = async (_, context) =>
        {
            var query = server.Queries[^1].Where(pair => pair.Key != clause).ToDictionary(StringComparer.Ordinal);
            query.TryAdd("$limit", "50000");
            await context.Response.Body.WriteAsync(server.Page(query, dated: true));
            return true;
        };

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("fetch", "--source", server.Source, "--all", "--page-size", "7", "--output", "out.csv"));

        Assert.Contains($"ignores {clause}", _trainer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Output));
    }

    [Fact]
    public async Task A_young_answer_to_the_same_request_is_not_fetched_again()
    {
        await using var server = await SodaServer.StartAsync(Sales());
        string[] command = ["fetch", "--source", server.Source, "--all", "--output", "out.csv", "--max-age", "7d"];
        await _trainer.DoAsync(command);
        server.Queries.Clear();

        await _trainer.DoAsync(command);
        Assert.Empty(server.Queries);
        await _trainer.DoAsync([.. command, "--from", "2024-05-28"]);
        Assert.Single(server.Queries);
        await _trainer.DoAsync(command);
        Assert.Equal(2, server.Queries.Count);
        _time.Later = TimeSpan.FromDays(8);
        await _trainer.DoAsync(command);
        Assert.Equal(3, server.Queries.Count);
        File.AppendAllText(Output, "2024-05-31,RUM,1\n");
        await _trainer.DoAsync(command);
        Assert.Equal(4, server.Queries.Count);
    }

    [Fact]
    public async Task The_app_token_comes_from_the_environment_and_is_shown_nowhere()
    {
        await using var server = await SodaServer.StartAsync(Sales());
        _trainer.Environment["SODA_APP_TOKEN"] = "s3cret";

        await _trainer.DoAsync("fetch", "--source", server.Source, "--all", "--output", "out.csv");
        Assert.Equal(["s3cret"], server.Tokens.Distinct());
        Assert.DoesNotContain("s3cret", _trainer.Out + _trainer.Error + File.ReadAllText(_trainer.PathOf("out.source.json")), StringComparison.Ordinal);

        await _trainer.DoAsync("fetch", "--show-config");
        Assert.Contains("(set)", _trainer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", _trainer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_prints_the_exact_queries_and_sends_none()
    {
        await using var server = await SodaServer.StartAsync(Sales());

        await _trainer.DoAsync("fetch", "--source", server.Source, "--items", "RUM", "--from", "2024-05-28", "--dry-run", "--json");
        Assert.Empty(server.Queries);
        using var printed = JsonDocument.Parse(_trainer.Out);
        var address = printed.RootElement[0].GetProperty("address").GetString()!;

        await _trainer.DoAsync("fetch", "--source", server.Source, "--items", "RUM", "--from", "2024-05-28", "--output", "out.csv");
        Assert.Equal(
            server.Queries.Single().OrderBy(clause => clause.Key),
            Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(address).Query)
                .ToDictionary(clause => clause.Key, clause => clause.Value.ToString()).OrderBy(clause => clause.Key));
    }

    [Fact]
    public async Task Many_products_are_asked_for_in_several_addresses()
    {
        var sales = Enumerable.Range(0, 300)
            .Select(number => new StoredSale(First, $"A PRODUCT WITH QUITE A LONG NAME, NUMBER {number}", number + 1)).ToArray();
        await using var server = await SodaServer.StartAsync(sales);

        await _trainer.DoAsync("fetch", "--source", server.Source, "--top", "250", "--output", "out.csv");

        Assert.InRange(server.Queries.Count, 4, 10);
        Assert.Equal(250, Written().Count);
    }

    [Fact]
    public async Task A_saved_answer_and_a_table_are_fetched_as_the_service_is()
    {
        File.WriteAllText(_trainer.PathOf("answer.json"), """
            [{"date":"2024-05-28T00:00:00.000","im_desc":"RUM","sale_bottles":"3"},
             {"date":"2024-05-28T00:00:00.000","im_desc":"RUM","sale_bottles":4},
             {"date":"2024-05-29T00:00:00.000","im_desc":"GIN","sale_bottles":"5"}]
            """);
        _trainer.Write("answer.csv", "date,im_desc,sale_bottles\n2024-05-28T00:00:00.000,RUM,3\n2024-05-28T00:00:00.000,RUM,4\n2024-05-29T00:00:00.000,GIN,5\n");
        foreach (var source in (string[])["answer.json", "answer.csv"])
        {
            await _trainer.DoAsync("fetch", "--source", source, "--top", "1", "--output", "out.csv");
            Assert.Equal(new Dictionary<(DateOnly, string), double> { [(new DateOnly(2024, 5, 28), "RUM")] = 7 }, Written());
        }
    }

    [Theory]
    [InlineData(ExitCode.BadUsage, "give one of them", "--items", "A", "--top", "3")]
    [InlineData(ExitCode.BadUsage, "is before --from", "--from", "2024-02-01", "--through", "2024-01-01")]
    [InlineData(ExitCode.BadUsage, "is not an age", "--max-age", "soon")]
    [InlineData(ExitCode.BadUsage, "must be a name", "--item-field", "x) or 1=1")]
    [InlineData(ExitCode.BadUsage, "must end in .csv", "--output", "out.parquet")]
    [InlineData(ExitCode.BadUsage, "without a query", "--source", "https://data.iowa.gov/resource/x.json?$limit=1")]
    [InlineData(ExitCode.BadInput, "There is no file", "--source", "nothing.json")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_asked(int code, string sentence, params string[] args)
    {
        Assert.Equal(code, await _trainer.RunAsync(["fetch", .. args]));

        Assert.Contains(sentence, _trainer.Complaint, StringComparison.Ordinal);
        Assert.Empty(_trainer.Entries());
    }

    [Fact]
    public async Task Real_rows_come_out_as_they_are_stored()
    {
        var path = Path.Combine(RepositoryFolder.Shared, "data", "invoice_lines_2022_08_to_10.csv.gz");
        Assert.SkipUnless(File.Exists(path), "The real invoice lines are not beside this checkout.");
        var sales = InvoiceSample(path, lines: 20_000);
        await using var server = await SodaServer.StartAsync(sales);
        server.Intercept = (number, context) =>
        {
            context.Response.StatusCode = number % 4 == 3 ? StatusCodes.Status429TooManyRequests : StatusCodes.Status200OK;
            return Task.FromResult(number % 4 == 3);
        };

        await _trainer.DoAsync("fetch", "--source", server.Source, "--top", "40", "--page-size", "50", "--output", "out.csv");

        var top = sales.GroupBy(sale => sale.Item).OrderByDescending(group => group.Sum(sale => sale.Bottles))
            .ThenBy(group => group.Key, StringComparer.Ordinal).Take(40).Select(group => group.Key).ToHashSet();
        Assert.Equal(Totals(sales.Where(sale => top.Contains(sale.Item))), Written());
    }

    public void Dispose() => _trainer.Dispose();

    /// <summary>Two sales of four products on five days, one product with every character that has to be escaped.</summary>
    private static StoredSale[] Sales() =>
    [
        .. from day in Enumerable.Range(0, 5)
           from item in (string[])["GIN", "O'DOUL'S, \"FINE\" & 100%", "RUM", "VODKA"]
           from half in Enumerable.Range(1, 2)
           select new StoredSale(First.AddDays(day), item, (half * (day + 1)) + (item.Length < 4 && item[0] == 'G' ? 50 : item.Length)),
    ];

    private static StoredSale[] InvoiceSample(string path, int lines)
    {
        using var file = File.OpenRead(path);
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var header = text.ReadLine()!.Split(',').Select(name => name.Trim('"')).ToList();
        var (date, item, bottles) = (header.IndexOf("Date"), header.IndexOf("Item Description"), header.IndexOf("Bottles Sold"));
        var sales = new List<StoredSale>();
        while (sales.Count < lines && text.ReadLine() is { } line)
        {
            // Lines with quotes are left to the tests of the reader; here only rows are wanted.
            if (line.Contains('"', StringComparison.Ordinal))
            {
                continue;
            }

            var fields = line.Split(',');
            sales.Add(new StoredSale(
                DateOnly.ParseExact(fields[date], "MM/dd/yyyy", CultureInfo.InvariantCulture),
                fields[item].Trim(),
                int.Parse(fields[bottles], CultureInfo.InvariantCulture)));
        }

        return [.. sales];
    }

    private static Dictionary<(DateOnly, string), double> Totals(IEnumerable<StoredSale> sales) =>
        sales.GroupBy(sale => (sale.Date, sale.Item)).ToDictionary(group => group.Key, group => (double)group.Sum(sale => sale.Bottles));

    private Dictionary<(DateOnly Date, string Item), double> Written()
    {
        var panel = new SalesCsvReader(SalesColumns.Default).Read(Output, TestContext.Current.CancellationToken).Panel;
        var totals = new Dictionary<(DateOnly, string), double>();
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                totals.Add((panel.DateOf(rows.Days[i]), panel.Items[series]), rows.Values[i]);
            }
        }

        return totals;
    }
}
