using System.CommandLine;
using System.Net;

namespace IowaSales.Trainer.CommandLine;

/// <summary>The option that says where other machines reach this one.</summary>
internal static class AddressOption
{
    /// <summary>Creates the option.</summary>
    public static Option<string> Create() => new("--address")
    {
        Description = "IP address of this machine at which the others of a cluster reach it; the port is not protected, so keep the network closed.",
        HelpName = "IP",
        DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
    };

    /// <summary>The address that the option holds.</summary>
    /// <param name="run">The run.</param>
    /// <param name="option">The option.</param>
    /// <exception cref="VerbException">It is no address.</exception>
    public static IPAddress Of(VerbRun run, Option<string> option) => IPAddress.TryParse(run.Get(option), out var address)
        ? address
        : throw VerbException.Usage($"--address must be an IP address of this machine such as 192.168.0.7, not '{run.Get(option)}'.");

    /// <summary>What to say of an address that this machine does not have.</summary>
    /// <param name="address">The address.</param>
    /// <param name="reason">Why it cannot be used.</param>
    public static VerbException Unusable(IPAddress address, Exception reason) =>
        VerbException.Failure($"This machine cannot listen at {address} ({reason.Message.TrimEnd('.')}); give --address one of its own.", reason);
}
