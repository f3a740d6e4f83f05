using IowaSales.Forecasting.Data.Files;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>What the tests of <c>fetch</c> share: a trainer whose waits take no time, sales for a service to hold, and what was written.</summary>
public abstract class FetchTests : IDisposable
{
    private protected readonly ImpatientTime _time = new();
    private protected readonly TrainerRun _trainer;

    private protected static readonly DateOnly First = new(2024, 5, 27);

    protected FetchTests() => _trainer = new TrainerRun { Time = _time };

    protected string Output => _trainer.PathOf("out.csv");

    public void Dispose()
    {
        _trainer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Two sales of four products on five days, one product with every character that has to be escaped.</summary>
    private protected static StoredSale[] Sales() =>
    [
        .. from day in Enumerable.Range(0, 5)
           from item in (string[])["GIN", "O'DOUL'S, \"FINE\" & 100%", "RUM", "VODKA"]
           from half in Enumerable.Range(1, 2)
           select new StoredSale(First.AddDays(day), item, (half * (day + 1)) + (item.Length < 4 && item[0] == 'G' ? 50 : item.Length)),
    ];

    private protected static Dictionary<(DateOnly, string), double> Totals(IEnumerable<StoredSale> sales) =>
        sales.GroupBy(sale => (sale.Date, sale.Item)).ToDictionary(group => group.Key, group => (double)group.Sum(sale => sale.Bottles));

    private protected Dictionary<(DateOnly Date, string Item), double> Written()
    {
        var panel = new SalesCsvReader(SalesColumns.Default).Read(Output, TestContext.Current.CancellationToken).Panel;
        var totals = new Dictionary<(DateOnly, string), double>();
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                totals.Add((panel.DateOf(rows.Days[i]), panel.Items[series]), rows.Values[i]);
            }
        }

        return totals;
    }
}
