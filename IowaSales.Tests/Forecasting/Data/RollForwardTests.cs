using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

/// <summary>Newer sales behind a model's own, as the trainer and the API put them there.</summary>
public sealed class RollForwardTests
{
    private static readonly DateOnly First = new(2024, 5, 1);

    private static readonly SalesPanel Trained = Panel(("B", 0, 10), ("B", 9, 11), ("A", 9, 5));

    [Fact]
    public void Newer_sales_count_alone_from_their_first_day_on()
    {
        var (panel, leftOut) = RollForward.Extend(Trained, Panel(("B", 9, 99), ("C", 10, 7)));

        Assert.Equal(0, leftOut);
        Assert.Equal(["A", "B", "C"], panel.Items);
        Assert.Equal((First, First.AddDays(10)), (panel.FirstDate, panel.LastDate));
        Assert.Equal(0, panel.Rows(0).Count);
        Assert.Equal([10, 99], panel.Rows(1).Values.ToArray());
        Assert.Equal([7], panel.Rows(2).Values.ToArray());
    }

    [Fact]
    public void Rows_before_the_model_s_first_day_are_left_out_and_counted()
    {
        var (panel, leftOut) = RollForward.Extend(Trained, Panel(("A", -3, 1), ("B", -1, 2), ("A", 11, 3)));

        Assert.Equal(2, leftOut);
        Assert.Equal(First, panel.FirstDate);
        Assert.Equal([3], panel.Rows(0).Values.ToArray());
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(17, true)]
    [InlineData(18, false)]
    [InlineData(375, false)]
    public void A_gap_of_up_to_a_week_is_days_without_sales_and_a_longer_one_is_refused(int day, bool fits)
    {
        var newer = Panel(("B", day, 12));
        if (fits)
        {
            var (panel, _) = RollForward.Extend(Trained, newer);
            Assert.Equal([0, 9, day], panel.Rows(1).Days.ToArray());
            return;
        }

        var refused = Assert.Throws<SalesDataException>(() => RollForward.Extend(Trained, newer));
        Assert.Contains($"{day - 10} days are missing, 7 at most can be", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sales_that_end_before_the_model_s_begin_are_refused()
    {
        var refused = Assert.Throws<SalesDataException>(() => RollForward.Extend(Trained, Panel(("B", -400, 12))));
        Assert.Contains("before the model's begin on 2024-05-01", refused.Message, StringComparison.Ordinal);
    }

    private static SalesPanel Panel(params (string Item, int Day, double Total)[] rows)
    {
        var builder = new SalesPanelBuilder();
        foreach (var (item, day, total) in rows)
        {
            builder.Add(First.AddDays(day), item, total);
        }

        return builder.Build();
    }
}
