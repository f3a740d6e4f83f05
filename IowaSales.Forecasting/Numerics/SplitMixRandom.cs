namespace IowaSales.Forecasting.Numerics;

/// <summary>
/// A small random generator that gives the same numbers on every machine and runtime: SplitMix64 (Steele, Lea, Flood,
/// "Fast splittable pseudorandom number generators", OOPSLA 2014), with only additions and multiplications after it.
/// </summary>
internal sealed class SplitMixRandom
{
    private ulong _state;

    /// <param name="seed">The seed.</param>
    /// <param name="stream">What the numbers are for: each name has its own, so that one more consumer moves no other.</param>
    public SplitMixRandom(int seed, string stream)
    {
        // FNV-1a over the stream's name; string.GetHashCode differs from run to run.
        var hash = 14695981039346656037UL;
        foreach (var character in stream)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        _state = hash ^ ((ulong)(uint)seed * 0x9E3779B97F4A7C15UL);
    }

    /// <summary>Uniform in [0, 1), in steps of 2^-53.</summary>
    public double Uniform()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Uniform between two bounds.</summary>
    public double Between(double low, double high) => low + (Uniform() * (high - low));

    /// <summary>True with a given probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>
    /// Approximately standard normal, within ±6: the sum of twelve uniforms. Logarithms and cosines are not the same to the last bit
    /// everywhere, sums are.
    /// </summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += Uniform();
        }

        return sum;
    }
}
