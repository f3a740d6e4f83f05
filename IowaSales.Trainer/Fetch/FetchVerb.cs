using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Fetch;

/// <summary>Fetches daily sales from the open-data service.</summary>
internal sealed partial class FetchVerb : Verb
{
    private const string Iowa = "https://data.iowa.gov/resource/m3tr-qhgy.json";
    private const int DefaultTop = 50;
    private const int MaxTop = 10_000;
    private const int MaxPageSize = 50_000;
    private const int MaxRetries = 20;
    private const int MaxDays = 36_500;

    private readonly Option<string> _source = new("--source")
    {
        Description = "Data set to ask: any address of Socrata's kind (…/resource/ID.json), or a file of that shape (JSON, CSV, Parquet).",
        HelpName = "URL|FILE",
        DefaultValueFactory = _ => Iowa,
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "File to write: .csv or .csv.gz.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "data/fetched.csv",
    };

    private readonly Option<string[]> _items = ItemsOption.Create("Products to fetch, by name as the service writes it.");
    private readonly Option<int?> _top = NumberOption.CreateOptional(
        "--top",
        "N",
        $"Fetch the products that sold most in the range, 1 .. {MaxTop}; {DefaultTop} when neither --items nor --all is given.",
        min: 1,
        MaxTop);

    private readonly Option<bool> _all = new("--all") { Description = "Fetch every product." };
    private readonly Option<DateOnly?> _from = DateOption.CreateOptional("--from", "First day; the first there is if left out.");
    private readonly Option<DateOnly?> _through = DateOption.CreateOptional("--through", "Last day; the last there is if left out.");
    private readonly Option<int?> _days = NumberOption.CreateOptional("--days", "N", $"The last days up to today, 1 .. {MaxDays}, instead of --from.", min: 1, MaxDays);
    private readonly Option<TimeSpan?> _maxAge = AgeOption.Create("--max-age", "Fetch nothing when the output answers the same request and is younger, for example 7d.");
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the queries and send none." };
    private readonly Option<int> _pageSize = NumberOption.Create(
        "--page-size", "ROWS", $"Rows of a page, 1 .. {MaxPageSize}.", MaxPageSize, min: 1, MaxPageSize);

    private readonly Option<int> _retries = NumberOption.Create(
        "--retries",
        "N",
        $"How often to ask again for a page that does not come, 0 .. {MaxRetries}; each wait is twice the last, or what the service asks for.",
        fallback: 5,
        min: 0,
        MaxRetries);

    private readonly Option<string> _dateField = Field("--date-field", "date", "Field of the day.");
    private readonly Option<string> _itemField = Field("--item-field", "im_desc", "Field of the product.");
    private readonly Option<string?> _drivers = new("--drivers-output")
    {
        Description = "File for the price of each day and product, dollars for a bottle net of returns: .csv or .csv.gz, to train with by --drivers.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _attributes = new("--attributes-output")
    {
        Description = "File for category and vendor of each product: .csv or .csv.gz, to train with by --attributes.",
        HelpName = "FILE",
    };

    private readonly Option<string> _categoryField = Field("--category-field", "category_name", "Field of the category, for --attributes-output.");
    private readonly Option<string> _vendorField = Field("--vendor-field", "vendor_name", "Field of the vendor, for --attributes-output.");
    private readonly Option<string> _dollarsField = Field("--dollars-field", "sale_dollars", "Field of what was paid, for --drivers-output.");
    private readonly Option<string> _amountField = Field("--amount-field", "sale_bottles", "Field of the number sold.");

    public FetchVerb()
        : base(
            "fetch",
            "Fetches daily sales from Iowa's open-data service, summed there by day and product.",
            ("--top 100 --from 2023-01-01 --max-age 7d", "the hundred best-selling products, fetched at most once a week"),
            ("--days 45 --top 500", "the last six weeks, for a job that runs each day"),
            ("--items \"BLACK VELVET\" \"HAWKEYE VODKA\" --output data/two.csv", "two products, all years"),
            ("--top 100 --dry-run", "the exact queries"),
            ("--source answer.json --output data/saved.csv", "an answer that was saved to a file"))
    {
        foreach (var option in (Option[])
            [_source, _output, _items, _top, _all, _from, _through, _days, _maxAge, _dryRun, _pageSize, _retries, _dateField, _itemField, _amountField, _drivers, _dollarsField, _attributes, _categoryField, _vendorField])
        {
            Add(option);
        }
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Secrets => [SodaClient.TokenVariable];

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var started = run.Time.GetTimestamp();
        var request = RequestOf(run);
        var output = run.PathOf(_output);
        if (!output.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !output.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase))
        {
            throw VerbException.Usage($"--output {Path.GetFileName(output)} must end in .csv or .csv.gz.");
        }

        if (run.Get(_dryRun))
        {
            FetchDryRun.Write(run, request, run.Get(_pageSize));
            return ExitCode.Done;
        }

        if (IsFresh(run, request, output))
        {
            Report(run, new FetchSummary(run.Shown(output), true, 0, 0, null, null, 0, 0, 0, [], 0));
            return ExitCode.Done;
        }

        var (builder, summary, dollars, about) = IsAddress(request.Source)
            ? await AskAsync(run, request, output, cancellationToken)
            : (FetchFile.Read(request.Source, request, cancellationToken), new FetchSummary("", false, 0, 0, null, null, 0, 0, 0, [], 0), [], []);
        if (builder.RowCount == 0)
        {
            throw VerbException.Input($"{request.Source} has no sales of what was asked for; names count as the service writes them, and days between --from and --through.");
        }

        var panel = builder.Build();
        Write(panel, output, cancellationToken);
        if (run.Arguments.GetValue(_drivers) is { } prices)
        {
            FetchedPrices.Write(panel, dollars, run.Surroundings.PathOf(prices));
            run.Say($"Wrote the prices of those days to {run.Shown(run.Surroundings.PathOf(prices))}.");
        }

        if (run.Arguments.GetValue(_attributes) is { } attributes)
        {
            FetchedAttributes.Write(about, panel.Items, run.Surroundings.PathOf(attributes));
            run.Say($"Wrote categories and vendors to {run.Shown(run.Surroundings.PathOf(attributes))}.");
        }

        new SalesSource
        {
            Description = $"{(IsAddress(request.Source) ? new Uri(request.Source).Host : Path.GetFileName(request.Source))}, {panel.SeriesCount} products",
            RetrievedAt = run.Time.GetUtcNow(),
            Request = request.Identity,
        }.WriteBeside(output);
        FetchedPages.Discard(output);
        Report(run, summary with
        {
            File = run.Shown(output),
            Rows = panel.RowCount,
            Items = panel.SeriesCount,
            From = panel.FirstDate,
            Through = panel.LastDate,
            Missing = [.. request.Items.Where(item => !panel.Items.Contains(item, StringComparer.OrdinalIgnoreCase))],
            Seconds = Math.Round(run.Time.GetElapsedTime(started).TotalSeconds, 3),
        });
        return ExitCode.Done;
    }

    [GeneratedRegex("^[A-Za-z_:][A-Za-z0-9_:]*$", RegexOptions.CultureInvariant)]
    private static partial Regex FieldName();

    private static bool IsAddress(string source) =>
        source.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static Option<string> Field(string name, string fallback, string description)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (!FieldName().IsMatch(result.GetValue(option) ?? ""))
            {
                result.AddError($"{name} must be a name of letters, digits and underscores.");
            }
        });
        return option;
    }

    private FetchRequest RequestOf(VerbRun run)
    {
        var source = run.Get(_source);
        if (IsAddress(source))
        {
            if (!Uri.TryCreate(source, UriKind.Absolute, out var address) || address.Query.Length > 0 || address.UserInfo.Length > 0)
            {
                throw VerbException.Usage($"--source {source} must be an address without a query or a user, like {Iowa}.");
            }
        }
        else
        {
            source = run.Surroundings.PathOf(source);
            if (!File.Exists(source))
            {
                throw VerbException.Input($"There is no file {run.Shown(source)}; give a file or an address (https://…) with --source.");
            }
        }

        var items = run.Get(_items).Select(item => item.Trim()).Where(item => item.Length > 0).ToArray();
        var top = run.Arguments.GetValue(_top);
        var all = run.Get(_all);
        if ((items.Length > 0 ? 1 : 0) + (top is null ? 0 : 1) + (all ? 1 : 0) > 1)
        {
            throw VerbException.Usage("--items, --top and --all each say which products; give one of them.");
        }

        var (from, through) = (run.Arguments.GetValue(_from), run.Arguments.GetValue(_through));
        if (run.Arguments.GetValue(_days) is { } days)
        {
            if (from is not null)
            {
                throw VerbException.Usage("--from and --days each say where the range begins; give one of them.");
            }

            from = DateOnly.FromDateTime(run.Time.GetUtcNow().UtcDateTime).AddDays(-days);
        }

        if (from > through)
        {
            throw VerbException.Usage($"--through {through:yyyy-MM-dd} is before --from {from:yyyy-MM-dd}; give a later day.");
        }

        OutputName.Require("--drivers-output", run.Arguments.GetValue(_drivers), ".csv", ".csv.gz");
        OutputName.Require("--attributes-output", run.Arguments.GetValue(_attributes), ".csv", ".csv.gz");
        var (wantsPrices, wantsAttributes) = (run.Arguments.GetValue(_drivers) is not null, run.Arguments.GetValue(_attributes) is not null);
        if ((wantsPrices || wantsAttributes) && !IsAddress(source))
        {
            throw VerbException.Usage(
                $"{(wantsPrices ? "--drivers-output" : "--attributes-output")} needs a --source that is asked; aggregate writes prices, categories and vendors of a file of invoice lines.");
        }

        var fields = new SodaFields(
            run.Get(_dateField),
            run.Get(_itemField),
            run.Get(_amountField),
            wantsPrices ? run.Get(_dollarsField) : null,
            wantsAttributes ? (run.Get(_categoryField), run.Get(_vendorField)) : null);
        return new FetchRequest(source, fields, from, through, items, items.Length > 0 || all ? null : top ?? DefaultTop);
    }

    private bool IsFresh(VerbRun run, FetchRequest request, string output)
    {
        var besides = new[] { run.Arguments.GetValue(_drivers), run.Arguments.GetValue(_attributes) };
        var hasThem = besides.All(path => path is null || File.Exists(run.Surroundings.PathOf(path)));
        if (run.Arguments.GetValue(_maxAge) is not { } maxAge || !File.Exists(output) || !hasThem)
        {
            return false;
        }

        var source = SalesSource.Of(output);
        return source.Request == request.Identity && source.RetrievedAt is { } at && run.Time.GetUtcNow() - at is var age && age >= TimeSpan.Zero && age < maxAge;
    }

    private async Task<(SalesPanelBuilder Rows, FetchSummary Summary, Dictionary<(string Item, DateOnly Date), double> Dollars, List<FetchedAttributes> About)> AskAsync(
        VerbRun run, FetchRequest request, string output, CancellationToken cancellationToken)
    {
        using var client = new SodaClient(run, run.Get(_retries));
        var pageSize = run.Get(_pageSize);
        var fetch = new SodaFetch(run, request, client, pageSize);
        var items = await fetch.ItemsAsync(cancellationToken);
        var identity = string.Join('\n', [request.Identity, pageSize.ToString(CultureInfo.InvariantCulture), .. items ?? []]);
        var pages = FetchedPages.Open(output, identity, run.Time);
        try
        {
            var rows = await fetch.DaysAsync(items, pages, cancellationToken);
            var about = request.Fields.About is null ? [] : await FetchedAttributes.AskAsync(client, request, items, pageSize, cancellationToken);
            return (rows, new FetchSummary("", false, 0, 0, null, null, fetch.Pages, fetch.PagesKept, client.Retries, [], 0), fetch.Dollars, about);
        }
        catch (Exception exception) when (exception is OperationCanceledException or VerbException { ExitCode: ExitCode.Failed })
        {
            if (pages.Count > 0)
            {
                run.Say($"{pages.Count} pages are kept in {run.Shown(output)}.pages; the same command goes on from there.");
            }
            else
            {
                pages.Delete();
            }

            throw;
        }
        catch
        {
            pages.Delete();
            throw;
        }
    }

    private static void Write(SalesPanel panel, string output, CancellationToken cancellationToken) => CompleteFile.Write(output, stream =>
    {
        if (!output.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            SalesCsvWriter.Write(panel, stream, cancellationToken);
            return;
        }

        using var packed = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        SalesCsvWriter.Write(panel, packed, cancellationToken);
    });

    private static void Report(VerbRun run, FetchSummary summary)
    {
        if (run.Json)
        {
            run.WriteJson(summary, FetchJson.Default.FetchSummary);
            return;
        }

        if (summary.Fresh)
        {
            run.Say($"{summary.File} answers the same request and is young enough; nothing was fetched.");
            return;
        }

        run.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Wrote {summary.Rows} daily totals of {summary.Items} products, {summary.From:yyyy-MM-dd} .. {summary.Through:yyyy-MM-dd}, to {summary.File} in {summary.Seconds:0.0} s ({summary.Pages} pages fetched, {summary.PagesKept} kept from before, {summary.Retries} asked for again)."));
        if (summary.Missing.Count > 0)
        {
            run.Say($"No sales of {string.Join(", ", summary.Missing.Select(item => $"'{item}'"))}: names count as the service writes them.");
        }
    }
}
