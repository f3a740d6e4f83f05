namespace IowaSales.Api.Serving;

/// <summary>
/// The classes of items: ABC by their share of the volume (Silver, Pyke and Thomas 2017, section 2), XYZ by how well they can be predicted. Defined here alone.
/// </summary>
internal sealed class ItemClasses
{
    /// <summary>Most items that are classed; a class says nothing of one among more.</summary>
    public const int MaxItems = 50_000;

    /// <summary>Share of the volume that the items of A make up, largest first, and that those of A and B do.</summary>
    private const double ShareOfA = 0.8;
    private const double ShareOfAAndB = 0.95;

    /// <summary>Half the width of the 80 % interval of the sum over the horizon, as a share of its median: at most so for X, and for Y.</summary>
    private const double WidthOfX = 0.25;
    private const double WidthOfY = 0.5;

    private readonly string[] _classes;

    private ItemClasses(string[] classes) => _classes = classes;

    /// <summary>Classes the items of a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <returns>The classes; none for more than <see cref="MaxItems"/> items.</returns>
    public static ItemClasses Of(ForecastSnapshot snapshot)
    {
        if (snapshot.ItemCount > MaxItems)
        {
            return new ItemClasses([]);
        }

        double[] volumes = [.. Enumerable.Range(0, snapshot.ItemCount).Select(series => snapshot.Columns.RecentOf(series).Sum(day => Math.Max(0, day ?? 0)))];
        var abc = AbcOf(volumes);
        return new ItemClasses([.. abc.Select((letter, series) =>
        {
            var summary = snapshot.Columns.SummaryOf(series);
            return $"{letter}{XyzOf(summary.Lower, summary.Median, summary.Upper)}";
        })]);
    }

    /// <summary>ABC of items: while those before make up less than 80 % of the volume A, while less than 95 % B, else, and where nothing is sold, C.</summary>
    /// <param name="volumes">Units sold of each item, at least 0.</param>
    public static char[] AbcOf(IReadOnlyList<double> volumes)
    {
        var (total, before, classes) = (volumes.Sum(), 0.0, new char[volumes.Count]);
        foreach (var item in Enumerable.Range(0, volumes.Count).OrderByDescending(item => volumes[item]).ThenBy(item => item))
        {
            classes[item] = volumes[item] <= 0 ? 'C' : before < ShareOfA * total ? 'A' : before < ShareOfAAndB * total ? 'B' : 'C';
            before += volumes[item];
        }

        return classes;
    }

    /// <summary>XYZ of an item: X where its 80 % interval reaches at most a quarter of the median to either side on average, Y where at most half, else Z.</summary>
    /// <param name="lower">10 % quantile of the sum over the horizon.</param>
    /// <param name="median">Its median; 0 or less gives Z.</param>
    /// <param name="upper">90 % quantile.</param>
    public static char XyzOf(double lower, double median, double upper) => ((upper - lower) / 2 / median) switch
    {
        _ when !(median > 0) => 'Z',
        <= WidthOfX => 'X',
        <= WidthOfY => 'Y',
        _ => 'Z',
    };

    /// <summary>Both letters of an item, such as <c>AX</c>; null where there are too many items.</summary>
    /// <param name="series">Index of its series.</param>
    public string? this[int series] => _classes.Length == 0 ? null : _classes[series];
}
