using System.Text.Json;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;
using IowaSales.Trainer.Evaluate.Html;

namespace IowaSales.Trainer.Evaluate;

/// <summary>A file to write an evaluation to, in the form that its name asks for.</summary>
/// <param name="Path">Where to.</param>
/// <param name="Format">The form.</param>
internal sealed record EvaluationOutput(string Path, EvaluationFormat Format)
{
    /// <summary>The output of a path.</summary>
    /// <exception cref="VerbException">The name asks for no form that there is.</exception>
    public static EvaluationOutput Of(string path) => new(path, System.IO.Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSON" => EvaluationFormat.Json,
        ".CSV" => EvaluationFormat.Csv,
        ".HTML" or ".HTM" => EvaluationFormat.Html,
        _ => throw VerbException.Usage($"--output {System.IO.Path.GetFileName(path)} must end in .json, .csv or .html; give it one of these names."),
    });

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="charts">Products to chart.</param>
    public void Write(EvaluationReport report, int charts) => CompleteFile.Write(Path, stream =>
    {
        switch (Format)
        {
            case EvaluationFormat.Json:
                JsonSerializer.Serialize(stream, report.Document, EvaluationJson.Default.EvaluationDocument);
                stream.WriteByte((byte)'\n');
                break;
            case EvaluationFormat.Csv:
                EvaluationCsv.Write(stream, report.Document);
                break;
            default:
                HtmlReport.Write(stream, report, charts);
                break;
        }
    });
}

/// <summary>Forms of an evaluation file.</summary>
internal enum EvaluationFormat
{
    /// <summary>Everything, for machines.</summary>
    Json,

    /// <summary>The measures as a long table.</summary>
    Csv,

    /// <summary>A page with plots.</summary>
    Html,
}
