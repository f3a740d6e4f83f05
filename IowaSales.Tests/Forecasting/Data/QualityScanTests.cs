using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Quality;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

public sealed class QualityScanTests
{
    private static readonly DateOnly Monday = new(2024, 1, 1);

    [Fact]
    public void What_is_planted_is_found()
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < 140; day++)
        {
            var date = Monday.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            builder.Add(date, "STEADY", day == 70 ? 5000 : 100 + (day % 7));
            if (day is not (15 or 16 or 17))
            {
                builder.Add(date, "GAP", day == 21 ? -3 : 50 + (day % 5));
            }

            if (day < 60)
            {
                builder.Add(date, "STOPPED", 10 + (day % 3));
            }

            if (day >= 56)
            {
                builder.Add(date, "LATE", 10 + (day % 3));
            }
        }

        var report = QualityScan.Of(builder.Build(), cancellationToken: TestContext.Current.CancellationToken);
        var items = report.Items.ToDictionary(item => item.Item);

        Assert.Equal(100, report.OpenDays);
        Assert.Equal(38, report.ClosedDays);
        Assert.Equal([0, 0, 0, 0, 0, 19, 19], report.ClosedByWeekday);
        Assert.Equal(2, report.LongestClosureDays);
        Assert.Equal([Monday.AddDays(70)], items["STEADY"].Outliers);
        Assert.Equal(3, items["GAP"].LongestGapDays);
        Assert.Equal(3, items["GAP"].Zeros);
        Assert.Equal(1, items["GAP"].Negatives);
        Assert.Equal(["STOPPED"], report.Items.Where(item => item.Stopped).Select(item => item.Item));
        Assert.Equal(["LATE"], report.Items.Where(item => item.StartedLate).Select(item => item.Item));
    }

    [Fact]
    public void Rules_say_what_breaks_them()
    {
        var builder = new SalesPanelBuilder();
        builder.Add(Monday, "A", 1);
        builder.Add(Monday.AddDays(12), "A", -1);
        var report = QualityScan.Of(builder.Build(), duplicates: 4, TestContext.Current.CancellationToken);

        var broken = QualityRules.All.Where(rule => rule.Check(report) is not null).Select(rule => rule.Name);

        Assert.Equal(["duplicates", "gaps", "length", "negatives"], broken);
    }
}
