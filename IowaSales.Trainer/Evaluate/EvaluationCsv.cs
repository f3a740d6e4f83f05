using CsvHelper;
using IowaSales.Forecasting.Backtesting;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Trainer.Evaluate;

/// <summary>The measures of an evaluation as a long table: <c>model,by,key,cells,mase,...</c>.</summary>
internal static class EvaluationCsv
{
    private const string NumberFormat = "0.######";

    private static readonly (string Name, Func<AccuracyMetrics, double?> Value)[] Measures =
    [
        ("mase", metrics => metrics.Mase),
        ("rmsse", metrics => metrics.Rmsse),
        ("wql", metrics => metrics.Wql),
        ("mae", metrics => metrics.Mae),
        ("rmse", metrics => metrics.Rmse),
        ("mape", metrics => metrics.Mape),
        ("smape", metrics => metrics.Smape),
        ("bias", metrics => metrics.Bias),
        ("bias_share", metrics => metrics.BiasShare),
        ("coverage_80", metrics => metrics.Coverage80),
    ];

    /// <summary>Writes the table; a measure that is not defined is an empty field.</summary>
    public static void Write(Stream stream, EvaluationDocument document)
    {
        using var writer = CsvOutput.To(stream);
        foreach (var column in (string[])["model", "by", "key", "cells", .. Measures.Select(measure => measure.Name)])
        {
            writer.WriteField(column);
        }

        writer.EndRecord();
        foreach (var model in document.Models)
        {
            WriteRow(writer, model.Name, "overall", new AccuracyGroup("", model.Accuracy.Overall));
            WriteRows(writer, model.Name, "family", model.Families);
            WriteRows(writer, model.Name, "item", model.Accuracy.ByItem);
            WriteRows(writer, model.Name, "step", model.Accuracy.ByStep);
            WriteRows(writer, model.Name, "weekday", model.Accuracy.ByWeekday);
            WriteRows(writer, model.Name, "window", model.Accuracy.ByWindow);
        }
    }

    private static void WriteRows(CsvWriter writer, string model, string by, IReadOnlyList<AccuracyGroup> groups)
    {
        foreach (var group in groups)
        {
            WriteRow(writer, model, by, group);
        }
    }

    private static void WriteRow(CsvWriter writer, string model, string by, AccuracyGroup group)
    {
        writer.WriteField(model);
        writer.WriteField(by);
        writer.WriteField(group.Key);
        writer.WriteField(group.Metrics.Cells);
        foreach (var (_, value) in Measures)
        {
            if (value(group.Metrics) is { } number)
            {
                writer.WriteField(number, NumberFormat);
            }
            else
            {
                writer.WriteField("");
            }
        }

        writer.EndRecord();
    }
}
