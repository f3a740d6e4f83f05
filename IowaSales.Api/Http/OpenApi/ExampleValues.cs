using IowaSales.Contracts;

namespace IowaSales.Api.Http.OpenApi;

/// <summary>What the examples of several features share, so that they are about one item and one model.</summary>
internal static class ExampleValues
{
    public const string Item = "BLACK VELVET";
    public const string ModelVersion = "20240530-8b3fb692b978";

    public static readonly DateOnly Through = new(2024, 5, 30);
    public static readonly DateTimeOffset TrainedAt = new(2024, 5, 31, 4, 10, 0, TimeSpan.Zero);
    public static readonly FamilyWeight[] Weights = [new("CalendarRegression", 0.62), new("Ets", 0.38)];
    public static readonly StepError[] Steps = [new(1, 0.71, 0.19, 0.83)];

    public static Dictionary<string, double> Quantiles(double lower, double median, double upper) =>
        new() { ["0.1"] = lower, ["0.5"] = median, ["0.9"] = upper };
}
