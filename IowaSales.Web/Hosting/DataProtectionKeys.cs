using Microsoft.AspNetCore.DataProtection;

namespace IowaSales.Web.Hosting;

/// <summary>Where the keys that protect circuits and antiforgery tokens live.</summary>
internal static class DataProtectionKeys
{
    private const string PathSetting = "DataProtection:KeyPath";
    private const string ApplicationName = "IowaSales.Web";

    /// <summary>
    /// Keeps the keys in the folder of <c>DataProtection:KeyPath</c>, so that several instances, and the next start, share them.
    /// Without the setting the platform's default place is used.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddDataProtectionKeys(this IHostApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName(ApplicationName);
        if (builder.Configuration[PathSetting] is { Length: > 0 } path)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(path));
        }
    }
}
