using System.Diagnostics;

namespace IowaSales.Benchmarks.Bench;

/// <summary>The most memory that the process held since the last reset; since its start where the system has no reset.</summary>
internal static class PeakMemory
{
    private const string Switch = "/proc/self/clear_refs";

    /// <summary>The peak of the resident memory, MiB.</summary>
    public static long Megabytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 >> 20;
        }
    }

    /// <summary>Forgets the peak so far.</summary>
    public static void Reset()
    {
        GC.Collect();
        if (File.Exists(Switch))
        {
            File.WriteAllText(Switch, "5");
        }
    }
}
