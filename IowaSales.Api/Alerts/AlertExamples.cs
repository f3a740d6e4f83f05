using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Alerts;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class AlertExamples
{
    public static SalesAlert Alert { get; } = new(
        7,
        "unusual_sales",
        Item,
        Through,
        TrainedAt,
        "BLACK VELVET sold 9,200 on May 30, 2024, above the 99% range (forecast 3,005).",
        9200,
        3005.4,
        DismissedAt: null,
        DismissNote: null);

    public static ChangedAlerts Dismissed { get; } = new([Alert with { DismissedAt = TrainedAt, DismissNote = "a festival", State = AlertStates.Dismissed }]);

    public static ChangedAlerts Assigned { get; } = new([Alert with { Owner = "Ann" }]);

    public static ChangedAlerts Snoozed { get; } = new([Alert with { State = AlertStates.Snoozed, SnoozedUntil = Through.AddDays(4) }]);

    public static ChangedAlerts Reopened { get; } = new([Alert]);

    public static AlertFeed Feed { get; } = new([Alert], new Dictionary<string, int> { [Alert.Kind] = 1 });
}
