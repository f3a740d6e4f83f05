using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Training;

namespace IowaSales.Tests.Packages;

/// <summary>The sample of the README of IowaSales.Forecasting, compiled.</summary>
internal static class ForecastingSample
{
    public static void Run(string file, string folder, TextWriter output)
    {
        var sales = new SalesCsvReader(SalesColumns.Default).Read(file); // date,item_name,total_amount_sold
        var options = new TrainingOptions { Preset = TrainingPreset.Fast, DataSource = file };
        ModelStore.Save(new ModelTrainer(TimeProvider.System).Train(sales.Panel, options), folder);

        var forecasts = ModelStore.Load(folder).Forecast();
        foreach (var series in forecasts.Series)
        {
            output.WriteLine($"{series.Item}: {series.SumQuantile(forecasts.Horizon, 0.9):N0} over {forecasts.Horizon} days at the 90% quantile");
            foreach (var (step, day) in forecasts.Days.Index())
            {
                var sold = day.Closed ? "closed" : $"{series.Quantile(step, 0.1):N0} to {series.Quantile(step, 0.9):N0}, expected {series.Mean(step):N0}";
                output.WriteLine($"  {day.Date:yyyy-MM-dd} {sold}");
            }
        }
    }
}
