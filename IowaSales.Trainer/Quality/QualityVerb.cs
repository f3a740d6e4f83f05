using System.CommandLine;
using IowaSales.Forecasting.Data.Quality;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Quality;

/// <summary>Reports what sales look like as data.</summary>
internal sealed class QualityVerb : Verb
{
    private readonly SalesOptions _sales = new(withDrivers: true);
    private readonly DriverOptions _drivers = new();
    private readonly Option<string[]> _strict = new("--strict")
    {
        Description = $"Exit with 3 when one of these rules is broken, or any when none is named: {string.Join("; ", QualityRules.All.Select(rule => $"{rule.Name} ({rule.Meaning})"))}.",
        HelpName = "RULE",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "JSON file to write the report to as well.",
        HelpName = "FILE",
    };

    public QualityVerb()
        : base(
            "quality",
            "Reports what sales look like as data: gaps, closed days, duplicates, zeros, outliers, items that started or stopped.",
            ("--data data/shop.csv", "a table to read"),
            ("--data data/shop.csv --known price,promo --drivers ahead.csv", "with its drivers, past and ahead"),
            ("--data data/shop.csv --strict duplicates stopped --quiet", "a gate in a pipeline: exit code 3 when a rule is broken"))
    {
        _sales.AddTo(this);
        _drivers.AddTo(this);
        Add(_strict);
        Add(_output);
        _strict.AcceptOnlyFromAmong([.. QualityRules.All.Select(rule => rule.Name)]);
    }

    /// <inheritdoc />
    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        OutputName.Require("--output", run.Arguments.GetValue(_output), ".json");
        var sales = _sales.Read(run, cancellationToken);
        var report = QualityScan.Of(sales);
        var broken = QualityRules.Broken(report);
        var panel = sales.Panel.With(_drivers.Read(run, _sales.LayoutOf(run), sales.Panel.Drivers, model: null, cancellationToken));
        var drivers = panel.Drivers.IsEmpty ? null : DriverScan.Of(panel);
        var document = QualityDocument.Of(report, broken, drivers);
        if (run.Arguments.GetValue(_output) is { } output)
        {
            CompleteFile.Write(run.Surroundings.PathOf(output), document.WriteTo);
        }

        if (run.Json)
        {
            run.WriteJson(document, QualityJson.Default.QualityDocument);
        }
        else if (!run.Quiet)
        {
            QualityTables.Write(run.Out, report, broken);
            DriverTables.Write(run.Out, drivers, panel.LastDate);
        }

        return Task.FromResult(Verdict(run, broken));
    }

    private int Verdict(VerbRun run, IReadOnlyDictionary<string, string> broken)
    {
        if (run.Arguments.GetResult(_strict) is null)
        {
            return ExitCode.Done;
        }

        var asked = run.Get(_strict) is { Length: > 0 } names ? names : [.. QualityRules.All.Select(rule => rule.Name)];
        var failed = asked.Where(broken.ContainsKey).ToArray();
        return failed.Length == 0
            ? ExitCode.Done
            : throw VerbException.Input(
                $"{_sales.ShownPath(run)} breaks {string.Join(", ", failed)}: {string.Join(' ', failed.Select(name => broken[name]))}");
    }
}
