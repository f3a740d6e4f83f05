using System.CommandLine;
using IowaSales.Contracts;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Import;

/// <summary>Sends sales to a running API.</summary>
internal sealed class ImportVerb : Verb
{
    private const string KeyVariable = "IOWASALES_API_KEY";
    private const int MaxRetries = 20;

    private readonly OutgoingSales _sales = new();
    private readonly Option<string> _api = ApiOption.Create();

    private readonly Option<string?> _source = new("--source")
    {
        Description = "Where the sales come from, in words that the list of batches shows; the file's name by default.",
        HelpName = "TEXT",
    };

    private readonly Option<bool> _preview = new("--preview") { Description = "Say what would change, and change nothing." };
    private readonly Option<bool> _acceptUnusual = new("--accept-unusual")
    {
        Description = "Import a batch that looks wrong: dates a year off, a gap of more than 7 days after the data, totals changed tenfold.",
    };

    private readonly Option<int> _retries = NumberOption.Create(
        "--retries", "N", $"How often to try again when the API is away or busy, 0 .. {MaxRetries}; waits double from a second to a minute.", 5, 0, MaxRetries);

    public ImportVerb()
        : base(
            "push",
            $"Imports daily sales into a running API, which keeps all of them or none; the key is read from the environment variable {KeyVariable}.",
            ("--data yesterday.csv", "yesterday's sales to the API on this machine"),
            ("--data inbox", "every file of a folder, by name; what the API knows already changes nothing"),
            ("--data sales.parquet --api https://forecasts.example.org --preview", "what a file would change"))
    {
        _sales.AddTo(this);
        Add(_api);
        Add(_source);
        Add(_preview);
        Add(_acceptUnusual);
        Add(_retries);
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var address = _api.AddressOf(run);
        var key = run.Surroundings.Environment(KeyVariable);
        if (string.IsNullOrWhiteSpace(key))
        {
            throw VerbException.Usage($"Set {KeyVariable} to the API's key; it is not taken from the command line, where others could read it.");
        }

        var paths = _sales.PathsOf(run);
        if (paths.Count == 0)
        {
            run.Say("The folder holds no sales; nothing was sent.");
        }

        using var http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        var sender = new ImportSender(new SalesClient(http), key, run.Get(_retries), run.Time, run.Say);
        foreach (var path in paths)
        {
            if (await SendAsync(run, sender, path, cancellationToken) is not ExitCode.Done and var code)
            {
                return code;
            }
        }

        return ExitCode.Done;
    }

    private async Task<int> SendAsync(VerbRun run, ImportSender sender, string path, CancellationToken cancellationToken)
    {
        try
        {
            var receipt = await sender.SendAsync(
                () => _sales.Open(run, path, run.Arguments.GetValue(_source) ?? Path.GetFileName(path), cancellationToken),
                run.Get(_preview),
                run.Get(_acceptUnusual),
                cancellationToken);
            Report(run, receipt);
            return ExitCode.Done;
        }
        catch (BatchRefusedException refused)
        {
            await run.Surroundings.Error.WriteLineAsync($"The API refused {run.Shown(path)}. {refused.Message}");
            foreach (var error in refused.Errors)
            {
                await run.Surroundings.Error.WriteLineAsync($"  line {error.Line}{(error.Column is { } column ? $", {column}" : "")}: {error.Message}");
            }

            if (refused.Unusual.Count > 0)
            {
                await run.Surroundings.Error.WriteLineAsync("  If it is right, import it with --accept-unusual.");
            }

            return ExitCode.BadInput;
        }
    }

    private static void Report(VerbRun run, SalesReceipt receipt)
    {
        if (run.Json)
        {
            run.WriteJson(receipt, ContractJson.Default.SalesReceipt);
            return;
        }

        var batch = receipt.Batch;
        var what = $"{batch.Rows} rows, {batch.From:yyyy-MM-dd} .. {batch.Through:yyyy-MM-dd}: {batch.Added} new, {batch.Corrected} corrected, {batch.Unchanged} unchanged";
        run.Surroundings.Out.WriteLine(receipt switch
        {
            { AlreadyKnown: true } => $"These sales are already in force, as batch {batch.Id}; nothing was changed.",
            { Preview: true } => $"Would import {what}. Nothing was changed.",
            _ => $"Batch {batch.Id} imported {what}.",
        });
        foreach (var unusual in receipt.Unusual)
        {
            run.Surroundings.Out.WriteLine($"Looks wrong: {unusual.Detail}{(receipt.Preview ? " It is imported only with --accept-unusual." : "")}");
        }

        if (receipt.Duplicates > 0)
        {
            run.Surroundings.Out.WriteLine($"{Counted.Of(receipt.Duplicates, "row")} repeated an item and day; they were summed.");
        }

        if (receipt.NewItems.Count > 0)
        {
            run.Surroundings.Out.WriteLine($"Items not seen before: {string.Join(", ", receipt.NewItems)}");
        }
    }
}
