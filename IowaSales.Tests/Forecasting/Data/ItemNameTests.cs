using CsCheck;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Quality;
using IowaSales.Trainer.Data.DuckDb;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

public sealed class ItemNameTests
{
    [Theory]
    [InlineData("BLACK VELVET", "BLACK VELVET")]
    [InlineData("  BLACK \t VELVET ", "BLACK VELVET")]
    [InlineData("BLACK\u00A0VELVET", "BLACK VELVET")]
    [InlineData("BLACK\u3000\u2009VELVET\u202F", "BLACK VELVET")]
    [InlineData("BLACK VELVET\u200B", "BLACK VELVET")]
    [InlineData("BLA\u00ADCK\u2060 VELVET\uFEFF", "BLACK VELVET")]
    [InlineData("\u200FBLACK\u200E VELVET\u202E", "BLACK VELVET")]
    [InlineData("BLACK\u200D VELVET", "BLACK VELVET")]
    [InlineData("BLACK\r\nVELVET", "BLACK VELVET")]
    [InlineData("JOSE\u0301", "JOS\u00C9")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u212BNGSTROM", "\u00C5NGSTROM")]
    [InlineData("a\u0323\u0307", "\u1EA1\u0307")]
    [InlineData("\U0001F468\u200D\U0001F469", "\U0001F468\u200D\U0001F469")]
    [InlineData("'=SUM(A1)", "=SUM(A1)")]
    [InlineData("'-5 SPECIAL", "-5 SPECIAL")]
    [InlineData("'TIS WINE", "'TIS WINE")]
    [InlineData("..", "..")]
    [InlineData("ROS\uFFFD", "ROS\uFFFD")]
    public void A_name_has_one_form(string written, string expected)
    {
        Assert.Null(ItemName.Normalize(written, out var name));
        Assert.Equal(expected, name);
        Assert.Null(ItemName.Normalize(name, out var again));
        Assert.Equal(name, again);
    }

    [Theory]
    [InlineData("", "is blank")]
    [InlineData(" \u00A0\u200B\u3164", "is blank")]
    [InlineData("A\u001B[31m", "has the control character U+001B in it")]
    [InlineData("A\0", "has the control character U+0000 in it")]
    [InlineData("A\uFFFF", "half a character or none")]
    public void What_is_no_name_is_refused_in_words(string written, string fault)
    {
        Assert.Contains(fault, ItemName.Normalize(written, out var name), StringComparison.Ordinal);
        Assert.Equal("", name);
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        Assert.NotNull(ItemName.Normalize("A\uD800B", out _));
        Assert.NotNull(ItemName.Normalize("\uDC00", out _));
    }

    [Fact]
    public void Length_is_counted_in_characters_not_in_units_or_bytes()
    {
        var emoji = string.Concat(Enumerable.Repeat("\U0001F377", ItemName.MaxLength));
        Assert.Null(ItemName.Normalize(emoji, out var name));
        Assert.Equal(emoji, name);
        Assert.Contains("has 201 characters; 200 are allowed", ItemName.Normalize(emoji + "A", out _), StringComparison.Ordinal);
        Assert.Null(ItemName.Normalize(string.Concat(Enumerable.Repeat("e\u0301", ItemName.MaxLength)), out var composed));
        Assert.Equal(ItemName.MaxLength, composed.Length);
        Assert.NotNull(ItemName.Normalize(new string('x', 1_000_000), out _));
    }

    [Fact]
    public void Form_c_is_that_of_an_independent_implementation()
    {
        using var engine = new DuckDbEngine(64);
        // Without U+11A7, the letter before the first final consonant of Hangul: the standard does not compose it, the other implementation drops it
        var letters = Gen.OneOf(
            Gen.Int['A', 'z'], Gen.Int[0xC0, 0x24F], Gen.Int[0x300, 0x36F], Gen.Int[0x370, 0x5FF], Gen.Int[0x900, 0xDFF], Gen.Int[0x1100, 0x11A6],
            Gen.Int[0x11A8, 0x11FF], Gen.Int[0x1D00, 0x1FFF], Gen.Int[0x2100, 0x212F], Gen.Int[0xAC00, 0xAC40], Gen.Int[0xF900, 0xFAFF], Gen.Int[0x1D15E, 0x1D1C0]);
        letters.Array[1, 12].Array[400].Sample(
            many =>
            {
                string[] texts = [.. many.Select(points => string.Concat(points.Select(char.ConvertFromUtf32)))];
                var expected = new List<string>();
                engine.CreateMap("texts", texts.Select((text, index) => KeyValuePair.Create(index.ToString("D5"), text)));
                engine.Query("SELECT nfc_normalize(meant) FROM texts ORDER BY written", reader => expected.Add(reader.GetString(0)));
                Assert.Equal(expected, texts.Select(CanonicalForm.Of));
            },
            iter: 5,
            seed: "0000KtVuv9Ei",
            threads: 1);
    }

    [Fact]
    public void Any_text_is_a_name_in_a_stable_form_or_refused()
    {
        Gen.String[Gen.Char, 0, 40].Sample(
            text =>
            {
                if (ItemName.Normalize(text, out var name) is null)
                {
                    Assert.Null(ItemName.Normalize(name, out var again));
                    Assert.Equal(name, again);
                    Assert.DoesNotContain(name, letter => char.IsControl(letter));
                    Assert.Equal(name.Trim(), name);
                }
            },
            iter: 20_000,
            threads: 1);
    }

    [Fact]
    public void Names_that_look_alike_are_grouped()
    {
        string[] names = ["ALPHA VODKA", "alpha vodka", "ALPHAVODKA", "JOS\u00C9 TEQUILA", "JOSE TEQUILA", "TITO'S", "TITO\u2019S", "BETA", "BETA 2"];

        Assert.Equal(
            [["ALPHA VODKA", "ALPHAVODKA", "alpha vodka"], ["JOSE TEQUILA", "JOS\u00C9 TEQUILA"], ["TITO'S", "TITO\u2019S"]],
            SimilarNames.In(names));
    }

    [Fact]
    public void The_exact_name_is_found_first_then_one_of_another_case_if_it_is_the_only_one()
    {
        var lookup = new ItemLookup(["ALPHA VODKA", "alpha vodka", "BETA", "JOS\u00C9"]);

        Assert.Equal(1, lookup.Find("alpha vodka", out _));
        Assert.Equal(0, lookup.Find(" ALPHA\u00A0VODKA", out _));
        Assert.Equal(2, lookup.Find("beta", out _));
        Assert.Equal(3, lookup.Find("JOSE\u0301", out _));
        Assert.Equal(-1, lookup.Find("Alpha Vodka", out var candidates));
        Assert.Equal([0, 1], candidates);
        Assert.Equal(-1, lookup.Find("GAMMA", out candidates));
        Assert.Empty(candidates);
    }
}
