namespace IowaSales.Forecasting.Artifacts;

/// <summary>A section of a column file.</summary>
internal enum ColumnSection
{
    /// <summary>One record per series: its forecast and its last sales.</summary>
    Records,

    /// <summary>Where each record begins, and the last ends.</summary>
    RecordStarts,

    /// <summary>The names in UTF-8.</summary>
    Names,

    /// <summary>Where each name begins, and the last ends.</summary>
    NameStarts,

    /// <summary>Hash table of the names as they are written.</summary>
    ExactNames,

    /// <summary>Hash table of the names without regard to case.</summary>
    CaselessNames,

    /// <summary>Series in ordinal order of their names.</summary>
    ByName,

    /// <summary>Series by expected total, largest first.</summary>
    ByVolume,

    /// <summary>Series by change, largest rise first.</summary>
    ByGrowth,

    /// <summary>One <see cref="Training.ItemSummary"/> per series.</summary>
    Summaries,

    /// <summary>What series share: days, quantile functions, joint ranks.</summary>
    Tables,
}

/// <summary>
/// How forecasts lie in <c>forecasts.bin</c>: a header with the places of the sections, then the sections, little-endian. Nothing but the tables has to be
/// read to answer for one series.
/// </summary>
internal static class ColumnLayout
{
    /// <summary>First bytes of the file.</summary>
    public const long Magic = 0x31_43_46_41_57_4F_49;

    /// <summary>Bytes of the header: the magic number, the number of series, the horizon, and two numbers per section.</summary>
    public static readonly int HeaderBytes = sizeof(long) + (2 * sizeof(int)) + (Sections * 2 * sizeof(long));

    /// <summary>Bytes of a summary: six numbers and the notes.</summary>
    public const int SummaryBytes = (6 * sizeof(double)) + sizeof(int);

    /// <summary>Days of sales that are kept beside a forecast, at most.</summary>
    public const int RecentDays = 28;

    /// <summary>Number of sections.</summary>
    public const int Sections = (int)ColumnSection.Tables + 1;

    /// <summary>Places of a hash table: a power of two, at least twice the number of series.</summary>
    /// <param name="series">Number of series.</param>
    public static int Places(int series) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, 2L * series));
}
