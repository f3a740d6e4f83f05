namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>
/// A fitted exponential smoothing model: its form, smoothing parameters and the state before the first value it was fitted to. The states
/// behind a forecast are computed from the values handed over, so values that came later need no new fit.
/// </summary>
public sealed class EtsModel
{
    private readonly double[] _initialState;

    internal EtsModel(
        EtsForm form, int season, double scale, EtsCoefficients coefficients, double[] initialState, double logLikelihood, int observations)
    {
        Form = form;
        Season = season;
        Scale = scale;
        Coefficients = coefficients;
        _initialState = initialState;
        LogLikelihood = logLikelihood;
        Observations = observations;
    }

    /// <summary>The form.</summary>
    public EtsForm Form { get; }

    /// <summary>Season length in steps; 1 without a season.</summary>
    public int Season { get; }

    /// <summary>Values are divided by this before they are filtered; above 0.</summary>
    public double Scale { get; }

    /// <summary>The smoothing parameters.</summary>
    public EtsCoefficients Coefficients { get; }

    /// <summary>
    /// Log-likelihood without its constants and with the error variance concentrated out, as R's <c>forecast::ets</c> reports it:
    /// -n/2 log(sum of squared errors), less the sum of log forecasts where errors are relative. Larger is better.
    /// </summary>
    public double LogLikelihood { get; }

    /// <summary>Number of values that were not missing.</summary>
    public int Observations { get; }

    /// <summary>Akaike's information criterion corrected for short series; infinite where the series is too short for the form.</summary>
    public double Aicc
    {
        get
        {
            var count = Form.ParameterCount(Season);
            var spare = Observations - count - 1;
            return spare > 0 ? (-2 * LogLikelihood) + (2.0 * count) + (2.0 * count * (count + 1) / spare) : double.PositiveInfinity;
        }
    }

    /// <summary>Forecasts the steps that follow <paramref name="values"/>.</summary>
    /// <param name="values">Values from the first one fitted on, as many as are known; NaN is missing.</param>
    /// <param name="forecast">Receives one finite value per step.</param>
    public void Forecast(ReadOnlySpan<double> values, Span<double> forecast)
    {
        var state = _initialState.AsSpan().ToArray();
        var scaled = new double[values.Length];
        for (var t = 0; t < values.Length; t++)
        {
            scaled[t] = values[t] / Scale;
        }

        var kernel = EtsKernel.For(Form);
        kernel.Advance(scaled, Coefficients, state);
        kernel.Forecast(Coefficients, state, values.Length % Season, forecast);
        for (var step = 0; step < forecast.Length; step++)
        {
            forecast[step] = double.IsFinite(forecast[step]) ? forecast[step] * Scale : 0;
        }
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write((byte)Form.Error);
        writer.Write((byte)Form.Trend);
        writer.Write(Form.Damped);
        writer.Write((byte)Form.Season);
        writer.Write((byte)Season);
        writer.Write(Scale);
        writer.Write(Coefficients.Alpha);
        writer.Write(Coefficients.Beta);
        writer.Write(Coefficients.Gamma);
        writer.Write(Coefficients.Phi);
        writer.Write(LogLikelihood);
        writer.Write(Observations);
        foreach (var value in _initialState)
        {
            writer.Write(value);
        }
    }

    internal static EtsModel Read(BinaryReader reader)
    {
        var form = new EtsForm((EtsError)reader.ReadByte(), (EtsComponent)reader.ReadByte(), reader.ReadBoolean(), (EtsComponent)reader.ReadByte());
        var season = reader.ReadByte();
        if (!Enum.IsDefined(form.Error) || !EtsForm.Admissible.Contains(form) || season < 1)
        {
            throw new InvalidDataException("The state of an exponential smoothing model is damaged.");
        }

        var scale = reader.ReadDouble();
        var coefficients = new EtsCoefficients(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        var logLikelihood = BitConverter.Int64BitsToDouble(reader.ReadInt64());
        var observations = reader.ReadInt32();
        var state = new double[EtsKernel.SeasonOffset + (form.Season == EtsComponent.None ? 0 : season)];
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = reader.ReadDouble();
        }

        return new EtsModel(form, season, scale, coefficients, state, logLikelihood, observations);
    }
}
