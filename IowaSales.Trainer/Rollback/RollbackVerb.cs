using System.CommandLine;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Rollback;

/// <summary>Promotes the previous champion again.</summary>
internal sealed class RollbackVerb : Verb
{
    private readonly Option<string> _model = ModelOption.Create("Model folder with versions side by side.");
    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for the record.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "Rolled back by hand.",
    };

    public RollbackVerb()
        : base(
            "rollback",
            "Promotes the previous champion again; a running API follows by itself.",
            ("", "back to the previous champion"),
            ("--reason \"too low over Easter\"", "with a reason for the record"))
    {
        Add(_model);
        Add(_reason);
    }

    /// <inheritdoc />
    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var registry = new ModelRegistry(run.PathOf(_model));
        using var only = registry.Lock();
        var version = registry.RollBack(run.Time.GetUtcNow(), run.Get(_reason));
        run.Surroundings.Out.WriteLine($"Champion: {version}.");
        return Task.FromResult(ExitCode.Done);
    }
}
