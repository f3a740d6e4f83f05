using System.Reflection;
using IowaSales.Forecasting.Data;
using Xunit;

namespace IowaSales.Tests.Architecture;

/// <summary>References go one way: between projects, between folders, and inside the API.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Api = Assembly.Load("IowaSales.Api");
    private static readonly Assembly Domain = typeof(SalesPanel).Assembly;

    /// <summary>Folders of the domain; each uses only those before it.</summary>
    private static readonly string[] DomainFolders =
    [
        "Numerics", "Calendars", "Data", "Metrics", "Models", "Distributions", "Ensembles", "Training", "Backtesting", "Artifacts", "Sharding", "Monitoring", "Simulation",
    ];

    [Theory]
    [InlineData("IowaSales.Contracts")]
    [InlineData("IowaSales.ServiceDefaults")]
    [InlineData("IowaSales.Forecasting")]
    [InlineData("IowaSales.Boosting", "IowaSales.Forecasting")]
    [InlineData("IowaSales.Cluster", "IowaSales.Forecasting")]
    [InlineData("IowaSales.Storage", "IowaSales.Forecasting")]
    [InlineData("IowaSales.Web", "IowaSales.Contracts", "IowaSales.ServiceDefaults")]
    [InlineData("IowaSales.Api", "IowaSales.Contracts", "IowaSales.Storage", "IowaSales.Forecasting", "IowaSales.ServiceDefaults")]
    [InlineData("IowaSales.Trainer", "IowaSales.Boosting", "IowaSales.Cluster", "IowaSales.Storage", "IowaSales.Forecasting", "IowaSales.Contracts")]
    public void A_project_references_only_those_it_may(string project, params string[] allowed)
    {
        var referenced = Assembly.Load(project).GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => name.StartsWith("IowaSales.", StringComparison.Ordinal));
        Assert.Empty(referenced.Except(allowed));
    }

    [Fact]
    public void A_folder_of_the_domain_uses_only_those_before_it()
    {
        var uses = NamespaceReferences.Of(Domain).Between(FolderIn(Domain));

        Assert.Contains(("Metrics", "Data"), uses.Keys);
        Assert.Empty(uses.Keys.SelectMany(use => (string[])[use.From, use.To]).Except(DomainFolders));
        Assert.Empty(uses.Where(use => Array.IndexOf(DomainFolders, use.Key.From) < Array.IndexOf(DomainFolders, use.Key.To)).Select(use => use.Value));
    }

    [Fact]
    public void Http_knows_no_forecasts_and_serving_no_feature_and_features_not_each_other()
    {
        string[] shared = ["Http", "Serving"];
        var references = NamespaceReferences.Of(Api);
        var uses = references.Between(FolderIn(Api));

        Assert.Contains(("Forecasts", "Serving"), uses.Keys);
        Assert.Contains(("Serving", "Http"), uses.Keys);
        Assert.Empty(uses.Where(use => use.Key.From == "Http" || !shared.Contains(use.Key.To)).Select(use => use.Value));
        string[] beyond = ["IowaSales.Forecasting", "IowaSales.Storage"];
        Assert.Empty(references
            .Between(name => FolderIn(Api)(name) ?? beyond.FirstOrDefault(project => name.StartsWith(project, StringComparison.Ordinal)))
            .Where(use => use.Key.From == "Http" && beyond.Contains(use.Key.To))
            .Select(use => use.Value));
    }

    [Theory]
    [InlineData("IowaSales.Forecasting")]
    [InlineData("IowaSales.Api")]
    [InlineData("IowaSales.Storage")]
    [InlineData("IowaSales.Web")]
    [InlineData("IowaSales.Trainer")]
    public void No_folder_uses_another_that_uses_it(string project)
    {
        var assembly = Assembly.Load(project);
        var circles = NamespaceReferences.Circles(NamespaceReferences.Of(assembly).Between(FolderIn(assembly)).Keys);

        Assert.Empty(circles.Select(circle => string.Join(' ', circle)));
    }

    [Fact]
    public void The_parts_of_http_and_of_serving_do_not_use_each_other()
    {
        foreach (var root in (string[])["IowaSales.Api.Http.", "IowaSales.Api.Serving."])
        {
            var uses = NamespaceReferences.Of(Api).Between(name => name.StartsWith(root, StringComparison.Ordinal) ? name : null);
            Assert.Empty(NamespaceReferences.Circles(uses.Keys).Select(circle => string.Join(' ', circle)));
        }
    }

    [Fact]
    public void A_circle_is_found_however_long_it_is()
    {
        var circles = NamespaceReferences.Circles([("A", "B"), ("B", "C"), ("C", "A"), ("C", "D"), ("E", "A")]);
        Assert.Equal(["A", "B", "C"], Assert.Single(circles));
    }

    /// <summary>The folder of a namespace of an assembly: its first part after the project's name; null for others and for the root.</summary>
    private static Func<string, string?> FolderIn(Assembly assembly)
    {
        var prefix = $"{assembly.GetName().Name}.";
        return name => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..].Split('.')[0] : null;
    }
}
