using System.CommandLine;

namespace IowaSales.Trainer.CommandLine;

/// <summary>The option that names a running API.</summary>
internal static class ApiOption
{
    /// <summary>Creates the option.</summary>
    public static Option<string> Create() => new("--api")
    {
        Description = "Address of the API.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://localhost:8003",
    };

    /// <summary>The address that the option holds, ending in a slash.</summary>
    /// <param name="option">The option.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="VerbException">It is no address.</exception>
    public static Uri AddressOf(this Option<string> option, VerbRun run) =>
        Uri.TryCreate($"{run.Get(option).TrimEnd('/')}/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw VerbException.Usage($"'{run.Get(option)}' is no address of an API; write it like http://localhost:8003.");
}
