namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>Writes features one after the other: their values, or their names where a table is made of them.</summary>
internal ref struct FeatureRow
{
    /// <summary>Stands for what is not known.</summary>
    public const float None = -99;

    private readonly Span<float> _features;
    private readonly List<string>? _names;
    private int _count;

    /// <summary>Writes values.</summary>
    /// <param name="features">Receives them.</param>
    public FeatureRow(Span<float> features) => _features = features;

    /// <summary>Writes names.</summary>
    /// <param name="names">Receives them.</param>
    public FeatureRow(List<string> names) => _names = names;

    /// <summary>Adds a finite number.</summary>
    /// <param name="name">Its name, within those that share the place it is written.</param>
    /// <param name="value">The number.</param>
    public void Add(string name, double value)
    {
        if (_names is null)
        {
            _features[_count++] = (float)value;
        }
        else
        {
            _names.Add(name);
        }
    }

    /// <summary>Adds one of several numbers of a kind.</summary>
    /// <param name="kind">Name of the kind.</param>
    /// <param name="index">Which of them it is.</param>
    /// <param name="value">The number.</param>
    public void Add(string kind, int index, double value) => Add(_names is null ? kind : $"{kind} {index}", value);

    /// <summary>Adds a number that belongs to a driver or an attribute.</summary>
    /// <param name="owner">Its name.</param>
    /// <param name="kind">Name of the kind.</param>
    /// <param name="value">The number.</param>
    public void Add(string owner, string kind, double value) => Add(_names is null ? kind : $"{owner}: {kind}", value);

    /// <summary>Adds finite numbers of a kind.</summary>
    /// <param name="kind">Name of the kind.</param>
    /// <param name="values">The numbers.</param>
    public void Add(string kind, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Add(kind, i, values[i]);
        }
    }

    /// <summary>A value, or what stands for an unknown one.</summary>
    /// <param name="value">The value; NaN when it is not known.</param>
    public static float OrNone(float value) => float.IsNaN(value) ? None : value;
}
