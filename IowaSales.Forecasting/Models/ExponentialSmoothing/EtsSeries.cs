using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>A series made ready for estimation in a workspace: scaled to a mean magnitude of one, and a copy with its gaps filled.</summary>
internal readonly ref struct EtsSeries
{
    private readonly EtsWorkspace _workspace;

    private EtsSeries(EtsWorkspace workspace, int length, double scale, int observations, double min, double max)
    {
        _workspace = workspace;
        Length = length;
        Scale = scale;
        Observations = observations;
        Min = min;
        Max = max;
    }

    public int Length { get; }

    public double Scale { get; }

    public int Observations { get; }

    /// <summary>Smallest known value in units of the scale.</summary>
    public double Min { get; }

    /// <summary>Largest known value in units of the scale.</summary>
    public double Max { get; }

    public bool IsConstant => Max - Min <= 1e-12;

    public ReadOnlySpan<double> Values => _workspace.Scaled.AsSpan(0, Length);

    public ReadOnlySpan<double> Filled => _workspace.Filled.AsSpan(0, Length);

    public EtsWorkspace Workspace => _workspace;

    public static EtsSeries Prepare(ReadOnlySpan<double> values, int season, EtsWorkspace workspace)
    {
        workspace.Reserve(values.Length);
        var (magnitude, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                count++;
                magnitude += (Math.Abs(value) - magnitude) / count;
            }
        }

        var scale = magnitude > 0 ? magnitude : 1;
        var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        var scaled = workspace.Scaled.AsSpan(0, values.Length);
        for (var t = 0; t < values.Length; t++)
        {
            scaled[t] = values[t] / scale;
            if (!double.IsNaN(scaled[t]))
            {
                min = Math.Min(min, scaled[t]);
                max = Math.Max(max, scaled[t]);
            }
        }

        ClassicalDecomposition.Fill(scaled, season, workspace.Filled.AsSpan(0, values.Length));
        return new EtsSeries(workspace, values.Length, scale, count, min, max);
    }

    /// <summary>Whether a form can be fitted: enough values for its parameters, a season to speak of, and values above zero where it multiplies.</summary>
    public bool Suits(EtsForm form, int season) =>
        form.IsAdmissible
        && (form.Season == EtsComponent.None || (season > 1 && season <= EtsWorkspace.MaxSeason && Length >= 2 * season))
        && (!form.NeedsPositiveValues || Min > 0)
        && Observations > form.ParameterCount(season) + 1;
}
