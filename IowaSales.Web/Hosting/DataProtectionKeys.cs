using IowaSales.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IowaSales.Web.Hosting;

/// <summary>Where the keys that protect circuits and antiforgery tokens live.</summary>
internal static class DataProtectionKeys
{
    private const string PathSetting = "DataProtection:KeyPath";
    private const string StoreSetting = "DataProtection:Store";
    private const string ApplicationName = "IowaSales.Web";

    /// <summary>
    /// Keeps the keys in the PostgreSQL database of <c>DataProtection:Store</c>, else in the folder of <c>DataProtection:KeyPath</c>, so that several
    /// instances, and the next start, share them. Without either setting the platform's default place is used.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <exception cref="ServiceSettingException"><c>DataProtection:Store</c> is no connection string of PostgreSQL.</exception>
    public static void AddDataProtectionKeys(this IHostApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName(ApplicationName);
        if (builder.Configuration[StoreSetting] is { Length: > 0 } connection)
        {
            builder.Services.AddKeyDatabase(connection);
        }
        else if (builder.Configuration[PathSetting] is { Length: > 0 } path)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(path));
        }
    }

    private static void AddKeyDatabase(this IServiceCollection services, string connection)
    {
        KeyContext.RequireConnection(connection, StoreSetting);
        services.AddDbContext<KeyContext>(options => options.UseNpgsql(connection));
        services.AddSingleton<KeyDatabase>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = provider.GetRequiredService<KeyDatabase>()));
        services.AddHealthChecks().AddCheck<KeyHealthCheck>("keys");
    }
}
