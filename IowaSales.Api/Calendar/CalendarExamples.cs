using IowaSales.Contracts;
using static IowaSales.Api.Http.OpenApi.ExampleValues;

namespace IowaSales.Api.Calendar;

/// <summary>Answers for the OpenAPI document.</summary>
internal static class CalendarExamples
{
    public static PlannedClosureInfo Closure { get; } = new(
        7, "all", null, Through.AddDays(4), Through.AddDays(5), "closed", "Renovation", "Ann", TrainedAt.AddHours(4), null, null);

    public static CalendarView View { get; } = new(
        Through,
        Through.AddDays(2),
        [
            new CalendarDay(Through, Closed: false, 1, null, Future: false, 17400),
            new CalendarDay(Through.AddDays(2), Closed: true, 0.04, null, Future: true, null),
        ]);
}
