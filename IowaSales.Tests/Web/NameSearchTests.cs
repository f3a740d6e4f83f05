using IowaSales.Web.Components.Shared;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class NameSearchTests
{
    private static readonly string[] Names =
    [
        "BLACK VELVET", "CAPTAIN MORGAN ORIGINAL SPICED", "CHI-CHI'S MARGARITA", "FIREBALL CINNAMON WHISKEY", "FIVE O'CLOCK VODKA", "JÄGERMEISTER LIQUEUR",
        "PRODUCT 012", "PRODUCT 112", "TITOS HANDMADE VODKA", "VELVET FALERNUM", "???",
    ];

    [Theory]
    [InlineData("titos vodca", "TITOS HANDMADE VODKA")]
    [InlineData("jagermister", "JÄGERMEISTER LIQUEUR")]
    [InlineData("captin morgan", "CAPTAIN MORGAN ORIGINAL SPICED")]
    [InlineData("5 oclock", "FIVE O'CLOCK VODKA")]
    [InlineData("firebal", "FIREBALL CINNAMON WHISKEY")]
    [InlineData("fierball", "FIREBALL CINNAMON WHISKEY")]
    [InlineData("whisky fireball", "FIREBALL CINNAMON WHISKEY")]
    [InlineData("chichis", "CHI-CHI'S MARGARITA")]
    [InlineData("VODKA titos", "TITOS HANDMADE VODKA")]
    [InlineData("twelve 012", null)]
    [InlineData("rum", null)]
    [InlineData("xyzzy", null)]
    public void Finds_what_is_meant(string typed, string? expected)
    {
        Assert.Equal(expected is null ? [] : [expected], NameSearch.Keep(typed, Names, name => name));
        Assert.Equal(expected is null ? [] : [expected], NameSearch.Rank(typed, Names));
    }

    [Fact]
    public void A_search_that_hits_as_typed_forgives_nothing() =>
        Assert.Equal(["PRODUCT 012"], NameSearch.Keep("product 012", Names, name => name));

    [Fact]
    public void Names_that_start_with_what_is_typed_come_first() =>
        Assert.Equal(["VELVET FALERNUM", "BLACK VELVET"], NameSearch.Rank("velv", Names));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("'!")]
    public void Nothing_typed_keeps_all(string typed) => Assert.Equal(Names, NameSearch.Keep(typed, Names, name => name));

    [Fact]
    public void Half_a_character_is_no_error() => Assert.Empty(NameSearch.Keep("\ud800abcdefgh", Names, name => name));
}
