using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Storage.Ledger;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Alerts;

/// <summary>Registers alerts, where there is a store.</summary>
internal static class AlertServices
{
    /// <summary>Adds the alerts, what keeps them, and who is told of them.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddAlerts(this WebApplicationBuilder builder)
    {
        if (!builder.HasStore())
        {
            return;
        }

        var services = builder.Services;
        services.AddOptions<AlertOptions>().BindConfiguration(AlertOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AlertOptions>, AlertTimesValidator>();
        services.AddSingleton<IValidateOptions<AlertOptions>, AlertWebhookValidator>();
        services.AddSingleton<AlertBook>();
        services.AddSingleton<AlertViews>();
        services.AddSingleton<AlertSource>();
        services.AddSingleton<OverdueWatch>();
        services.AddRecurring<AlertKeeper>();
        if (!string.IsNullOrWhiteSpace(builder.Configuration[$"{AlertOptions.Section}:{nameof(AlertOptions.WebhookUrl)}"]))
        {
            services.AddRecurring<AlertWebhook>();
        }
    }
}
