namespace IowaSales.Forecasting.Numerics;

/// <summary>
/// A sum of finite numbers without rounding until it is asked for (Shewchuk 1997, Adaptive precision floating-point arithmetic, growing expansions): the
/// result is the correctly rounded sum, so that it does not depend on the order of the numbers or on who added which.
/// </summary>
internal sealed class ExactSum
{
    /// <summary>An expansion of doubles has at most about this many parts: the exponent range over the precision.</summary>
    private const int MaxParts = 64;

    private double[] _parts = new double[4];
    private int _count;

    /// <summary>The sum, rounded once.</summary>
    public double Value
    {
        get
        {
            var left = _count;
            if (left == 0)
            {
                return 0;
            }

            var (high, low) = (_parts[--left], 0.0);
            while (left > 0 && low == 0)
            {
                var (before, part) = (high, _parts[--left]);
                high = before + part;
                low = part - (high - before);
            }

            // Half-way cases: what is left decides to which side the last bit goes.
            if (left > 0 && ((low < 0 && _parts[left - 1] < 0) || (low > 0 && _parts[left - 1] > 0)))
            {
                var twice = 2 * low;
                var rounded = high + twice;
                high = rounded - high == twice ? rounded : high;
            }

            return high;
        }
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="InvalidDataException">It is no sum.</exception>
    public static ExactSum Read(BinaryReader reader)
    {
        var sum = new ExactSum();
        for (var left = reader.Read7BitEncodedInt() is var count && count is >= 0 and <= MaxParts ? count : throw Damaged(); left > 0; left--)
        {
            sum.Add(reader.ReadDouble() is var part && double.IsFinite(part) ? part : throw Damaged());
        }

        return sum;
    }

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number; finite.</param>
    public void Add(double value)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var part = _parts[i];
            (value, part) = Math.Abs(value) < Math.Abs(part) ? (part, value) : (value, part);
            var high = value + part;
            var low = part - (high - value);
            if (low != 0)
            {
                _parts[kept++] = low;
            }

            value = high;
        }

        if (kept == _parts.Length)
        {
            Array.Resize(ref _parts, 2 * kept);
        }

        if (value != 0)
        {
            _parts[kept++] = value;
        }

        _count = kept;
    }

    /// <summary>Adds what another sum holds.</summary>
    /// <param name="other">The other sum.</param>
    public void Add(ExactSum other)
    {
        for (var i = 0; i < other._count; i++)
        {
            Add(other._parts[i]);
        }
    }

    /// <summary>Writes the sum without rounding it.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_count);
        for (var i = 0; i < _count; i++)
        {
            writer.Write(_parts[i]);
        }
    }

    private static InvalidDataException Damaged() => new("An exact sum is damaged.");
}
