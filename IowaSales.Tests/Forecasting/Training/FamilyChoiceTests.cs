using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Training;

public sealed class FamilyChoiceTests
{
    [Fact]
    public void A_large_panel_that_rarely_sells_gets_the_families_that_suit_it_and_says_why_others_are_left_out()
    {
        var (families, leftOut, sellsRarely) = FamilyChoice.For(History.Of(Panel(20_000, daysWithSales: 3)), ModelFamilies.BuiltIn);

        Assert.Contains(families, family => family.Name == "Intermittent");
        Assert.DoesNotContain(families, family => family.Name == "Ets");
        Assert.Equal(ModelFamilies.BuiltIn.Count, families.Count + leftOut.Count);
        Assert.True(sellsRarely);
        Assert.Contains("Ets: 20000 of the 20000 series have fewer than 20 days with sales, too few for it to learn from.", leftOut);
    }

    [Theory]
    [InlineData(200, 3)]
    [InlineData(20_000, 25)]
    public void Any_other_panel_gets_all(int series, int daysWithSales)
    {
        var (families, leftOut, sellsRarely) = FamilyChoice.For(History.Of(Panel(series, daysWithSales)), ModelFamilies.BuiltIn);

        Assert.Same(ModelFamilies.BuiltIn, families);
        Assert.Empty(leftOut);
        Assert.False(sellsRarely);
    }

    private static SalesPanel Panel(int series, int daysWithSales)
    {
        var builder = new SalesPanelBuilder();
        for (var i = 0; i < series; i++)
        {
            for (var day = 0; day < daysWithSales; day++)
            {
                builder.Add(new DateOnly(2023, 1, 2).AddDays(day), $"{i}", 1);
            }
        }

        return builder.Build();
    }
}
