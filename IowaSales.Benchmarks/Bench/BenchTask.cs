using System.Globalization;
using System.Text.Json;

namespace IowaSales.Benchmarks.Bench;

/// <summary>A task of the forecasting benchmark as its <c>task.json</c> describes it.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Name">Its name.</param>
/// <param name="Horizon">Days to forecast.</param>
/// <param name="Origins">First forecast days.</param>
/// <param name="Known">Columns that are known ahead.</param>
/// <param name="Static">Columns of the items.</param>
/// <param name="MissingIsZero">Whether a day without a row, on which others have one, is a zero and scored.</param>
/// <param name="NaiveMase">MASE of the task's own seasonal naive; NaN when it is not stated.</param>
/// <param name="Published">Published scores, lowest MASE first; those of models that were trained on the data are left out.</param>
/// <param name="Source">Where the published scores come from.</param>
/// <param name="ComparesRatios">Whether the published scores compare only as ratios to their own seasonal naive.</param>
internal sealed record BenchTask(
    string Folder,
    string Name,
    int Horizon,
    IReadOnlyList<DateOnly> Origins,
    IReadOnlyList<string> Known,
    IReadOnlyList<string> Static,
    bool MissingIsZero,
    double NaiveMase,
    IReadOnlyList<PublishedScore> Published,
    string Source,
    bool ComparesRatios)
{
    /// <summary>The tasks of a folder, by name.</summary>
    /// <param name="folder">A folder of task folders.</param>
    public static IEnumerable<BenchTask> In(string folder) =>
        Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Where(task => File.Exists(Path.Combine(task, "task.json"))).Select(Read);

    /// <summary>Reads a task.</summary>
    /// <param name="folder">Its folder.</param>
    public static BenchTask Read(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "task.json")));
        var task = json.RootElement;
        var published = task.TryGetProperty("published", out var scores) ? scores.EnumerateObject().ToArray() : [];
        return new BenchTask(
            folder,
            task.GetProperty("name").GetString()!,
            task.GetProperty("horizon").GetInt32(),
            [.. task.GetProperty("origins").EnumerateArray().Select(origin => DateOnly.ParseExact(origin.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture))],
            Names(task, "known"),
            Names(task, "static"),
            task.GetProperty("missing_means").GetString()!.StartsWith("zero", StringComparison.Ordinal),
            task.TryGetProperty("own_seasonal_naive", out var naive) ? naive.GetProperty("mase").GetDouble() : double.NaN,
            [
                .. published
                    .Where(model => !(model.Value.TryGetProperty("trained_on_this_dataset", out var trained) && trained.GetBoolean()))
                    .Select(model => new PublishedScore(model.Name, model.Value.GetProperty("mase").GetDouble(), model.Value.GetProperty("sql").GetDouble()))
                    .OrderBy(score => score.Mase),
            ],
            task.TryGetProperty("published_source", out var source) ? source.GetString()! : "",
            task.TryGetProperty("published_compare", out var compare) && compare.GetString() == "ratio_to_naive");
    }

    private static string[] Names(JsonElement task, string property) =>
        task.TryGetProperty(property, out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
}

/// <summary>A published score.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Mase">Its MASE.</param>
/// <param name="Sql">Its scaled quantile loss.</param>
internal sealed record PublishedScore(string Model, double Mase, double Sql);
