using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IowaSales.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace IowaSales.Web.Hosting;

/// <summary>Where the keys that protect circuits and antiforgery tokens live.</summary>
internal static partial class DataProtectionKeys
{
    private const string PathSetting = "DataProtection:KeyPath";
    private const string StoreSetting = "DataProtection:Store";
    private const string CertificateSetting = "DataProtection:CertificatePath";
    private const string PasswordSetting = "DataProtection:CertificatePassword";
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

        if (builder.Configuration[CertificateSetting] is { Length: > 0 } certificate)
        {
            protection.ProtectKeysWithCertificate(CertificateIn(certificate, builder.Configuration[PasswordSetting]));
        }
    }

    /// <summary>Says once, at the start, when the keys are kept where others could read them and nothing encrypts them.</summary>
    /// <param name="app">The application.</param>
    public static void WarnOfPlainKeys(this WebApplication app)
    {
        var settings = app.Configuration;
        if (string.IsNullOrEmpty(settings[CertificateSetting])
            && (settings[StoreSetting] is { Length: > 0 } || settings[PathSetting] is { Length: > 0 }))
        {
            PlainKeys(app.Logger, CertificateSetting);
        }
    }

    private static X509Certificate2 CertificateIn(string path, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ServiceSettingException(
                $"{CertificateSetting} must name a PKCS #12 file with a private key, and {PasswordSetting} its password: {exception.Message}");
        }
    }

    [LoggerMessage(LogLevel.Warning, "The dashboard's keys are stored unencrypted. Let no one else read them, or set {Setting} to a PKCS #12 file.")]
    private static partial void PlainKeys(ILogger logger, string setting);

    private static void AddKeyDatabase(this IServiceCollection services, string connection)
    {
        var source = KeyDatabase.SourceOf(connection, StoreSetting);
        services.AddSingleton(_ => source);
        services.AddSingleton<KeyDatabase>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = provider.GetRequiredService<KeyDatabase>()));
        services.AddHealthChecks().AddCheck<KeyHealthCheck>("keys");
    }
}
