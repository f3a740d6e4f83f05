using System.Globalization;
using System.Text.RegularExpressions;
using IowaSales.Tests.Forecasting.Data;
using IowaSales.Trainer;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Tests.Docs;

/// <summary>
/// A page whose sample outputs are what its commands print. A block after <c>&lt;!-- sample --&gt;</c> holds one command, <c>$ trainer …</c>, and its
/// output. The comment may say <c>lines=1-6,-2</c> (lines to show, from the end where negative; gaps become …), <c>width=N</c> (longer lines are cut) and
/// <c>in=FOLDER</c>. A comment <c>&lt;!-- file PATH</c> with a content makes a file first, <c>through=DATE</c> instead of a content a copy of the
/// bundled sales up to a date, and without either the block that follows it is the content. A comment <c>&lt;!-- run trainer … --&gt;</c> runs a command
/// whose output is not shown.
/// </summary>
internal sealed partial class SamplePage(string path) : IDisposable
{
    private const string Sales = "data/iowa_sales.csv";
    private readonly string _folder = Directory.CreateTempSubdirectory("samples-").FullName;

    /// <summary>Runs every command of the page.</summary>
    /// <returns>The page as it stands, and as it would with what the commands print; equal but for what differs between runs.</returns>
    public async Task<(string Written, string Produced)> RunAsync(CancellationToken cancellationToken)
    {
        CopyData();
        var written = await File.ReadAllTextAsync(path, cancellationToken);
        var produced = "";
        var done = 0;
        foreach (Match match in Marked().Matches(written))
        {
            if (match.Groups["run"].Success)
            {
                await PrintedAsync($"$ {match.Groups["run"].Value}", null, cancellationToken);
                continue;
            }

            var body = match.Groups["body"];
            produced += written[done..body.Index];
            done = body.Index + body.Length;
            if (match.Groups["file"].Success)
            {
                Write(match.Groups["file"].Value, match.Groups["options"].Value, match.Groups["content"].Value is { Length: > 0 } content ? content : body.Value);
                produced += body.Value;
                continue;
            }

            var command = body.Value.Split('\n')[0];
            var printed = await PrintedAsync(command, Option(match, "in"), cancellationToken);
            var sample = $"{command}\n{string.Concat(Shown(printed, Option(match, "lines"), Option(match, "width")).Select(line => $"{line}\n"))}";
            produced += Stable(sample) == Stable(body.Value) ? body.Value : sample;
        }

        return (written, produced + written[done..]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A text without what differs from run to run and from machine to machine: times, versions, progress.</summary>
    private static string Stable(string text) => Version().Replace(Seconds().Replace(Moment().Replace(Durations().Replace(text, "$1 T T"), "MOMENT"), "T s"), "VERSION");

    private static string? Option(Match match, string name) =>
        Options().Matches(match.Groups["options"].Value).FirstOrDefault(option => option.Groups[1].Value == name)?.Groups[2].Value;

    private static IEnumerable<string> Shown(string[] lines, string? shown, string? width)
    {
        var max = width is null ? int.MaxValue : int.Parse(width, CultureInfo.InvariantCulture);
        var chosen = shown is null ? [.. Enumerable.Range(0, lines.Length)] : shown.Split(',').SelectMany(part => RangeOf(part, lines.Length)).ToArray();
        var next = 0;
        foreach (var line in chosen)
        {
            if (line != next)
            {
                yield return "…";
            }

            yield return lines[line].Length <= max ? lines[line] : $"{lines[line][..max]}…";
            next = line + 1;
        }

        if (next < lines.Length)
        {
            yield return "…";
        }
    }

    private static IEnumerable<int> RangeOf(string part, int count)
    {
        if (part[0] == '-')
        {
            var fromEnd = int.Parse(part[1..], CultureInfo.InvariantCulture);
            return Enumerable.Range(count - fromEnd, fromEnd);
        }

        var bounds = part.Split('-').Select(bound => int.Parse(bound, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(bounds[0] - 1, bounds[^1] - bounds[0] + 1);
    }

    private async Task<string[]> PrintedAsync(string command, string? folder, CancellationToken cancellationToken)
    {
        var words = Words().Matches(command).Select(word => word.Value.Replace("\"", "", StringComparison.Ordinal)).ToList();
        var trainer = words.IndexOf("trainer");
        var environment = words[1..trainer].Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        using var output = new StringWriter();
        var surroundings = new Surroundings(
            output, output, false, false, name => environment.GetValueOrDefault(name), Path.Combine(_folder, folder ?? ""), TimeProvider.System);
        await new TrainerCommandLine(surroundings, TrainerVerbs.All()).RunAsync(words[(trainer + 1)..], cancellationToken);
        return [.. output.ToString().Trim('\n', '\r').TrimEnd().Split('\n').Select(line => line.TrimEnd()).Where(line => !Progress().IsMatch(line))];
    }

    private void CopyData()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        foreach (var file in Directory.GetFiles(Path.Combine(RepositoryFolder.Path, "data"), "iowa_sales.*"))
        {
            File.Copy(file, Path.Combine(_folder, "data", Path.GetFileName(file)));
        }
    }

    private void Write(string file, string options, string content)
    {
        var target = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (Options().Match(options) is { Success: true } through)
        {
            var lines = File.ReadAllLines(Path.Combine(_folder, Sales));
            File.WriteAllLines(target, [lines[0], .. lines[1..].Where(line => string.CompareOrdinal(line[..10], through.Groups[2].Value) <= 0)]);
            return;
        }

        File.WriteAllText(target, content);
    }

    [GeneratedRegex(@"<!-- run (?<run>[^\n]*) -->|<!-- (?:sample|file (?<file>\S+))(?<options>(?: [a-z]+=\S+)*)(?: -->\n+```[a-z]*\n(?<body>.*?)```|\n(?<content>[^>]*?)-->(?<body>)| -->(?<body>))", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"([a-z]+)=(\S+)")]
    private static partial Regex Options();

    [GeneratedRegex("""(?:[^\s"]|"[^"]*")+""")]
    private static partial Regex Words();

    [GeneratedRegex(@"^\[ *\d+%\]")]
    private static partial Regex Progress();

    [GeneratedRegex(@"\b\d+(?:\.\d+)? s\b")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"(\s\d\.\d\d) +\d+\.\d\d +\d+\.\d{3}$", RegexOptions.Multiline)]
    private static partial Regex Durations();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")]
    private static partial Regex Moment();

    [GeneratedRegex(@"\b\d{8}-[0-9a-f]{12}\b")]
    private static partial Regex Version();
}
