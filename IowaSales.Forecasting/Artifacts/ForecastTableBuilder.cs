using System.Runtime.InteropServices;
using IowaSales.Forecasting.Distributions;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>Numbers what the records of a column file share, in the order in which it first comes.</summary>
/// <param name="panelDays">Days of the panel.</param>
internal sealed class ForecastTableBuilder(IReadOnlyList<ForecastDay> panelDays)
{
    private readonly List<ForecastDay[]> _days = [[.. panelDays]];
    private readonly Dictionary<string, int> _dayNumbers = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<double[]>> _templates = [];
    private readonly Dictionary<IReadOnlyList<double[]>, int> _templateNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly RowTable _chances = new();
    private readonly RowTable _standards = new();

    /// <summary>Rows of days.</summary>
    public IReadOnlyList<ForecastDay[]> AllDays => _days;

    /// <summary>Rows of chances.</summary>
    public IReadOnlyList<double[]> AllChances => _chances.Rows;

    /// <summary>Quantile functions.</summary>
    public IReadOnlyList<double[]> AllStandards => _standards.Rows;

    /// <summary>Joint ranks.</summary>
    public IReadOnlyList<IReadOnlyList<double[]>> AllTemplates => _templates;

    /// <summary>Number of the days of a series; 0 for those of the panel.</summary>
    /// <param name="days">The days; null for the panel's.</param>
    public int Days(ForecastDay[]? days)
    {
        if (days is null)
        {
            return 0;
        }

        var key = string.Join('|', days.Select(day => day.ToString()));
        if (!_dayNumbers.TryGetValue(key, out var number))
        {
            number = _days.Count;
            _days.Add(days);
            _dayNumbers.Add(key, number);
        }

        return number;
    }

    /// <summary>Number of chances.</summary>
    /// <param name="row">The chances by step.</param>
    public int Chances(double[] row) => _chances.NumberOf(row);

    /// <summary>Number of a quantile function.</summary>
    /// <param name="row">Its values.</param>
    public int Standard(double[] row) => _standards.NumberOf(row);

    /// <summary>Number of joint ranks, of which there are few objects.</summary>
    /// <param name="template">The ranks.</param>
    public int Template(IReadOnlyList<double[]> template)
    {
        if (!_templateNumbers.TryGetValue(template, out var number))
        {
            number = _templates.FindIndex(known => known.Count == template.Count && known.Zip(template).All(rows => rows.First.AsSpan().SequenceEqual(rows.Second)));
            if (number < 0)
            {
                number = _templates.Count;
                _templates.Add(template);
            }

            _templateNumbers.Add(template, number);
        }

        return number;
    }

    private sealed class RowTable
    {
        private readonly Dictionary<double[], int> _numbers = new(new SameRow());

        public List<double[]> Rows { get; } = [];

        public int NumberOf(double[] row)
        {
            if (!_numbers.TryGetValue(row, out var number))
            {
                number = Rows.Count;
                Rows.Add(row);
                _numbers.Add(row, number);
            }

            return number;
        }
    }

    private sealed class SameRow : IEqualityComparer<double[]>
    {
        public bool Equals(double[]? one, double[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(double[] row)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(row.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
