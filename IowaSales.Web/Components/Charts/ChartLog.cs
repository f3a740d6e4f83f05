namespace IowaSales.Web.Components.Charts;

/// <summary>What the log says of charts.</summary>
internal static partial class ChartLog
{
    /// <summary>A browser shows a sentence in place of a chart.</summary>
    [LoggerMessage(1, LogLevel.Warning, "The chart {Kind} is missing in a browser: {Reason}")]
    public static partial void Missing(ILogger logger, string kind, string reason);
}
