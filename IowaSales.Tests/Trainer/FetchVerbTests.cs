using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Tests.Forecasting.Data;
using IowaSales.Trainer.CommandLine;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IowaSales.Tests.Trainer;

public sealed class FetchVerbTests : FetchTests
{
    [Fact]
    public async Task Prices_are_what_was_paid_over_what_was_sold()
    {
        await using var server = await SodaServer.StartAsync(Sales());

        await _trainer.DoAsync("fetch", "--source", server.Source, "--all", "--page-size", "7", "--output", "out.csv", "--drivers-output", "prices.csv");

        var lines = File.ReadAllLines(_trainer.PathOf("prices.csv"));
        Assert.Equal("date,item_name,price", lines[0]);
        Assert.Equal(Written().Count(sold => sold.Value > 0), lines.Length - 1);
        Assert.All(lines.Where(line => line.Contains(",GIN,", StringComparison.Ordinal)), line => Assert.EndsWith(",GIN,4.5", line, StringComparison.Ordinal));
        Assert.Equal(5, lines.Count(line => line.Contains(",GIN,", StringComparison.Ordinal)));

        _trainer.Write("saved.csv", "date,im_desc,sale_bottles\n2024-05-28,GIN,5\n");
        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync("fetch", "--source", "saved.csv", "--output", "out.csv", "--drivers-output", "prices.csv"));
    }

    [Fact]
    public async Task Categories_and_vendors_of_the_products_are_written_to_train_with()
    {
        await using var server = await SodaServer.StartAsync(Sales());

        await _trainer.DoAsync("fetch", "--source", server.Source, "--all", "--page-size", "3", "--output", "out.csv", "--attributes-output", "about.csv");

        var lines = File.ReadAllLines(_trainer.PathOf("about.csv"));
        Assert.Equal("item_name,category,vendor", lines[0]);
        Assert.Equal(["GIN,G spirits,", "RUM,R spirits,", "VODKA,V spirits,\"Vendor, VODKA\""], lines.Skip(1).Where(line => !line.StartsWith('"')));
        Assert.Equal(5, lines.Length);
        Assert.Equal([0, 3], server.Queries.Where(query => !query["$select"].Contains("sum(", StringComparison.Ordinal)).Select(query => int.Parse(query["$offset"], CultureInfo.InvariantCulture)));
    }

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
}
