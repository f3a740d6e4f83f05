namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>Writes features one after the other.</summary>
/// <param name="features">Receives them.</param>
internal ref struct FeatureRow(Span<float> features)
{
    /// <summary>Stands for what is not known.</summary>
    public const float None = -99;

    private readonly Span<float> _features = features;

    /// <summary>Number of features written.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a finite number.</summary>
    public void Add(double value)
    {
        if (_features.Length > 0)
        {
            _features[Count] = (float)value;
        }

        Count++;
    }

    /// <summary>Adds finite numbers.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }

    /// <summary>Adds a number, or what stands for an unknown one.</summary>
    public void AddOrNone(float value) => Add(float.IsNaN(value) ? None : value);
}
