using System.Collections.Concurrent;

namespace IowaSales.Web.Api;

/// <summary>How long the API's answers take as the dashboard sees them: the last answers of each endpoint.</summary>
internal sealed class LatencyLog
{
    private const int MaxAnswers = 100;
    private readonly ConcurrentDictionary<string, Queue<double>> _answers = new(StringComparer.Ordinal);

    /// <summary>Records one answer.</summary>
    /// <param name="endpoint">Path template of the endpoint.</param>
    /// <param name="elapsed">Time from sending the request to the answer's headers.</param>
    public void Add(string endpoint, TimeSpan elapsed)
    {
        var answers = _answers.GetOrAdd(endpoint, _ => new Queue<double>(MaxAnswers));
        lock (answers)
        {
            if (answers.Count == MaxAnswers)
            {
                answers.Dequeue();
            }

            answers.Enqueue(elapsed.TotalMilliseconds);
        }
    }

    /// <summary>The endpoints asked so far, in ordinal order.</summary>
    /// <returns>One summary per endpoint.</returns>
    public IReadOnlyList<EndpointLatency> Summarise() =>
        [.. _answers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Summarise(pair.Key, pair.Value))];

    private static EndpointLatency Summarise(string endpoint, Queue<double> answers)
    {
        double[] sorted;
        double last;
        lock (answers)
        {
            sorted = [.. answers];
            last = sorted[^1];
        }

        Array.Sort(sorted);
        return new EndpointLatency(endpoint, sorted.Length, last, AtRank(sorted, 0.5), AtRank(sorted, 0.95));
    }

    /// <summary>Nearest-rank percentile.</summary>
    private static double AtRank(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

/// <summary>Latency of one endpoint, milliseconds.</summary>
/// <param name="Endpoint">Path template.</param>
/// <param name="Count">Answers that the figures are based on.</param>
/// <param name="Last">The latest answer.</param>
/// <param name="Median">Median.</param>
/// <param name="P95">95th percentile (nearest rank).</param>
internal sealed record EndpointLatency(string Endpoint, int Count, double Last, double Median, double P95);
