using System.Collections.Concurrent;
using System.Globalization;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Training;

namespace IowaSales.Tests.Api;

/// <summary>Small models with the names that are hard in paths.</summary>
internal static class ModelFactory
{
    /// <summary>Days of sales, from a Monday to a Thursday, so that the last one is open.</summary>
    public const int Days = 200;

    public static readonly DateOnly FirstDate = new(2023, 1, 2);

    public static readonly string[] Items =
    [
        "100% AGAVE", "BLACK VELVET", "FIVE O'CLOCK VODKA", "GIN/TONIC + LIME", "JÄGERMEISTER", "A%2FB", "RUM?#1&2",
    ];

    /// <summary>Models by what they were trained from: a training takes longer than most tests.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<ForecastModel>> Trained = new(StringComparer.Ordinal);

    public static ModelManifest Save(string folder, double level = 100, int days = Days, IReadOnlyList<string>? items = null, int horizon = 7)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{level}|{days}|{horizon}|{string.Join('|', items ?? Items)}");
        var model = Trained.GetOrAdd(key, _ => new Lazy<ForecastModel>(() => new ModelTrainer(TimeProvider.System).Train(
            Sales(level, days, items).Build(), new TrainingOptions { Preset = TrainingPreset.Fast, Horizon = horizon })));
        return ModelStore.Save(model.Value, folder);
    }

    /// <summary>Weekday sales around a level; Saturdays and Sundays are closed.</summary>
    public static SalesPanelBuilder Sales(double level, int days, IReadOnlyList<string>? items = null)
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(7);
        for (var day = 0; day < days; day++)
        {
            var date = FirstDate.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            foreach (var item in items ?? Items)
            {
                builder.Add(date, item, level + (10 * (int)date.DayOfWeek) + random.Next((int)(level / 2)));
            }
        }

        return builder;
    }
}
