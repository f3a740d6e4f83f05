using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>A series made ready for estimation in a workspace: scaled to a mean magnitude of one, and a copy with its gaps filled.</summary>
internal readonly ref struct EtsSeries
{
    private readonly EtsWorkspace _workspace;

    private EtsSeries(EtsWorkspace workspace, int length, double scale, int observations, double least, double greatest)
    {
        _workspace = workspace;
        Length = length;
        Scale = scale;
        Observations = observations;
        Least = least;
        Greatest = greatest;
    }

    public int Length { get; }

    public double Scale { get; }

    public int Observations { get; }

    /// <summary>Least known value in units of the scale.</summary>
    public double Least { get; }

    /// <summary>Greatest known value in units of the scale.</summary>
    public double Greatest { get; }

    public bool IsConstant => Greatest - Least <= 1e-12;

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
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        var scaled = workspace.Scaled.AsSpan(0, values.Length);
        for (var t = 0; t < values.Length; t++)
        {
            scaled[t] = values[t] / scale;
            if (!double.IsNaN(scaled[t]))
            {
                least = Math.Min(least, scaled[t]);
                greatest = Math.Max(greatest, scaled[t]);
            }
        }

        ClassicalDecomposition.Fill(scaled, season, workspace.Filled.AsSpan(0, values.Length));
        return new EtsSeries(workspace, values.Length, scale, count, least, greatest);
    }

    /// <summary>Whether a form can be fitted: enough values for its parameters, a season to speak of, and values above zero where it multiplies.</summary>
    public bool Suits(EtsForm form, int season) =>
        form.IsAdmissible
        && (form.Season == EtsComponent.None || (season > 1 && season <= EtsWorkspace.MaxSeason && Length >= 2 * season))
        && (!form.NeedsPositiveValues || Least > 0)
        && Observations > form.ParameterCount(season) + 1;
}
