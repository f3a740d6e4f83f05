using System.Globalization;
using IowaSales.Contracts;

namespace IowaSales.Web.Components.Pages.Product;

/// <summary>How a day's expected sales are made, as steps from 0 to the mean on one scale for all days.</summary>
/// <param name="Day">The day.</param>
/// <param name="Steps">The parts that are seen, in order.</param>
internal sealed record WhySteps(DayExplanation Day, IReadOnlyList<WhyStep> Steps)
{
    /// <summary>Parts below this, bottles, are not worth a word.</summary>
    private const double MinSeen = 0.5;

    /// <summary>Lays the days out.</summary>
    /// <param name="explanation">The API's answer.</param>
    public static IReadOnlyList<WhySteps> Of(ItemExplanation explanation)
    {
        var ends = explanation.Days.SelectMany(day => Ends(day).Select(end => end.To)).Append(0).ToList();
        var (lowest, highest) = (Math.Min(0, ends.Min()), Math.Max(1, ends.Max()));
        double Place(double bottles) => 100 * (bottles - lowest) / (highest - lowest);
        return [.. explanation.Days.Select(day => new WhySteps(
            day,
            [.. Ends(day).Where(step => Math.Abs(step.Part.Amount) >= MinSeen)
                .Select(step => new WhyStep(step.Part, Place(Math.Min(step.From, step.To)), Math.Abs(Place(step.To) - Place(step.From))))]))];
    }

    private static IEnumerable<(ExplainedPart Part, double From, double To)> Ends(DayExplanation day)
    {
        var sum = 0.0;
        foreach (var part in day.Parts)
        {
            yield return (part, sum, sum + part.Amount);
            sum += part.Amount;
        }
    }
}

/// <summary>A part of a day's expected sales as a piece of a bar.</summary>
/// <param name="Part">The part.</param>
/// <param name="Left">Where it begins, percent of the scale.</param>
/// <param name="Width">How wide it is, percent of the scale.</param>
internal sealed record WhyStep(ExplainedPart Part, double Left, double Width)
{
    /// <summary>Place of the piece.</summary>
    public string Style => string.Create(CultureInfo.InvariantCulture, $"left:{Left:0.##}%;width:{Width:0.##}%");

    /// <summary>Class of the piece: the level, what adds, or what takes away.</summary>
    public string Class => Part.Part == "level" ? "why-level" : Part.Amount < 0 ? "why-less" : "why-more";
}
