using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.Intermittent;

/// <summary>Kinds of series of a large panel.</summary>
public enum DemandSegment
{
    /// <summary>It sells often, in even amounts.</summary>
    Smooth,

    /// <summary>It sells often, in uneven amounts.</summary>
    Erratic,

    /// <summary>It sells rarely, in even amounts.</summary>
    Intermittent,

    /// <summary>It sells rarely, in uneven amounts.</summary>
    Lumpy,

    /// <summary>It first sold a few weeks ago.</summary>
    New,

    /// <summary>It has stopped selling, or never sold.</summary>
    Stopped,
}

/// <summary>Tells segments by what is known of a series (Syntetos, Boylan &amp; Croston 2005, for those that are neither new nor stopped).</summary>
public static class DemandSegments
{
    /// <summary>Days from its first sale on which a series is new: eight weeks.</summary>
    private const int NewDays = 56;

    /// <summary>Number of segments.</summary>
    public static int Count { get; } = Enum.GetValues<DemandSegment>().Length;

    /// <summary>The segment of a series.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    public static DemandSegment Of(History history, int series)
    {
        ArgumentNullException.ThrowIfNull(history);
        var first = history.FirstSale(series);
        if (first >= history.Origin || SellingGaps.Of(history, series).HasStopped)
        {
            return DemandSegment.Stopped;
        }

        if (history.Origin - first < NewDays)
        {
            return DemandSegment.New;
        }

        var values = history.Rows(series).Values;
        var sizes = values.Length <= 512 ? stackalloc double[values.Length] : new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (value > 0)
            {
                sizes[count++] = value;
            }
        }

        var periods = history.Calendar.OpenDaysBefore(history.Origin) - history.Calendar.OpenDaysBefore(first);
        return DemandPattern.Of(sizes[..count], Math.Max(count, periods)).Kind switch
        {
            DemandKind.Smooth => DemandSegment.Smooth,
            DemandKind.Erratic => DemandSegment.Erratic,
            DemandKind.Intermittent => DemandSegment.Intermittent,
            _ => DemandSegment.Lumpy,
        };
    }

    /// <summary>The segments of all series.</summary>
    /// <param name="history">What is known.</param>
    public static DemandSegment[] OfAll(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var segments = new DemandSegment[history.SeriesCount];
        Parallel.For(0, segments.Length, series => segments[series] = Of(history, series));
        return segments;
    }
}
