using System.Globalization;
using System.Text.Json;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Planning;

namespace IowaSales.Api.Overrides;

/// <summary>Judges a request for an override and makes the override of it.</summary>
internal static class OverrideDraft
{
    /// <summary>A body to try.</summary>
    public const string Example =
        """{"scope":"item","target":"BLACK VELVET","from":"2024-05-31","through":"2024-06-06","kind":"units","value":240,"reason":"promotion","author":"Ann"}""";

    private const int MaxReasonLength = 200;
    private const int MaxAuthorLength = 100;
    private const double MaxFactor = 100;
    private const double MaxUnits = 1e9;
    private const int MaxFactorDays = 366;

    /// <summary>Reads the body.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestRefusedException">It is not JSON, or not of the form.</exception>
    public static async Task<OverrideRequest> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw RequestRefusedException.NotUnderstood(StatusCodes.Status415UnsupportedMediaType, $"Send the override as application/json, like {Example}.");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, ContractJson.Default.OverrideRequest, request.HttpContext.RequestAborted)
                ?? throw RequestParameters.Refused("body", $"The body is empty; send the override like {Example}.");
        }
        catch (JsonException exception)
        {
            throw RequestParameters.Refused("body", $"The body is not understood{(exception.Path is { Length: > 1 } path ? $" at {path[..Math.Min(path.Length, 100)]}" : "")}; send it like {Example}.");
        }
    }

    /// <summary>The override that a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The forecasts that it overrides.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="RequestRefusedException">A field is not allowed; the problem names it.</exception>
    public static ForecastOverride Of(OverrideRequest request, ForecastSnapshot snapshot, DateTimeOffset now)
    {
        var scope = ChoiceOf<OverrideScope>(request.Scope, "scope", "item, category or all");
        var kind = ChoiceOf<OverrideKind>(request.Kind, "kind", "factor, units or absolute");
        var target = PlanningTarget.Of(scope, request.Target, snapshot);
        var (first, last) = (snapshot.Forecasts.Days[0].Date, kind == OverrideKind.Factor ? snapshot.Forecasts.Days[0].Date.AddDays(MaxFactorDays - 1) : snapshot.Forecasts.Days[^1].Date);
        if (request.From < first || request.From > last)
        {
            throw RequestParameters.Refused("from", Sentence($"from must be a day from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, not {request.From:yyyy-MM-dd}."));
        }

        if (request.Through < request.From || request.Through > last)
        {
            throw RequestParameters.Refused("through", Sentence($"through must be a day from {request.From:yyyy-MM-dd} to {last:yyyy-MM-dd}, not {request.Through:yyyy-MM-dd}."));
        }

        var (lowest, highest) = kind switch { OverrideKind.Factor => (0, MaxFactor), OverrideKind.Units => (-MaxUnits, MaxUnits), _ => (0, MaxUnits) };
        if (!(request.Value >= lowest && request.Value <= highest))
        {
            throw RequestParameters.Refused("value", Sentence($"value must be a number from {lowest} to {highest} for {request.Kind}."));
        }

        if (request.Replaces is not null && request.ReplacesVersion is null)
        {
            throw RequestParameters.Refused("replaces_version", "replaces_version must say which version of the replaced override was seen.");
        }

        return new ForecastOverride
        {
            Scope = scope,
            Target = target,
            From = request.From,
            Through = request.Through,
            Kind = kind,
            Value = request.Value,
            Days = kind == OverrideKind.Factor ? [] : OverrideSpread.BytesOf(SplitOf(request, scope, target, snapshot)),
            Reason = RequestParameters.Words(request.Reason, "reason", MaxReasonLength),
            Author = AuthorOf(request.Author),
            CreatedAt = now,
            MadeThrough = snapshot.DataThrough,
            Replaces = request.Replaces,
        };
    }

    /// <summary>The name of who makes a change.</summary>
    /// <param name="author">The name as it was sent.</param>
    /// <exception cref="RequestRefusedException">It is empty or too long.</exception>
    public static string AuthorOf(string? author) => RequestParameters.Words(author, "author", MaxAuthorLength);

    private static double[] SplitOf(OverrideRequest request, OverrideScope scope, string target, ForecastSnapshot snapshot)
    {
        var members = ForecastPlan.MembersOf(snapshot, scope, target);
        var first = request.From.DayNumber - snapshot.Forecasts.Days[0].Date.DayNumber;
        int[] steps = [.. Enumerable.Range(first, request.Through.DayNumber - request.From.DayNumber + 1)];
        double[] forecasts = [.. steps.Select(step => members.Sum(series => snapshot.Forecasts.Series[series].Mean(step)))];
        bool[] open = [.. steps.Select(step => members.Count == 1 && !snapshot.Forecasts.DayOf(members[0], step).Closed)];
        return OverrideSpread.SplitOverDays(request.Value, forecasts, open)
            ?? throw RequestParameters.Refused("value", "The forecast of these days is 0, so that there is nothing to spread the units by; choose open days, or single items.");
    }

    private static TEnum ChoiceOf<TEnum>(string? text, string name, string choices)
        where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>().Where(value => value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Select(value => (TEnum?)value).FirstOrDefault()
            ?? throw RequestParameters.Refused(name, $"{name} must be {choices}", text ?? "");

    private static string Sentence(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
