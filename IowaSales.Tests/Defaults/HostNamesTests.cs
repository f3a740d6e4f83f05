using IowaSales.ServiceDefaults;
using Xunit;

namespace IowaSales.Tests.Defaults;

/// <summary>Names that a page of another site could have led to the service are refused unless they are listed.</summary>
public sealed class HostNamesTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("web", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("[::1]", true)]
    [InlineData("board.localhost", true)]
    [InlineData("", true)]
    [InlineData("evil.example", false)]
    [InlineData("evil.example.", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("SALES.example.org", true)]
    [InlineData("a.sales.example.org", false)]
    [InlineData("north.stores.example", true)]
    [InlineData("stores.example", false)]
    [InlineData("evilstores.example", false)]
    public void Only_names_that_cannot_be_taken_over_or_are_listed_are_answered(string host, bool answered) =>
        Assert.Equal(answered, HostNames.IsAnswered(host, ["sales.example.org", "*.stores.example"]));

    [Fact]
    public void A_star_answers_every_name() => Assert.True(HostNames.IsAnswered("any.name.example", ["*"]));
}
