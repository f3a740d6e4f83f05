using IowaSales.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Alerts;

/// <summary>Who is told of alerts: the section <c>Alerts</c>.</summary>
internal sealed record AlertOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Alerts";

    /// <summary>
    /// Address that every alert is posted to; none by default. It is only ever read from the configuration, redirects are not followed, and
    /// it must be https unless it is on this machine.
    /// </summary>
    public string? WebhookUrl { get; set; }

    /// <summary>Key of the signature, 16 characters or more; needed with <see cref="WebhookUrl"/>.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>Longest time for one delivery; 10 seconds by default, a second to a minute.</summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Wait before the second attempt, a minute by default, 0.05 seconds to an hour; later ones wait 5, 30, 120 and 360 times as long.</summary>
    public TimeSpan WebhookRetryAfter { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Checks the times in <see cref="AlertOptions"/>.</summary>
internal sealed class AlertTimesValidator : IValidateOptions<AlertOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AlertOptions options) => SettingChecks.ResultOf(
        SettingChecks.Between("Alerts:WebhookTimeout", options.WebhookTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
        SettingChecks.Between("Alerts:WebhookRetryAfter", options.WebhookRetryAfter, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1)));
}

/// <summary>Checks address and key in <see cref="AlertOptions"/>.</summary>
internal sealed class AlertWebhookValidator : IValidateOptions<AlertOptions>
{
    private const int ShortestSecret = 16;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AlertOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.WebhookUrl))
        {
            return ValidateOptionsResult.Success;
        }

        if (!Uri.TryCreate(options.WebhookUrl, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || !IsAllowed(uri))
        {
            return ValidateOptionsResult.Fail("Alerts:WebhookUrl must be an https address without a user name; http is allowed to this machine only.");
        }

        return options.WebhookSecret is { Length: >= ShortestSecret }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Alerts:WebhookSecret must have at least {ShortestSecret} characters, so that the receiver can check who is calling.");
    }

    private static bool IsAllowed(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
}
