using System.Globalization;

namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>How the one-step error enters an exponential smoothing model.</summary>
public enum EtsError
{
    /// <summary>Errors add to the forecast.</summary>
    Additive,

    /// <summary>Errors are relative to the forecast.</summary>
    Multiplicative,
}

/// <summary>A component, trend or season, of an exponential smoothing model.</summary>
public enum EtsComponent
{
    /// <summary>The component is absent.</summary>
    None,

    /// <summary>The component adds to the level.</summary>
    Additive,

    /// <summary>The component multiplies the level.</summary>
    Multiplicative,
}

/// <summary>
/// One form of the exponential smoothing taxonomy in innovations state-space form (Hyndman, Koehler, Ord &amp; Snyder, Forecasting with
/// Exponential Smoothing, 2008, chapter 2), written as its letters: <c>ANN</c>, <c>AAdA</c>, <c>MAM</c>.
/// </summary>
/// <param name="Error">How the error enters.</param>
/// <param name="Trend">The trend component.</param>
/// <param name="Damped">Whether the trend is damped; only with a trend.</param>
/// <param name="Season">The season component.</param>
public readonly record struct EtsForm(EtsError Error, EtsComponent Trend, bool Damped, EtsComponent Season)
{
    /// <summary>Level only, additive error: simple exponential smoothing.</summary>
    public static EtsForm Simple { get; } = new(EtsError.Additive, EtsComponent.None, false, EtsComponent.None);

    /// <summary>
    /// The admissible forms, from the smallest to the largest: without additive errors around multiplicative components, and without a
    /// multiplicative trend under an additive season, whose forecast variance is infinite or whose states run away (section 4.2.1 there).
    /// </summary>
    public static IReadOnlyList<EtsForm> Admissible { get; } =
    [
        .. from season in Enum.GetValues<EtsComponent>()
           from trend in Enum.GetValues<EtsComponent>()
           from damped in new[] { false, true }
           from error in Enum.GetValues<EtsError>()
           let form = new EtsForm(error, trend, damped, season)
           where form.IsAdmissible
           select form,
    ];

    /// <summary>Whether the form is one of <see cref="Admissible"/>.</summary>
    public bool IsAdmissible =>
        (Trend != EtsComponent.None || !Damped)
        && (Error == EtsError.Multiplicative || (Trend != EtsComponent.Multiplicative && Season != EtsComponent.Multiplicative))
        && !(Trend == EtsComponent.Multiplicative && Season == EtsComponent.Additive);

    /// <summary>Whether the form needs values above zero.</summary>
    public bool NeedsPositiveValues =>
        Error == EtsError.Multiplicative || Trend == EtsComponent.Multiplicative || Season == EtsComponent.Multiplicative;

    /// <summary>Number of estimated quantities: smoothing parameters, free initial states, and the error variance.</summary>
    /// <param name="season">Season length; unused without a season.</param>
    public int ParameterCount(int season) =>
        3 + (Trend == EtsComponent.None ? 0 : 2) + (Damped ? 1 : 0) + (Season == EtsComponent.None ? 0 : season);

    /// <summary>Reads a form from its letters.</summary>
    /// <param name="letters">Error, trend, <c>d</c> when damped, season: <c>MAdM</c>.</param>
    /// <returns>The form.</returns>
    /// <exception cref="FormatException">The letters name no form.</exception>
    public static EtsForm Parse(string letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        var damped = letters.Length == 4 && letters[2] == 'd';
        if ((letters.Length != 3 && !damped) || letters[0] is not ('A' or 'M'))
        {
            throw new FormatException($"'{letters}' is no exponential smoothing form; one looks like ANN or MAdM.");
        }

        var error = letters[0] == 'A' ? EtsError.Additive : EtsError.Multiplicative;
        return new EtsForm(error, Component(letters, 1), damped, Component(letters, letters.Length - 1));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Error.ToString()[0]}{Trend.ToString()[0]}{(Damped ? "d" : "")}{Season.ToString()[0]}");

    private static EtsComponent Component(string letters, int index) => letters[index] switch
    {
        'N' => EtsComponent.None,
        'A' => EtsComponent.Additive,
        'M' => EtsComponent.Multiplicative,
        _ => throw new FormatException($"'{letters}' is no exponential smoothing form; one looks like ANN or MAdM."),
    };
}
