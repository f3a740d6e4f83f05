using System.Text.RegularExpressions;
using IowaSales.Tests.Forecasting.Data;
using Xunit;

namespace IowaSales.Tests.Architecture;

/// <summary>Rules of the source text that no compiler or analyzer holds.</summary>
public sealed partial class SourceTests
{
    /// <summary>
    /// A page that loads in the background can render between finding a button and clicking it; the click then has no handler.
    /// The renderer's dispatcher does both in one turn.
    /// </summary>
    [Fact]
    public void Component_tests_send_events_between_renders()
    {
        var lines = Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "IowaSales.Tests", "Web"), "*.cs")
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (Text: line, Place: $"{Path.GetFileName(file)}:{index + 1}")))
            .Where(line => Event().IsMatch(line.Text))
            .ToList();

        Assert.NotEmpty(lines);
        Assert.Empty(lines.Where(line => !line.Text.Contains(".InvokeAsync(", StringComparison.Ordinal)).Select(line => line.Place));
    }

    [GeneratedRegex(@"\)(\[\d\])?\.(Click|Change|Input|Submit|KeyDown|KeyUp|Focus|Blur)(Async)?\(")]
    private static partial Regex Event();
}
