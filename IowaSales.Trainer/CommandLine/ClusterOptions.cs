using System.CommandLine;
using System.Net;
using IowaSales.Cluster;

namespace IowaSales.Trainer.CommandLine;

/// <summary>The options that say how a process takes part in an Orleans cluster.</summary>
/// <param name="description">What <c>--cluster</c> does.</param>
internal sealed class ClusterOptions(string description)
{
    private const string Variable = "Cluster__Membership";

    private readonly Option<bool> _cluster = new("--cluster") { Description = description };

    private readonly Option<string> _address = new("--address")
    {
        Description = "IP address of this machine at which the others of a cluster reach it; the port is not protected, so keep the network closed.",
        HelpName = "IP",
        DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
    };

    private readonly Option<string?> _membership = new("--membership")
    {
        Description = $"PostgreSQL connection string of the database that lists the members of a cluster, so that it outlives its trainings; the environment variable {Variable} by default, which keeps a password out of sight. Without one 'train' keeps the list.",
        HelpName = "CONNECTION",
    };

    private readonly Option<string?> _shared = new("--shared")
    {
        Description = "Where the parts of trainings lie that all processes of a cluster share, s3://bucket/prefix, instead of beside the model; endpoint and credentials are those of the AWS environment variables.",
        HelpName = "ADDRESS",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Verb verb)
    {
        verb.Add(_cluster);
        verb.Add(_address);
        verb.Add(_membership);
        verb.Add(_shared);
    }

    /// <summary>Whether there is a cluster.</summary>
    public bool IsOn(VerbRun run) => run.Get(_cluster);

    /// <summary>Where the others reach this process.</summary>
    /// <exception cref="VerbException">What is given is no address.</exception>
    public IPAddress AddressOf(VerbRun run) => IPAddress.TryParse(run.Get(_address), out var address)
        ? address
        : throw VerbException.Usage($"--address must be an IP address of this machine such as 192.168.0.7, not '{run.Get(_address)}'.");

    /// <summary>The cluster that outlives its trainings; null where none is named.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">What all its members have in common.</param>
    /// <exception cref="VerbException">The connection string cannot be read.</exception>
    public StandingCluster? StandingOf(VerbRun run, string name)
    {
        var connection = ConnectionOf(run);
        if (string.IsNullOrWhiteSpace(connection))
        {
            return null;
        }

        if (!IsOn(run))
        {
            throw VerbException.Usage("--membership is of a cluster; add --cluster.");
        }

        try
        {
            return new StandingCluster(connection, name);
        }
        catch (ArgumentException exception)
        {
            throw VerbException.Usage($"--membership must be a PostgreSQL connection string such as Host=db;Database=sales;Username=sales ({exception.Message.Split(" (Parameter")[0].TrimEnd('.')}).");
        }
    }

    /// <summary>The place that all processes share; null where that is the folder of the model.</summary>
    /// <exception cref="VerbException">It is no such place, or there is no cluster that outlives its trainings.</exception>
    public ShardBucket? BucketOf(VerbRun run)
    {
        if (run.Get(_shared) is not { } shared)
        {
            return null;
        }

        if (!IsOn(run) || string.IsNullOrWhiteSpace(ConnectionOf(run)))
        {
            throw VerbException.Usage("--shared is of a cluster whose members a database lists; add --cluster and --membership.");
        }

        try
        {
            return ShardBucket.Open(shared, run.Surroundings.Environment);
        }
        catch (ArgumentException exception)
        {
            throw VerbException.Usage($"--shared cannot be used. {exception.Message}");
        }
    }

    private string? ConnectionOf(VerbRun run) => run.Get(_membership) ?? (IsOn(run) ? run.Surroundings.Environment(Variable) : null);

    /// <summary>What to say of an address that this machine does not have.</summary>
    /// <param name="address">The address.</param>
    /// <param name="reason">Why it cannot be used.</param>
    public static VerbException Unusable(IPAddress address, Exception reason) =>
        VerbException.Failure($"This machine cannot listen at {address} ({reason.Message.TrimEnd('.')}); give --address one of its own.", reason);
}
