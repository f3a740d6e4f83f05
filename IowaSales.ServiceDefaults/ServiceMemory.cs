namespace IowaSales.ServiceDefaults;

/// <summary>The memory that a service may use; limits that are not set are computed from it.</summary>
public static class ServiceMemory
{
    private const long MiB = 1 << 20;

    /// <summary>
    /// Bytes that objects may take in all: three quarters of a container's limit (two fifths for the API), or what <c>DOTNET_GCHeapHardLimit</c> says, or the machine's
    /// memory.
    /// </summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>How many fit into a share of the memory, within bounds.</summary>
    /// <param name="share">Share of the memory, above 0 and at most 1.</param>
    /// <param name="bytesEach">Bytes that each takes.</param>
    /// <param name="min">Smallest answer.</param>
    /// <param name="max">Largest answer.</param>
    /// <returns>The number.</returns>
    public static long Fit(double share, long bytesEach, long min, long max) =>
        Math.Clamp((long)(Available * share / bytesEach), min, max);

    /// <summary>A number of bytes in words: <c>192 MiB</c>.</summary>
    /// <param name="bytes">Bytes.</param>
    /// <returns>The text.</returns>
    public static string Shown(long bytes) => $"{Math.Max(1, bytes / MiB)} MiB";
}
