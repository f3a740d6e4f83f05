using IowaSales.Trainer.CommandLine;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>What <c>fetch</c> does when the service, or the person, does not play along.</summary>
public sealed class FetchFailureTests : FetchTests
{
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
}
