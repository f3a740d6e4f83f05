using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>Errors in units of their scale, along the days of an even selection of validation windows.</summary>
internal sealed class ErrorPaths
{
    private readonly int _series;
    private readonly int _horizon;
    private readonly int _stride;
    private readonly float[] _errors;
    private readonly byte[] _frequencies;

    /// <param name="windows">Number of windows.</param>
    /// <param name="series">Number of series.</param>
    /// <param name="horizon">Number of steps.</param>
    /// <param name="most">Most paths to keep.</param>
    public ErrorPaths(int windows, int series, int horizon, int most)
    {
        _series = series;
        _horizon = horizon;
        _stride = Math.Max(1, (int)Math.Ceiling((double)windows * series / most));
        var kept = (((windows * series) - 1) / _stride) + 1;
        _errors = new float[kept * horizon];
        _frequencies = new byte[_errors.Length];
        Array.Fill(_errors, float.NaN);
    }

    /// <summary>Keeps the error of a day if its path is one of those kept.</summary>
    public void Add(in CalibrationDay day, double error)
    {
        var path = (day.Window * _series) + day.Series;
        if (path % _stride == 0)
        {
            var cell = (path / _stride * _horizon) + day.Kind.Step;
            _errors[cell] = (float)error;
            _frequencies[cell] = (byte)day.Frequency;
        }
    }

    /// <summary>The errors as ranks, path after path; NaN on days without one.</summary>
    /// <param name="standard">The distribution that they are ranked in.</param>
    /// <param name="least">Errors below this are left out.</param>
    public IEnumerable<double[]> Ranks(StandardQuantiles standard, double least)
    {
        var random = new SplitMixRandom(0, nameof(ErrorPaths));
        for (var start = 0; start < _errors.Length; start += _horizon)
        {
            var ranks = new double[_horizon];
            for (var step = 0; step < _horizon; step++)
            {
                var share = random.Uniform();
                ranks[step] = float.IsNaN(_errors[start + step]) || _errors[start + step] < least
                    ? double.NaN
                    : standard.RankOf((SellingFrequency)_frequencies[start + step], _errors[start + step], share);
            }

            yield return ranks;
        }
    }
}
