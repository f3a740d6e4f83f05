using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IowaSales.ServiceDefaults;

/// <summary>Runs a service; a setting that cannot be used or a port that is taken ends it with one sentence instead of a stack trace.</summary>
public static partial class ServiceHost
{
    private const int Failed = 1;

    /// <summary>Builds and runs a service until it is told to stop; requests under way are finished first.</summary>
    /// <param name="build">Builds the service.</param>
    /// <returns>The exit code: 0 after an orderly stop, 1 when the service could not start.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        try
        {
            await using var app = build();
            app.Lifetime.ApplicationStarted.Register(() => RunningOn(app.Logger, string.Join(", ", app.Urls)));
            await app.RunAsync().ConfigureAwait(false);
            return 0;
        }
        catch (ServiceSettingException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
        }
        catch (OptionsValidationException exception)
        {
            await Console.Error.WriteLineAsync(string.Join(' ', exception.Failures)).ConfigureAwait(false);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{exception.Message.TrimEnd('.')}. Stop what uses it, or choose another port with PORT or --urls.").ConfigureAwait(false);
        }

        return Failed;
    }

    [LoggerMessage(LogLevel.Information, "Running on {Addresses}")]
    private static partial void RunningOn(ILogger logger, string addresses);
}
