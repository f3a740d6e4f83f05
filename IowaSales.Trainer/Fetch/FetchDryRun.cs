using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Fetch;

/// <summary>Prints the queries of a fetch without sending them.</summary>
internal static class FetchDryRun
{
    /// <summary>Prints the first page of each query; the names of a top are only known once it is asked for, so one stands for them.</summary>
    public static void Write(VerbRun run, FetchRequest request, int pageSize)
    {
        if (!Uri.TryCreate(request.Source, UriKind.Absolute, out var address) || address.IsFile)
        {
            throw VerbException.Usage("--dry-run prints queries, and a file is asked none; give an address with --source.");
        }

        IReadOnlyList<string>?[] batches = request switch
        {
            { Top: not null } => [["<the names of the answer before>"]],
            { Items.Count: 0 } => [null],
            _ => [.. SodaQuery.Batches(SodaFetch.Spellings(request.Items))],
        };
        SodaQuery[] queries =
        [
            .. request.Top is null ? [] : (SodaQuery[])[SodaQuery.OfTop(request)],
            .. batches.Select(batch => SodaQuery.OfDays(request, batch).Page(pageSize, 0)),
            .. request.Fields.About is null ? [] : batches.Select(batch => SodaQuery.OfAttributes(request, batch).Page(pageSize, 0)),
        ];
        var printed = queries.Select(query => new FetchQuery(
            query.At(request.Source).AbsoluteUri, query.Clauses.ToDictionary(clause => clause.Name, clause => clause.Value, StringComparer.Ordinal))).ToArray();
        if (run.Json)
        {
            run.WriteJson(printed, FetchJson.Default.FetchQueryArray);
            return;
        }

        foreach (var query in printed)
        {
            run.Surroundings.Out.WriteLine($"GET {query.Address}");
            foreach (var (name, value) in query.Clauses)
            {
                run.Surroundings.Out.WriteLine($"  {name}  {value}");
            }
        }
    }
}
