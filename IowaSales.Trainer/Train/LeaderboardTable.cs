using System.Globalization;
using IowaSales.Forecasting.Training;
using Spectre.Console;

namespace IowaSales.Trainer.Train;

/// <summary>The leaderboard for people.</summary>
internal static class LeaderboardTable
{
    /// <summary>The table, best first; with RMSSE where families were weighed by it.</summary>
    public static Table Of(ModelManifest manifest)
    {
        var bySquares = manifest.Leaderboard.Any(entry => entry.Rmsse is not null);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("model");
        foreach (var column in (string[])[.. bySquares ? ["RMSSE"] : Array.Empty<string>(), "MASE", "WQL", "weight", "fit s", "predict s"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var entry in manifest.Leaderboard)
        {
            table.AddRow(
            [
                entry.Name == LeaderboardEntry.Ensemble ? $"[bold]{entry.Name}[/]" : Markup.Escape(entry.Name),
                .. bySquares ? [Number(entry.Rmsse, "0.0000")] : Array.Empty<string>(),
                Number(entry.Mase, "0.0000"),
                Number(entry.Wql, "0.0000"),
                Number(entry.Weight, "0.00"),
                Number(entry.FitSeconds, "0.00"),
                Number(entry.PredictSeconds, "0.000"),
            ]);
        }

        return table;
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
