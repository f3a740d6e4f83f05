using System.CommandLine;
using IowaSales.Storage;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Retrain;

/// <summary>The option that names the sales store.</summary>
internal sealed class StoreOption
{
    private const string Variable = "Sales__Store";

    private readonly Option<string?> _store = new("--store")
    {
        Description = $"SQLite file or PostgreSQL connection string of the sales store; the environment variable {Variable} by default, which keeps a password out of sight.",
        HelpName = "STORE",
    };

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Verb verb) => verb.Add(_store);

    /// <summary>The store.</summary>
    /// <exception cref="VerbException">None is named, or what is named is none.</exception>
    public SalesStore Open(VerbRun run)
    {
        var connection = run.Arguments.GetValue(_store) ?? run.Surroundings.Environment(Variable);
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw VerbException.Usage($"Name the sales store with --store or the environment variable {Variable}.");
        }

        if (!connection.Contains('=', StringComparison.Ordinal) && !File.Exists(run.Surroundings.PathOf(connection)))
        {
            throw VerbException.Input($"There is no sales store {connection}; start the API with {Variable}, and send it sales.");
        }

        try
        {
            return SalesStore.At(connection.Contains('=', StringComparison.Ordinal) ? connection : run.Surroundings.PathOf(connection));
        }
        catch (ArgumentException exception)
        {
            throw VerbException.Usage(exception.Message.Split(" (Parameter")[0]);
        }
    }
}
