using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.Naive;
using IowaSales.Forecasting.Models.WeekdayProfiles;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Training;

/// <summary>
/// A model trained on one weekday and rolled forward day by day: its intervals hold from every weekday on. The sales are simulated, each
/// weekday with a level and a noise of its own, so that errors pooled by step, or by another weekday than the target's, show.
/// </summary>
public sealed class WeekdayCalibrationTests
{
    private const int Horizon = 7;
    private const int Days = 420;
    private const int RolledDays = 56;
    private const int Items = 60;
    private static readonly DateOnly First = new(2023, 1, 2);

    /// <summary>Noise of each weekday, Sunday first, as a share of the level.</summary>
    private static readonly double[] Noise = [0.3, 0.1, 0.2, 0.3, 0.45, 0.2, 0.6];

    [Theory]
    [InlineData(DayOfWeek.Thursday, false)]
    [InlineData(DayOfWeek.Monday, false)]
    [InlineData(DayOfWeek.Saturday, true)]
    public void Intervals_hold_for_every_weekday_of_the_origin_and_every_step(DayOfWeek trainedOn, bool tradesOnWeekends)
    {
        var panel = Panel(tradesOnWeekends);
        var trainedThrough = Days;
        while (First.AddDays(trainedThrough).DayOfWeek != trainedOn)
        {
            trainedThrough++;
        }

        var model = new ModelTrainer(TimeProvider.System).Train(
            panel.Before(trainedThrough + 1),
            new TrainingOptions { Horizon = Horizon, Preset = TrainingPreset.Fast, Families = [new WeekdayProfileFamily(), new SeasonalNaiveFamily()] },
            null,
            TestContext.Current.CancellationToken);
        var (inside, count, width) = (new int[7, Horizon], new int[7, Horizon], new double[7, Horizon]);
        var (totalsInside, totals) = (0, 0);
        for (var origin = trainedThrough + 1; origin <= trainedThrough + RolledDays; origin++)
        {
            var history = History.At(panel, origin);
            var weekday = (int)history.OriginDate.DayOfWeek;
            var set = model.Forecast(history);
            for (var series = 0; series < panel.SeriesCount; series++)
            {
                var forecast = set.Series[series];
                var total = 0.0;
                for (var step = 0; step < Horizon; step++)
                {
                    if (SoldOn(panel, series, origin + step) is not { } sold)
                    {
                        Assert.Equal(0, forecast.Quantile(step, 0.9));
                        continue;
                    }

                    total += sold;
                    var (low, high) = (forecast.Quantile(step, 0.1), forecast.Quantile(step, 0.9));
                    inside[weekday, step] += low <= sold && sold <= high ? 1 : 0;
                    count[weekday, step]++;
                    width[weekday, step] += (high - low) / forecast.Median[step];
                }

                totalsInside += forecast.SumQuantile(Horizon, 0.1) <= total && total <= forecast.SumQuantile(Horizon, 0.9) ? 1 : 0;
                totals++;
            }
        }

        for (var target = 0; target < 7; target++)
        {
            var widths = new List<double>();
            for (var step = 0; step < Horizon; step++)
            {
                var origin = (target + 7 - step) % 7;
                if (count[origin, step] > 0)
                {
                    // 480 forecasts of 8 days: four standard errors are 0.07.
                    var share = (double)inside[origin, step] / count[origin, step];
                    Assert.True(share is >= 0.72 and <= 0.88, $"{(DayOfWeek)target}, step {step + 1}: {share:F3} of {count[origin, step]}");
                    widths.Add(width[origin, step] / count[origin, step]);
                }
            }

            Assert.True(widths.Count == 0 || widths.Max() / widths.Min() < 1.2, $"{(DayOfWeek)target}: widths {string.Join(' ', widths)}");
        }

        Assert.InRange((double)totalsInside / totals, 0.74, 0.86);
    }

    private static SalesPanel Panel(bool tradesOnWeekends)
    {
        var random = new Random(3);
        var builder = new SalesPanelBuilder();
        for (var item = 0; item < Items; item++)
        {
            var (level, noisiness) = (20 * Math.Exp(4 * random.NextDouble()), 0.5 + random.NextDouble());
            for (var day = 0; day < Days + RolledDays + 21; day++)
            {
                var date = First.AddDays(day);
                if (!tradesOnWeekends && date.DayOfWeek is (DayOfWeek.Saturday or DayOfWeek.Sunday))
                {
                    continue;
                }

                var weekday = (int)date.DayOfWeek;
                var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                builder.Add(date, $"{item:00}", level * (1 + (0.1 * weekday)) * Math.Exp(noisiness * Noise[weekday] * normal));
            }
        }

        return builder.Build();
    }

    private static double? SoldOn(SalesPanel panel, int series, int day)
    {
        var row = panel.Rows(series).Days.BinarySearch(day);
        return row < 0 ? null : panel.Rows(series).Values[row];
    }
}
