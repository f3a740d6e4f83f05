using IowaSales.Forecasting.Numerics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Numerics;

/// <summary>An exact sum does not depend on the order of its numbers.</summary>
public sealed class ExactSumTests
{
    [Theory]
    [InlineData(new[] { 1e100, 1.0, -1e100 }, 1.0)]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0 }, 5.5)]
    [InlineData(new[] { 9007199254740992.0, 1.0, 1.0 }, 9007199254740994.0)]
    [InlineData(new[] { 9007199254740992.0, 1.0, 1e-30 }, 9007199254740994.0)]
    [InlineData(new double[0], 0.0)]
    public void A_sum_is_rounded_once(double[] values, double expected)
    {
        var (forwards, backwards) = (new ExactSum(), new ExactSum());
        Array.ForEach(values, forwards.Add);
        Array.ForEach([.. values.Reverse()], backwards.Add);

        Assert.Equal(expected, forwards.Value);
        Assert.Equal(expected, backwards.Value);
    }

    [Fact]
    public void Parts_add_up_to_the_whole_however_they_are_divided_and_written()
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, 5000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)))];
        var whole = new ExactSum();
        Array.ForEach(values, whole.Add);
        var parts = new ExactSum();
        foreach (var part in values.OrderBy(_ => random.Next()).Chunk(700))
        {
            var sum = new ExactSum();
            Array.ForEach(part, sum.Add);
            using var stream = new MemoryStream();
            sum.Write(new BinaryWriter(stream));
            stream.Position = 0;
            parts.Add(ExactSum.Read(new BinaryReader(stream)));
        }

        Assert.Equal(whole.Value, parts.Value);
        Assert.NotEqual(values.Sum(), whole.Value);
    }
}
