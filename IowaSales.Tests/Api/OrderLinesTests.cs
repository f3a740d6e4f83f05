using CsCheck;
using IowaSales.Api.Orders;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;
using IowaSales.Storage.Ledger;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>
/// Orders computed by hand. An open day sells 20 times its level, every day at the same level of 0.1, 0.2 .. 0.9: over n open days the demand is 20n times
/// the level, its median 10n. The first day is a Friday; Saturday and Sunday are closed.
/// </summary>
public sealed class OrderLinesTests : IDisposable
{
    private const int Horizon = 7;
    private const double Median = 0.5;

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("orders-");
    private readonly ForecastModel _model;

    public OrderLinesTests()
    {
        ModelFactory.Save(_scratch.FullName);
        _model = ModelStore.Load(_scratch.FullName);
    }

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public void Closed_days_take_no_stock_and_the_rest_is_rounded_up_to_packs()
    {
        // Friday to Tuesday: three open days, median 30; 30 - 4 - 3 = 23, which is 4 packs of 6.
        var line = Line(("lead_time_days", 4), ("review_days", 1), ("stock_on_hand", 4), ("on_order", 3), ("pack_size", 6), ("unit_cost", 2.5));

        Assert.Equal((5, 0, 2), (line.CoverDays, line.UncoveredDays, line.ClosedDays));
        Assert.Equal((30.0, 4.0, 24.0, 60.0), (line.Need, line.Packs, line.Quantity, line.Value));
        Assert.Equal(OrderStatus.Short, line.Status);

        // What demand exceeds 7 by, over the levels: 60 u - 7 for u = 0.2 .. 0.9, nothing for 0.1 (6 < 7).
        Assert.Equal(Math.Round(((60 * (0.2 + 0.3 + 0.4 + 0.5 + 0.6 + 0.7 + 0.8 + 0.9)) - (8 * 7)) / 9, 3), line.UnitsAtRisk);

        // 10 on Friday exceed the 4 in stock.
        Assert.Equal(new DateOnly(2023, 7, 21), line.RunsOut);
    }

    [Fact]
    public void Stock_above_the_need_orders_nothing()
    {
        var line = Line(("lead_time_days", 4), ("review_days", 1), ("stock_on_hand", 31), ("pack_size", 6));

        Assert.Equal((30.0, 0.0, 0.0, OrderStatus.Covered), (line.Need, line.Packs, line.Quantity, line.Status));
        Assert.Equal(new DateOnly(2023, 7, 26), line.RunsOut);
        Assert.Null(line.Value);
    }

    [Fact]
    public void A_need_that_packs_meet_exactly_is_not_rounded_up()
    {
        Assert.Equal(5, Line(("lead_time_days", 4), ("review_days", 1), ("stock_on_hand", 0), ("pack_size", 6)).Packs);
        Assert.Equal(OrderStatus.OutOfStock, Line(("lead_time_days", 4), ("stock_on_hand", -12)).Status);
        Assert.Equal(42, Line(("lead_time_days", 4), ("stock_on_hand", -12)).Quantity);
    }

    [Fact]
    public void A_lead_time_beyond_the_horizon_covers_the_horizon_and_says_how_many_days_are_left_out()
    {
        var line = Line(("lead_time_days", 21), ("review_days", 7), ("stock_on_hand", 0));

        // Five open days of the seven.
        Assert.Equal((7, 21, 50.0), (line.CoverDays, line.UncoveredDays, line.Need));
        Assert.Equal(new DateOnly(2023, 7, 27), line.CoverThrough);
    }

    [Theory]
    [InlineData(null, null, 7, 0)]
    [InlineData(2.0, null, 3, 0)]
    [InlineData(null, 3.0, 3, 0)]
    [InlineData(0.0, 0.0, 1, 0)]
    public void A_period_that_is_not_stated_has_a_default(double? lead, double? review, int cover, int uncovered)
    {
        var line = Line([.. new (string, double?)[] { ("lead_time_days", lead), ("review_days", review) }.Where(one => one.Item2 is not null).Select(one => (one.Item1, one.Item2!.Value))]);

        Assert.Equal((cover, uncovered), (line.CoverDays, line.UncoveredDays));
        Assert.Equal((OrderStatus.StockUnknown, (double?)null, (DateOnly?)null), (line.Status, line.UnitsAtRisk, line.RunsOut));
    }

    [Fact]
    public void An_items_own_service_level_goes_before_the_one_asked_for()
    {
        // The levels of the paths are 0.1 .. 0.9: their largest is what a level of 0.95 or more gives.
        Assert.Equal((0.95, 90.0), (Line(("service_level", 0.95), ("lead_time_days", 4), ("review_days", 4)) is var line ? (line.ServiceLevel, line.Need) : default));
    }

    [Fact]
    public void Values_that_plan_nonsense_count_as_not_stated()
    {
        var line = Line(("pack_size", 0), ("lead_time_days", 2.5), ("service_level", 7), ("on_order", -3), ("stock_on_hand", 1e12));

        Assert.Equal((1.0, 7, Median, 0.0, (double?)null), (line.PackSize, line.CoverDays, line.ServiceLevel, line.OnOrder, line.StockOnHand));
    }

    [Fact]
    public void The_change_is_told_over_the_days_that_both_forecast()
    {
        // Begun two days earlier: Friday to Monday are in both, 4 of the 7 days covered; the earlier one expected 1, 2, 3 and 4 on them.
        var earlier = new EarlierForecast(1, new DateOnly(2023, 7, 19), new Dictionary<string, double[]> { [Item] = [100, 100, 1, 2, 3, 4] })
        { ModelVersion = "v0", DataVersion = 1, IssuedAt = DateTimeOffset.UnixEpoch, Conditions = null };
        var line = new OrderLines(Snapshot(DriverSet.Empty), earlier).Of(Series, Median);

        Assert.Equal((10.0, 10.0), (line.Earlier, line.Change));
        Assert.Null(earlier.Over(Item, new DateOnly(2023, 7, 25), 1));
        Assert.Null(earlier.Over("another", new DateOnly(2023, 7, 21), 1));
    }

    [Fact]
    public void Most_units_at_risk_come_first_and_unknown_stock_last()
    {
        var one = Line(("stock_on_hand", 10));
        OrderLine[] lines = [one with { Item = "unknown", UnitsAtRisk = null, Expected = 9999 }, one with { Item = "b", UnitsAtRisk = 2 }, one with { Item = "a", UnitsAtRisk = 2 }, one with { Item = "c", UnitsAtRisk = 3 }];

        Assert.Equal(["c", "a", "b", "unknown"], OrderLines.Ranked(lines).Select(line => line.Item));
    }

    [Fact]
    public void Packs_are_the_fewest_that_reach_the_need() =>
        Gen.Select(Gen.Double[0, 1e6], Gen.Double[-1e5, 1e6], Gen.Double[0, 1e5], Gen.Int[1, 5000]).Sample((need, stock, onOrder, pack) =>
        {
            var reported = ReportedNumber.Of(need);
            var packs = new OrderTerms(null, null, pack, null, null, Math.Round(stock), Math.Round(onOrder), null, null).PacksFor(reported);
            var supply = Math.Round(stock) + Math.Round(onOrder);
            Assert.True(double.IsInteger(packs) && packs >= 0);
            Assert.True(supply + (packs * pack) >= reported - 0.01);
            Assert.True(packs == 0 || supply + ((packs - 1) * pack) < reported);
        });

    private const string Item = "BLACK VELVET";

    private int Series => _model.Panel.IndexOf(Item);

    private OrderLine Line(params (string Name, double Value)[] attributes)
    {
        var builder = new DriverSetBuilder();
        foreach (var (name, value) in attributes)
        {
            builder.SetAttribute(builder.AddAttribute(name, DriverKind.Numeric), Item, value);
        }

        return new OrderLines(Snapshot(builder.Build()), earlier: null).Of(Series, Median);
    }

    private ForecastSnapshot Snapshot(DriverSet attributes)
    {
        double[] grid = [.. Enumerable.Range(0, Horizon).SelectMany(_ => QuantileLevels.Grid.Select(level => 20 * level))];
        double[] chances = [1, 0, 0, 1, 1, 1, 1];
        double[][] paths = [.. Enumerable.Range(1, 9).Select(tenth => Enumerable.Repeat(tenth / 10.0, Horizon).ToArray())];
        var series = _model.Panel.Items.Select(item => new SeriesForecast(item, knownToModel: true, grid, chances, paths)).ToArray();
        return new ForecastSnapshot(
            _model,
            _model.Panel,
            new ForecastSet(History.Of(_model.Panel), Horizon, series),
            DateTimeOffset.UnixEpoch,
            stale: false,
            challenger: null,
            [],
            new ItemAttributes(attributes, () => DriverSet.Empty));
    }
}
