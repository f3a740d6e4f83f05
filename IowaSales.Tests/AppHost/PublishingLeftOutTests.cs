using System.Diagnostics;
using Xunit;

namespace IowaSales.Tests.AppHost;

/// <summary>Publishing with a build that lacks the package for it.</summary>
public sealed class PublishingLeftOutTests
{
    [Fact]
    public async Task Publishing_fails_with_a_sentence_and_writes_nothing()
    {
        var output = Directory.CreateTempSubdirectory("published-");
        try
        {
            using var host = Process.Start(new ProcessStartInfo(
                "dotnet",
                [typeof(Projects.IowaSales_AppHost).Assembly.Location, "--operation", "publish", "--step", "publish", "--output-path", output.FullName])
            {
                WorkingDirectory = AppContext.BaseDirectory,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var standardOutput = host.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = await host.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await standardOutput;
            await host.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(1, host.ExitCode);
            Assert.StartsWith("There is nothing to publish to: this build is without Aspire.Hosting.Docker", error, StringComparison.Ordinal);
            Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Empty(output.GetFileSystemInfos());
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }
}
