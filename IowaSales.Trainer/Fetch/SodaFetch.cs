using System.Globalization;
using IowaSales.Forecasting.Data;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Fetch;

/// <summary>Fetches daily sales page by page.</summary>
/// <param name="run">The run, for remarks.</param>
/// <param name="request">What is asked.</param>
/// <param name="client">Asks.</param>
/// <param name="pageSize">Rows of a page.</param>
internal sealed class SodaFetch(VerbRun run, FetchRequest request, SodaClient client, int pageSize)
{
    private const int MaxPages = 100_000;

    private static readonly string[] TotalField = [SodaFields.Total];

    /// <summary>Pages that were fetched.</summary>
    public int Pages { get; private set; }

    /// <summary>Pages that an earlier, interrupted fetch had left.</summary>
    public int PagesKept { get; private set; }

    /// <summary>What was paid for each item and day, dollars, where it was asked for.</summary>
    public Dictionary<(string Item, DateOnly Date), double> Dollars { get; } = [];

    /// <summary>Names as given and in capitals, as Iowa writes most of them.</summary>
    public static IReadOnlyList<string> Spellings(IReadOnlyList<string> items) =>
        [.. items.SelectMany(item => new[] { item, item.ToUpperInvariant() }).Distinct(StringComparer.Ordinal)];

    /// <summary>The names to ask for: those given, in both ways of writing that the service may hold, or those of the top; null for all.</summary>
    public async Task<IReadOnlyList<string>?> ItemsAsync(CancellationToken cancellationToken)
    {
        if (request.Top is null)
        {
            return request.Items.Count == 0 ? null : Spellings(request.Items);
        }

        var address = SodaQuery.OfTop(request).At(request.Source);
        var rows = await client.GetAsync(
            address, page => SodaRow.ReadAll(page, request.Fields, TotalField, dated: false, "The answer for the top products"), cancellationToken);
        if (rows.Count > request.Top)
        {
            throw Ignores("$limit");
        }

        return [.. rows.Select(row => row.Item)];
    }

    /// <summary>Fetches every page of every batch of products.</summary>
    /// <param name="items">Their names; null for all.</param>
    /// <param name="pages">Pages that are there already; receives the others.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>All rows.</returns>
    public async Task<SalesPanelBuilder> DaysAsync(IReadOnlyList<string>? items, FetchedPages pages, CancellationToken cancellationToken)
    {
        var builder = new SalesPanelBuilder();
        IReadOnlyList<string>?[] batches = items is null ? [null] : [.. SodaQuery.Batches(items)];
        for (var batch = 0; batch < batches.Length; batch++)
        {
            await BatchAsync(batch, SodaQuery.OfDays(request, batches[batch]), builder, pages, cancellationToken);
        }

        return builder;
    }

    private async Task BatchAsync(
        int batch, SodaQuery query, SalesPanelBuilder builder, FetchedPages pages, CancellationToken cancellationToken)
    {
        var before = new List<SodaRow>();
        for (var page = 0; page < MaxPages; page++)
        {
            var rows = await PageAsync(batch, page, query, pages, cancellationToken);
            CheckOrder(before, rows);
            foreach (var row in rows)
            {
                builder.Add(row.Date, row.Item, row.Amount);
                if (request.Fields.Dollars is not null)
                {
                    Dollars[(row.Item, row.Date)] = Dollars.GetValueOrDefault((row.Item, row.Date)) + row.Dollars;
                }
            }

            if (rows.Count < pageSize)
            {
                return;
            }

            before = rows;
        }

        throw VerbException.Input($"{request.Source} has more than {MaxPages} pages; ask for fewer products or days, or for larger pages.");
    }

    private async Task<List<SodaRow>> PageAsync(
        int batch, int page, SodaQuery query, FetchedPages pages, CancellationToken cancellationToken)
    {
        if (pages.Find(batch, page) is { } kept)
        {
            PagesKept++;
            return Read(kept, page);
        }

        var address = query.Page(pageSize, (long)page * pageSize).At(request.Source);
        var (content, rows) = await client.GetAsync(address, bytes => (bytes, Read(bytes, page)), cancellationToken);
        pages.Keep(batch, page, content);
        Pages++;
        run.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Page {Pages + PagesKept}: {rows.Count} rows{(rows.Count > 0 ? $", up to {rows[^1].Date:yyyy-MM-dd}" : "")}."));
        return rows;
    }

    private List<SodaRow> Read(byte[] content, int page)
    {
        var rows = SodaRow.ReadAll(content, request.Fields, TotalField, dated: true, $"Page {page + 1} of the answer");
        return rows.Count > pageSize ? throw Ignores("$limit") : rows;
    }

    private void CheckOrder(List<SodaRow> before, List<SodaRow> rows)
    {
        if (before.Count == 0 || rows.Count == 0)
        {
            return;
        }

        if (rows[0] == before[0])
        {
            throw Ignores("$offset");
        }

        if (rows[0].Date < before[^1].Date)
        {
            throw Ignores("$order");
        }
    }

    private VerbException Ignores(string clause) => VerbException.Input(
        $"{request.Source} ignores {clause}, so its pages cannot be put together; name a service that speaks SODA with --source.");
}
