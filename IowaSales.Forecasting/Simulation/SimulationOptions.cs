namespace IowaSales.Forecasting.Simulation;

/// <summary>What to simulate.</summary>
public sealed record SimulationOptions
{
    /// <summary>First day; 2023-01-02 by default.</summary>
    public DateOnly From { get; init; } = new(2023, 1, 2);

    /// <summary>Last day, not before <see cref="From"/>; 2024-05-30 by default.</summary>
    public DateOnly Through { get; init; } = new(2024, 5, 30);

    /// <summary>Seed: the same gives the same sales on every machine; 5 by default, the sample that the repository brings.</summary>
    public int Seed { get; init; } = 5;
}
