using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.DriverBoosting;
using IowaSales.Forecasting.Models.GradientBoosting;
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

    [Fact]
    public void Boosting_with_drivers_takes_part_where_there_are_any_and_on_a_large_panel_leaves_out_what_costs_more_and_does_not_see_them()
    {
        IModelFamily[] offered = [.. ModelFamilies.BuiltIn, new DriverBoostingFamily()];
        var builder = new DriverSetBuilder();
        builder.SetAttribute(builder.AddAttribute("vendor", DriverKind.Category), "1", "x");
        var small = Panel(50, 400);
        var large = Panel(300, 400);
        string[] NamesFor(SalesPanel panel) => [.. FamilyChoice.For(History.Of(panel), offered).Families.Select(family => family.Name)];

        Assert.Equal(ModelFamilies.BuiltIn.Select(family => family.Name), NamesFor(large));
        Assert.Equal(offered.Select(family => family.Name), NamesFor(small.With(builder.Build())));
        Assert.Contains("DriverBoosting", NamesFor(large.With(builder.Build())));
        Assert.Contains("CalendarRegression", NamesFor(large.With(builder.Build())));
        Assert.DoesNotContain("Theta", NamesFor(large.With(builder.Build())));
        Assert.Contains(
            FamilyChoice.For(History.Of(large.With(builder.Build())), offered).LeftOut, reason => reason.StartsWith("Theta: beside the family that learns drivers", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_drivers_matter_families_that_do_not_see_them_get_sales_without_their_effects()
    {
        IModelFamily[] offered = [.. ModelFamilies.BuiltIn, new DriverBoostingFamily(), new GradientBoostingFamily()];
        string[] NamesFor(Func<int, double> sales)
        {
            var (rows, builder) = (new SalesPanelBuilder(), new DriverSetBuilder());
            var promo = builder.AddDriver(new Driver("promo", DriverKind.Numeric));
            for (var day = 0; day < 200; day++)
            {
                rows.Add(new DateOnly(2023, 1, 2).AddDays(day), "A", sales(day));
                builder.Set(promo, null, new DateOnly(2023, 1, 2).AddDays(day), day / 7 % 2);
            }

            return [.. FamilyChoice.For(History.Of(rows.Build().With(builder.Build())), offered).Families.Select(family => family.Name)];
        }

        // Of two families of trees the one that sees drivers is left where these matter.
        Assert.Equal([.. ModelFamilies.BuiltIn.Select(family => $"Driven{family.Name}"), "DriverBoosting"], NamesFor(day => 10 + (day % 3) + (day / 7 % 2 * 10)));
        Assert.Equal(offered.Select(family => family.Name), NamesFor(day => 10 + (day % 3)));
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
