using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Http.Problems;
using IowaSales.Api.Serving;
using IowaSales.Contracts;

namespace IowaSales.Api.Overview;

/// <summary><c>/groups</c>: items of a category, a vendor or a class, summed up.</summary>
internal static class GroupsApi
{
    private static readonly DocumentedParameter By = new(
        "by", "What the items of a group have in common: category (default), vendor, abc, xyz or class (both letters).", ParameterType.Text, "category");

    /// <summary>Has groups summed up when they are first asked for.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddGroups(this WebApplicationBuilder builder) => builder.Services.AddSnapshotPart(GroupBook.Of);

    /// <summary>Maps the resource.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapGroups(this IEndpointRouteBuilder routes) =>
        routes.MapSnapshot("/groups", ReadAsync)
            .WithTags("Forecasts")
            .AnswersTable<GroupTotals>(
                "GetGroups",
                "Items of a category, a vendor or a class, summed up",
                "Per group the sum of the next days with its 80 % interval, which comes from those of its items and the correlation of their errors, as that of all items does. "
                + "Category and vendor are item attributes (POST /attributes).",
                By)
            .WithExample(() => OverviewExamples.Groups);

    private static async ValueTask<Answer> ReadAsync(HttpRequest request, ForecastSnapshot snapshot)
    {
        var by = request.Text(By.Name) switch
        {
            null or "category" => GroupBy.Category,
            "vendor" => GroupBy.Vendor,
            "abc" => GroupBy.Abc,
            "xyz" => GroupBy.Xyz,
            "class" => GroupBy.Class,
            var other => throw RequestParameters.Refused(By.Name, "by must be category, vendor, abc, xyz or class", other),
        };
        if (snapshot.ItemCount > ItemClasses.MaxItems)
        {
            throw RequestRefusedException.NotAvailable(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"Group totals are computed for at most {ItemClasses.MaxItems} items, and this model has {snapshot.ItemCount}; train a model for each warehouse."));
        }

        var groups = (await snapshot.GetAsync<GroupBook>(request.HttpContext.RequestAborted)).Totals(by);
        return MediaChoice.IsCsv(request)
            ? Answer.Csv(
                request,
                ["group", "items", "next_total", "next_lower", "next_upper", "last_total", "change", "usual_total"],
                csv =>
                {
                    foreach (var group in groups.Groups)
                    {
                        csv.WriteField(group.Name);
                        csv.WriteField(group.Items);
                        csv.WriteField(group.Total.NextTotal);
                        csv.WriteField(group.Total.NextLower);
                        csv.WriteField(group.Total.NextUpper);
                        csv.WriteField(group.Total.LastTotal);
                        csv.WriteField(group.Total.Change);
                        csv.WriteField(group.Total.UsualTotal);
                        csv.EndRecord();
                    }
                },
                snapshot.EntityTag)
            : Answer.Json(groups, ContractJson.Default.GroupTotals, snapshot.EntityTag);
    }

    /// <summary>The groups of one snapshot, by what their items have in common.</summary>
    internal sealed class GroupBook
    {
        private readonly Dictionary<GroupBy, GroupTotals> _totals;

        private GroupBook(Dictionary<GroupBy, GroupTotals> totals) => _totals = totals;

        /// <summary>Sums the groups up; none of a panel of too many items.</summary>
        /// <param name="snapshot">The snapshot.</param>
        /// <param name="cancellationToken">Ends the sums.</param>
        public static GroupBook? Of(ForecastSnapshot snapshot, CancellationToken cancellationToken)
        {
            if (snapshot.ItemCount > ItemClasses.MaxItems)
            {
                return null;
            }

            var all = OverviewTotals.Of(snapshot.Columns, cancellationToken);
            return new GroupBook(Enum.GetValues<GroupBy>().ToDictionary(by => by, by => Sum(by)));

            GroupTotals Sum(GroupBy by) => new(
                [
                    .. Enumerable.Range(0, snapshot.ItemCount)
                        .GroupBy(series => NameOf(by, series), StringComparer.OrdinalIgnoreCase)
                        .Select(group => new GroupTotal(group.Key.Length == 0 ? null : group.Key, group.Count(), OverviewTotals.Of(snapshot.Columns, [.. group], cancellationToken)))
                        .OrderBy(group => group.Name is null)
                        .ThenByDescending(group => group.Total.NextTotal)
                        .ThenBy(group => group.Name, StringComparer.Ordinal),
                ],
                all,
                snapshot.Version,
                snapshot.DataThrough,
                snapshot.Stale,
                snapshot.Horizon);

            string NameOf(GroupBy by, int series) => by switch
            {
                GroupBy.Category => snapshot.Attributes.TextOf(PlanningAttributes.Category, snapshot.Items.NameOf(series)) ?? "",
                GroupBy.Vendor => snapshot.Attributes.TextOf(PlanningAttributes.Vendor, snapshot.Items.NameOf(series)) ?? "",
                GroupBy.Abc => snapshot.Classes[series]![..1],
                GroupBy.Xyz => snapshot.Classes[series]![1..],
                _ => snapshot.Classes[series]!,
            };
        }

        /// <summary>The groups.</summary>
        /// <param name="by">What their items have in common.</param>
        public GroupTotals Totals(GroupBy by) => _totals[by];
    }
}
