using IowaSales.Tests.Browser;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(DashboardFirst))]

namespace IowaSales.Tests.Browser;

/// <summary>
/// Begins with the tests in a browser, which run in two rows and take longest: begun last, they would run on alone when all others are done.
/// </summary>
public sealed class DashboardFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName is DashboardCollection.Name or ChangingDashboardCollection.Name)
            .ThenBy(collection => collection.UniqueID, StringComparer.Ordinal)];
}
