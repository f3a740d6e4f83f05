using System.Reflection;
using IowaSales.Contracts;
using IowaSales.Forecasting.Training;
using PublicApiGenerator;
using Xunit;

namespace IowaSales.Tests.Architecture;

/// <summary>
/// The public surface of the two libraries that others reference. A change of it is a decision: when it is meant, copy the file that the message names over
/// the approved one.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_contract_has_the_approved_surface() => Compare(typeof(ContractJson).Assembly);

    [Fact]
    public void The_forecasting_library_has_the_approved_surface() => Compare(typeof(ForecastModel).Assembly);

    private static void Compare(Assembly assembly)
    {
        var name = $"{assembly.GetName().Name}.txt";
        using var stream = typeof(PublicApiTests).Assembly.GetManifestResourceStream($"PublicApi/{name}");
        using var reader = new StreamReader(stream ?? Stream.Null);
        var approved = reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
        var actual = assembly
            .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n").TrimEnd();
        if (actual == approved)
        {
            return;
        }

        var received = Path.Combine(AppContext.BaseDirectory, name);
        File.WriteAllText(received, actual + "\n");
        var changed = actual.Split('\n').Except(approved.Split('\n')).Concat(approved.Split('\n').Except(actual.Split('\n'))).Take(10);
        Assert.Fail($"The public surface changed. If it is meant, copy {received} to IowaSales.Tests/Architecture/PublicApi. First lines:\n{string.Join('\n', changed)}");
    }
}
