using Microsoft.Playwright;

namespace IowaSales.Browsing;

/// <summary>The browser of this machine, without a window.</summary>
public static class Chromium
{
    /// <summary>The shell first: it draws the same pages, without the windows, tabs and menus that take half of a browser's time.</summary>
    private static readonly string[] Candidates =
    [
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "", "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    /// <summary>The browser's program: <c>CHROMIUM_PATH</c>, or where it is usually installed; null when there is none.</summary>
    public static string? Path { get; } = Candidates.FirstOrDefault(File.Exists);

    /// <summary>Starts the browser. It asks nobody outside for updates or safe addresses.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        ArgumentNullException.ThrowIfNull(playwright);
        return playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }
}
