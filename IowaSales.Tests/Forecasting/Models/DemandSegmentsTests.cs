using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.Intermittent;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

public sealed class DemandSegmentsTests
{
    private const int Days = 280;

    private static readonly DateOnly First = new(2024, 1, 1);

    [Fact]
    public void Each_series_has_the_segment_of_how_it_sells()
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < Days; day++)
        {
            var (date, week) = (First.AddDays(day), day / 7);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            builder.Add(date, "SMOOTH", 10 + (day % 3));
            builder.Add(date, "ERRATIC", day % 9 == 0 ? 90 : 4);
            Add(date.DayOfWeek == DayOfWeek.Tuesday, "INTERMITTENT", 6);
            Add(date.DayOfWeek == DayOfWeek.Tuesday, "LUMPY", week % 8 == 0 ? 200 : 5);
            Add(day >= Days - 40, "NEW", 5);
            Add(day < Days - 100, "STOPPED", 5);
            Add(day < Days - 100, "RETURNED", -5);

            void Add(bool sells, string item, double amount)
            {
                if (sells)
                {
                    builder.Add(date, item, amount);
                }
            }
        }

        var history = History.Of(builder.Build());
        DemandSegment SegmentOf(string item) => DemandSegments.OfAll(history)[history.IndexOf(item)];

        Assert.Equal(DemandSegment.Smooth, SegmentOf("SMOOTH"));
        Assert.Equal(DemandSegment.Erratic, SegmentOf("ERRATIC"));
        Assert.Equal(DemandSegment.Intermittent, SegmentOf("INTERMITTENT"));
        Assert.Equal(DemandSegment.Lumpy, SegmentOf("LUMPY"));
        Assert.Equal(DemandSegment.New, SegmentOf("NEW"));
        Assert.Equal(DemandSegment.Stopped, SegmentOf("STOPPED"));
        Assert.Equal(DemandSegment.Stopped, SegmentOf("RETURNED"));
    }
}
