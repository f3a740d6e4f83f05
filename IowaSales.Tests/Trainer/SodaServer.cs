using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>One sale as the open-data service stores it.</summary>
internal sealed record StoredSale(DateOnly Date, string Item, int Bottles);

/// <summary>
/// A service that speaks as much of SODA as the trainer asks for: it selects, filters, groups, orders and pages over its own rows, and
/// fails as it is told to. What it is asked that it does not understand it refuses, as the real one does.
/// </summary>
internal sealed partial class SodaServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IReadOnlyList<StoredSale> _sales;

    private SodaServer(WebApplication app, IReadOnlyList<StoredSale> sales) => (_app, _sales) = (app, sales);

    /// <summary>Address of the data set.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Every query that came in, unescaped, in order.</summary>
    public List<IReadOnlyDictionary<string, string>> Queries { get; } = [];

    /// <summary>App tokens that came in.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>Called before each answer with the number of the request, from 1; answers itself when it returns true.</summary>
    public Func<int, HttpContext, Task<bool>> Intercept { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Names of the fields in answers, to change the schema.</summary>
    public string DateField { get; set; } = "date";

    public static async Task<SodaServer> StartAsync(IReadOnlyList<StoredSale> sales)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new SodaServer(app, sales);
        app.MapGet("/resource/m3tr-qhgy.json", server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Source = $"{address}/resource/m3tr-qhgy.json";
        return server;
    }

    /// <summary>What a bottle costs, dollars.</summary>
    public static double PriceOf(string item) => 1.5 * item.Length;

    /// <summary>The offsets asked for, in order; -1 for a query without one.</summary>
    public IEnumerable<long> Offsets =>
        Queries.Select(query => query.TryGetValue("$offset", out var offset) ? long.Parse(offset, CultureInfo.InvariantCulture) : -1);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [GeneratedRegex("^(?:(?<date>date),)?im_desc,sum\\(sale_bottles\\) as total_amount_sold(?<dollars>,sum\\(sale_dollars\\) as total_dollars)?$")]
    private static partial Regex Select();

    [GeneratedRegex("^im_desc,max\\(category_name\\) as category,max\\(vendor_name\\) as vendor$")]
    private static partial Regex SelectAttributes();

    [GeneratedRegex("im_desc in \\('(?<names>.*)'\\)")]
    private static partial Regex In();

    [GeneratedRegex("date (?<sign>>=|<=) '(?<date>\\d{4}-\\d{2}-\\d{2})T")]
    private static partial Regex Bound();

    private async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query.ToDictionary(clause => clause.Key, clause => clause.Value.ToString(), StringComparer.Ordinal);
        Queries.Add(query);
        if (context.Request.Headers.TryGetValue("X-App-Token", out var token))
        {
            Tokens.Add(token.ToString());
        }

        if (await Intercept(Queries.Count, context))
        {
            return;
        }

        if (SelectAttributes().IsMatch(query.GetValueOrDefault("$select", "")))
        {
            await context.Response.Body.WriteAsync(Attributes(query));
            return;
        }

        var select = Select().Match(query.GetValueOrDefault("$select", ""));
        if (!select.Success)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("""{"code":"query.soql.no-such-column","error":true,"message":"No such column"}""");
            return;
        }

        await context.Response.Body.WriteAsync(Page(query, select.Groups["date"].Success, select.Groups["dollars"].Success));
    }

    /// <summary>The answer to a question for attributes: a product of four letters or more has a vendor, and every one the category of its first letter.</summary>
    private byte[] Attributes(Dictionary<string, string> query)
    {
        var (offset, limit) = (int.Parse(query["$offset"], CultureInfo.InvariantCulture), int.Parse(query["$limit"], CultureInfo.InvariantCulture));
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(_sales.Select(sale => sale.Item).Distinct().Order(StringComparer.Ordinal).Skip(offset).Take(limit).Select(item =>
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["im_desc"] = item, ["category"] = $"{item[0]} spirits" };
            if (item.Length >= 4)
            {
                fields["vendor"] = $"Vendor, {item}";
            }

            return fields;
        })));
    }

    /// <summary>The answer to a query.</summary>
    public byte[] Page(IReadOnlyDictionary<string, string> query, bool dated, bool withDollars = false)
    {
        var where = query["$where"];
        var names = In().Match(where) is { Success: true } match
            ? match.Groups["names"].Value.Split("','").Select(name => name.Replace("''", "'", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal)
            : null;
        var sales = _sales.Where(sale => names is null || names.Contains(sale.Item));
        foreach (Match bound in Bound().Matches(where))
        {
            var date = DateOnly.Parse(bound.Groups["date"].Value, CultureInfo.InvariantCulture);
            var atLeast = bound.Groups["sign"].Value == ">=";
            sales = sales.Where(sale => atLeast ? sale.Date >= date : sale.Date <= date);
        }

        var rows = dated
            ? sales.GroupBy(sale => (sale.Date, sale.Item))
                .Select(group => (Date: (DateOnly?)group.Key.Date, group.Key.Item, Total: group.Sum(sale => sale.Bottles)))
                .OrderBy(row => row.Date).ThenBy(row => row.Item, StringComparer.Ordinal)
            : sales.GroupBy(sale => sale.Item)
                .Select(group => (Date: (DateOnly?)null, Item: group.Key, Total: group.Sum(sale => sale.Bottles)))
                .OrderByDescending(row => row.Total).ThenBy(row => row.Item, StringComparer.Ordinal);
        var (offset, limit) = (int.Parse(query.GetValueOrDefault("$offset", "0"), CultureInfo.InvariantCulture), int.Parse(query["$limit"], CultureInfo.InvariantCulture));
        var json = rows.Skip(offset).Take(limit).Select(row =>
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            if (row.Date is { } date)
            {
                fields[DateField] = $"{date:yyyy-MM-dd}T00:00:00.000";
            }

            fields["im_desc"] = row.Item;
            fields["total_amount_sold"] = row.Total.ToString(CultureInfo.InvariantCulture);
            if (withDollars)
            {
                fields["total_dollars"] = (row.Total * PriceOf(row.Item)).ToString(CultureInfo.InvariantCulture);
            }

            return fields;
        });
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(json));
    }
}
