using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Calendar;

/// <summary><c>/calendar</c>: open and closed days, past and ahead.</summary>
internal static class CalendarApi
{
    private const int FurthestDaysAhead = 366;

    /// <summary>Has the sales added up per day when they are first asked for.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddCalendar(this WebApplicationBuilder builder) => builder.Services.AddSnapshotPart(DailyTotals.Of);

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapCalendar(this IEndpointRouteBuilder routes) =>
        routes.MapSnapshot("/calendar", ReadAsync)
            .WithTags("Data")
            .AnswersTable<CalendarView>(
                "GetCalendar",
                "Open and closed days",
                "Past days as they were; days ahead with the chance that they are open, up to a year after the data's last date.",
                DocumentedParameter.From,
                DocumentedParameter.To)
            .WithExample(() => CalendarExamples.View);

    private static async ValueTask<Answer> ReadAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var (from, to) = request.Dates(
            snapshot.FirstDate, snapshot.DataThrough.AddDays(FurthestDaysAhead), snapshot.DataThrough.AddDays(snapshot.Horizon));
        var view = ViewOf(snapshot, await snapshot.GetAsync<DailyTotals>(request.HttpContext.RequestAborted), from, to);
        return MediaChoice.IsCsv(request)
            ? Answer.Csv(
                request,
                ["date", "closed", "open_probability", "holiday", "future", "total", "closed_reason"],
                csv =>
                {
                    foreach (var day in view.Days)
                    {
                        csv.WriteField(day.Date, "yyyy-MM-dd");
                        csv.WriteField(day.Closed);
                        csv.WriteField(day.OpenProbability);
                        csv.WriteField(day.Holiday);
                        csv.WriteField(day.Future);
                        csv.WriteField(day.Total);
                        csv.WriteField(day.ClosedReason);
                        csv.EndRecord();
                    }
                },
                snapshot.EntityTag)
            : Answer.Json(view, ContractJson.Default.CalendarView, snapshot.EntityTag);
    }

    private static CalendarView ViewOf(ForecastSnapshot snapshot, DailyTotals totals, DateOnly from, DateOnly to)
    {
        var panel = snapshot.Panel;
        var calendar = snapshot.Forecasts.History.Calendar;
        var first = panel.DayOf(from);
        var days = new CalendarDay[to.DayNumber - from.DayNumber + 1];
        for (var i = 0; i < days.Length; i++)
        {
            var day = first + i;
            var date = from.AddDays(i);
            var future = day >= panel.DayCount;
            days[i] = new CalendarDay(
                date,
                !calendar.IsOpen(day),
                Math.Round(calendar.OpenProbability(day), 4),
                calendar.HolidayOn(day),
                future,
                future ? null : totals[day],
                Closures.CodeOf(calendar.ClosureOn(day)));
        }

        return new CalendarView(from, to, days);
    }
}
