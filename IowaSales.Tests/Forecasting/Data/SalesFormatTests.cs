using System.Globalization;
using System.Text;
using CsCheck;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

/// <summary>Sales are the same however their text is written, and a text that is none is refused in one sentence.</summary>
public sealed class SalesFormatTests
{
    private const string Header = "date,item_name,total_amount_sold";

    private static readonly SalesRules Rules = new(new DateOnly(2026, 1, 1));

    [Theory]
    [InlineData(',', '.', "yyyy-MM-dd", "utf-8", "\n")]
    [InlineData(';', ',', "dd.MM.yyyy", "windows-1252", "\r\n")]
    [InlineData(';', ',', "dd/MM/yyyy", "utf-8", "\n")]
    [InlineData('\t', ',', "yyyy-MM-dd'T00:00:00Z'", "utf-16", "\r\n")]
    [InlineData('\t', '.', "MM/dd/yyyy", "utf-16BE", "\n")]
    [InlineData('|', '.', "yyyyMMdd", "iso-8859-1", "\n")]
    [InlineData(',', ',', "yyyy/MM/dd", "utf-8", "\r\n")]
    [InlineData(',', '.', "yyyy-MM-dd'T00:00:00.000Z'", "utf-8", "\n")]
    [InlineData(',', '.', "yyyy-MM-dd'T00:00:00+02:00'", "utf-8", "\n")]
    [InlineData(',', '.', "MM/dd/yyyy' 12:00:00 AM'", "utf-8", "\n")]
    [InlineData(';', '.', "d.M.yyyy", "utf-8", "\n")]
    [InlineData(',', '.', "dd-MM-yyyy", "utf-8", "\n")]
    public void The_same_sales_are_read_from_every_form(char delimiter, char sign, string dates, string encoding, string newLine)
    {
        var text = new StringBuilder($"\"date\"{delimiter}item_name{delimiter}total_amount_sold{newLine}");
        for (var day = 0; day < 60; day++)
        {
            var date = new DateTime(2024, 1, 1).AddDays(day);
            var amount = (1000.5 + day).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', sign);
            text.Append($"{date.ToString(dates, CultureInfo.InvariantCulture)}{delimiter}\"ROSÉ, ÄPFEL; 2|3\"{delimiter}\"{amount}\"{newLine}");
        }

        var written = SalesFormat.EncodingOf(encoding)!;
        byte[] bytes = [.. written.GetPreamble(), .. written.GetBytes(text.ToString())];
        var stated = new SalesFormat { Encoding = encoding is "windows-1252" or "iso-8859-1" ? written : null };

        var file = Read(bytes, stated);

        Assert.Equal(["ROSÉ, ÄPFEL; 2|3"], file.Panel.Items);
        Assert.Equal((new DateOnly(2024, 1, 1), new DateOnly(2024, 2, 29)), (file.Panel.FirstDate, file.Panel.LastDate));
        Assert.Equal(Enumerable.Range(0, 60).Select(day => 1000.5 + day), file.Panel.Rows(0).Values.ToArray());
        Assert.Empty(file.Ambiguities);
    }

    [Theory]
    [InlineData("1.234,5", 1234.5)]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("-1,234,567", -1234567)]
    [InlineData("1.234.567", 1234567)]
    [InlineData("12,5", 12.5)]
    [InlineData("0,125", 0.125)]
    [InlineData("1e2", 100)]
    [InlineData("+5", 5)]
    [InlineData("-0", 0)]
    public void An_amount_shows_its_decimal_sign(string written, double expected)
    {
        foreach (var delimiter in (string[])[",", ";", "\t"])
        {
            var file = Read($"{Header.Replace(",", delimiter, StringComparison.Ordinal)}\n2024-01-31{delimiter}A{delimiter}\"{written}\"\n");

            Assert.Equal([expected], file.Panel.Rows(0).Values.ToArray());
        }
    }

    [Theory]
    [InlineData(",", "1,234", 1234, "--decimal ,")]
    [InlineData(";", "1,234", 1.234, "--decimal .")]
    [InlineData(";", "1.234", 1.234, "--decimal ,")]
    public void An_amount_that_reads_two_ways_is_said_to(string delimiter, string written, double expected, string option)
    {
        var header = Header.Replace(",", delimiter, StringComparison.Ordinal);
        var file = Read($"{header}\n2024-01-31{delimiter}A{delimiter}\"{written}\"\n");

        Assert.Equal([expected], file.Panel.Rows(0).Values.ToArray());
        Assert.Contains($"'{written}' on line 2", Assert.Single(file.Ambiguities), StringComparison.Ordinal);
        Assert.Contains(option, file.Ambiguities[0], StringComparison.Ordinal);

        // One amount that shows its sign settles all, also those before it.
        var settled = Read($"{header}\n2024-01-31{delimiter}A{delimiter}\"{written}\"\n2024-02-01{delimiter}A{delimiter}\"1.234,5\"\n");
        Assert.Empty(settled.Ambiguities);
        Assert.Equal([written == "1,234" ? 1.234 : 1234, 1234.5], settled.Panel.Rows(0).Values.ToArray());
    }

    [Fact]
    public void Days_that_read_two_ways_are_said_to_and_one_that_does_not_settles_all()
    {
        var ambiguous = Read($"{Header}\n03/04/2024,A,1\n05/04/2024,A,2\n");
        Assert.Equal(new DateOnly(2024, 3, 4), ambiguous.Panel.FirstDate);
        Assert.Equal(
            ["The dates can be read two ways: '03/04/2024' on line 2 was read as MM/dd/yyyy; --date-format dd/MM/yyyy reads them the other way."],
            ambiguous.Ambiguities);

        var stated = Read($"{Header}\n03/04/2024,A,1\n05/04/2024,A,2\n", new SalesFormat { DateFormat = SalesDateFormat.Of("dd/MM/yyyy") });
        Assert.Equal((new DateOnly(2024, 4, 3), new DateOnly(2024, 4, 5)), (stated.Panel.FirstDate, stated.Panel.LastDate));
        Assert.Empty(stated.Ambiguities);

        var settled = Read($"{Header}\n03/04/2024,A,1\n05/04/2024,A,2\n25/04/2024,A,3\n");
        Assert.Equal((new DateOnly(2024, 4, 3), new DateOnly(2024, 4, 25)), (settled.Panel.FirstDate, settled.Panel.LastDate));
        Assert.Empty(settled.Ambiguities);
        Assert.Empty(Read($"{Header}\n03/04/2024,A,1\n05/24/2024,A,2\n").Ambiguities);
    }

    [Theory]
    [InlineData("03/04/2024,A,1\n25/04/2024,A,2\n04/25/2024,A,3\n", "line 4: '04/25/2024' in column date is not a date in the form dd/MM/yyyy")]
    [InlineData("2024-01-31,A,1\n2024-02-30,A,2\n", "line 3: '2024-02-30' in column date is not a date in the form yyyy-MM-dd of line 2")]
    [InlineData("2203-11-30,A,1\n", "line 2: '2203-11-30' in column date is not between 1980-01-01 and 2026-01-01; sales cannot lie in the future")]
    [InlineData("0203-01-05,A,1\n", "line 2: '0203-01-05' in column date is not between 1980-01-01 and 2026-01-01")]
    [InlineData("1970-01-01,A,1\n", "line 2: '1970-01-01' in column date is not between 1980-01-01 and 2026-01-01")]
    [InlineData("2024-01-31T14:05:00,A,1\n", "line 2: '2024-01-31T14:05:00' in column date is not a date")]
    [InlineData("2024-01-31,A,1e308\n", "line 2: '1e308' in column total_amount_sold is not between -1000000000 and 1000000000")]
    [InlineData("2024-01-31,A,1e309\n", "line 2: '1e309' in column total_amount_sold is not between -1000000000 and 1000000000")]
    [InlineData("2024-01-31,A,-2000000000\n", "line 2: '-2000000000' in column total_amount_sold is not between")]
    [InlineData("2024-01-31,A,NaN\n", "line 2: 'NaN' in column total_amount_sold is not a number")]
    [InlineData("2024-01-31,A,inf\n", "line 2: 'inf' in column total_amount_sold is not a number")]
    [InlineData("2024-01-31,A,-Infinity\n", "line 2: '-Infinity' in column total_amount_sold is not a number")]
    [InlineData("2024-01-31,A,0x1F\n", "line 2: '0x1F' in column total_amount_sold is not a number")]
    [InlineData("2024-01-31,A,1 000\n", "line 2: '1 000' in column total_amount_sold is not a number")]
    [InlineData("2024-01-31,A,\"1,23,456\"\n", "line 2: '1,23,456' in column total_amount_sold is not a number")]
    [InlineData("2024-01-31,A,12.5\n2024-02-01,A,\"12,5\"\n", "line 3: '12,5' in column total_amount_sold has ',' as its decimal sign while '12.5' on line 2 has '.'")]
    [InlineData("2024-01-31,A\u0007,1\n", "line 2: column item_name has a name that has the control character U+0007 in it")]
    [InlineData("2024-01-31,\u200B,1\n", "line 2: column item_name has a name that is blank")]
    [InlineData("2024-01-31,\"A\n2024-02-01,B,1\n", "line 2: a quote is opened and never closed")]
    [InlineData("2024-01-31,\"A\"B,1\n", "line 2: there is text after a closing quote")]
    public void A_line_that_cannot_be_read_is_named_with_the_reason(string rows, string problem)
    {
        var refusal = Assert.Throws<SalesDataException>(() => Read($"{Header}\n{rows}"));

        Assert.StartsWith(problem, refusal.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,item_name,total_amount_sold,total_amount_sold\n2024-01-31,A,1,2\n", "the header has total_amount_sold twice")]
    [InlineData("date,item_name,Total_Amount_Sold ,total_amount_sold\n2024-01-31,A,1,2\n", "the header has Total_Amount_Sold twice")]
    [InlineData("note,date,item_name,note,total_amount_sold\nx,2024-01-31,A,y,1\n", "the header has note twice")]
    [InlineData("day;item_name;total_amount_sold\n2024-01-31;A;1\n", "has no column date: its header is day,item_name,total_amount_sold")]
    [InlineData("", "is empty")]
    [InlineData("\n\n", "is empty")]
    public void A_header_that_does_not_name_the_columns_is_refused(string text, string sentence)
    {
        Assert.Contains(sentence, Assert.Throws<SalesDataException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_not_utf8_is_refused_with_its_line_and_read_when_its_encoding_is_named()
    {
        var windows = SalesFormat.EncodingOf("windows-1252")!;
        var bytes = windows.GetBytes($"{Header}\n2024-01-30,ROSE,1\n2024-01-31,ROSÉ,2\n2024-01-31,ROSÈ,4\n");

        var refusal = Assert.Throws<SalesDataException>(() => Read(bytes));
        Assert.Equal([3L, 4], refusal.Problems.Select(problem => problem.Line));
        Assert.Contains("it is not UTF-8 text; save the file as UTF-8, or name its encoding, for example --encoding windows-1252", refusal.Message, StringComparison.Ordinal);

        var file = Read(bytes, new SalesFormat { Encoding = windows });
        Assert.Equal(["ROSE", "ROSÈ", "ROSÉ"], file.Panel.Items);
        Assert.Contains("not UTF-8", Assert.Throws<SalesDataException>(() => Read(Encoding.Unicode.GetBytes($"{Header}\n2024-01-30,A,1\n"))).Message, StringComparison.Ordinal);
        Assert.Equal(["A"], Read(Encoding.Unicode.GetBytes($"{Header}\n2024-01-30,A,1\n"), new SalesFormat { Encoding = Encoding.Unicode }).Panel.Items);
    }

    [Fact]
    public void Names_are_one_in_their_other_spellings_and_those_are_told()
    {
        var file = Read($"{Header}\n2024-01-29,JOSÉ,1\n2024-01-30,JOSE\u0301,2\n2024-01-31,\u00A0JOSÉ\u200B,4\n2024-01-31,\"BLACK\nVELVET\",8\n2024-01-31,BETA,16\n");

        Assert.Equal(["BETA", "BLACK VELVET", "JOSÉ"], file.Panel.Items);
        Assert.Equal([1, 2, 4], file.Panel.Rows(2).Values.ToArray());
        Assert.Equal(["BLACK VELVET", "JOSÉ"], file.OtherSpellings);
    }

    [Fact]
    public void Lines_of_delimiters_alone_are_blank_lines()
    {
        Assert.Equal(1, Read($"{Header}\n,,\n2024-01-31,A,1\n \n,,\n").Rows);
    }

    [Fact]
    public void Rows_that_add_up_beyond_the_bounds_are_refused()
    {
        var rows = string.Concat(Enumerable.Repeat("2024-01-31,A,900000000\n", 2));

        Assert.Contains(
            "the rows of A on 2024-01-31 add up to 1800000000, which is not between",
            Assert.Throws<SalesDataException>(() => Read($"{Header}\n{rows}")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_a_spreadsheet_would_run_survives_being_written_and_read()
    {
        string[] names = ["+PLUS", "-5 SPECIAL", "=cmd|' /C calc'!A0", "@HOME", "A\"B,C", "PLAIN"];
        var builder = new SalesPanelBuilder();
        foreach (var (index, name) in names.Index())
        {
            builder.Add(new DateOnly(2024, 1, 31), name, -5 + index);
        }

        using var stream = new MemoryStream();
        SalesCsvWriter.Write(builder.Build(), stream, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(stream.ToArray());

        Assert.Contains("'=cmd", text, StringComparison.Ordinal);
        Assert.Contains(",-5\n", text, StringComparison.Ordinal);
        var file = Read(text);
        Assert.Equal(names.Order(StringComparer.Ordinal), file.Panel.Items);
        Assert.Equal(-5, file.Panel.Rows(file.Panel.IndexOf("+PLUS")).Values[0]);
    }

    [Fact]
    public void Any_text_is_read_or_refused_in_a_sentence()
    {
        string[] pieces =
        [
            "date", "item_name", "total_amount_sold", ",", ";", "\t", "\n", "\r\n", "\r", "\"", "\"\"", "2024-01-31", "31/01/2024", "01/02/2024", "20240131",
            "A", "ROSÉ", "12", "12,5", "1.234,5", "1e308", "NaN", "0x1F", "-5", " ", "\u00A0", "\u200B", "\u202E", "\u001B[2J", "\0", "\uFEFF", "'", "=", "\U0001F377",
            new string('x', 500), "sep=;\n", "2024-01-31T00:00:00Z", "date,item_name,total_amount_sold\n", "2024-01-31,A,1\n", "2024-02-01;B;2\n",
        ];
        Gen.Select(Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]).Array[0, 60], Gen.Byte.Array[0, 6], Gen.Bool, Gen.Int[0, 200]).Sample(
            (texts, noise, headed, place) =>
            {
                List<byte> bytes = [.. Encoding.UTF8.GetBytes((headed ? $"{Header}\n" : "") + string.Concat(texts))];
                bytes.InsertRange(Math.Min(place, bytes.Count), noise);
                try
                {
                    var file = Read([.. bytes]);
                    Assert.All(file.Panel.Items, name => Assert.Null(ItemName.Normalize(name, out _)));
                }
                catch (SalesDataException refusal)
                {
                    Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
                    Assert.StartsWith("sales.csv", refusal.Message, StringComparison.Ordinal);
                    Assert.All(refusal.Problems, problem => Assert.InRange(problem.Line, 1, bytes.Count + 1));
                }
            },
            iter: 4000,
            threads: 1);
    }

    private static SalesFile Read(string text, SalesFormat? format = null) => Read(Encoding.UTF8.GetBytes(text), format);

    private static SalesFile Read(byte[] bytes, SalesFormat? format = null) => new SalesCsvReader(SalesColumns.Default, format, Rules)
        .Read(new MemoryStream(bytes), "sales.csv", new SalesSource { Description = "test" }, TestContext.Current.CancellationToken);
}
