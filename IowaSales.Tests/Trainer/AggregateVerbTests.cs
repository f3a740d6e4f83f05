using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Tests.Forecasting.Data;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data.DuckDb;
using Xunit;

namespace IowaSales.Tests.Trainer;

public sealed class AggregateVerbTests : IDisposable
{
    private const string Lines = """
        Invoice/Item Number,Date,Store Number,Item Description,Bottles Sold
        I-1,08/01/2022,2190,"GIN, DRY",12
        I-2,08/01/2022,2190,"GIN, DRY",-2
        I-3,08/01/2022,4829,"GIN, DRY",6
        I-4,08/02/2022,2190, RUM ,3
        I-5,08/02/2022,2190,RUM,-5
        I-6,08/03/2022,4829,VODKA,16

        """;

    private readonly TrainerRun _trainer = new();

    [Theory]
    [InlineData("item", "date,item_name,total_amount_sold|2022-08-01,\"GIN, DRY\",16|2022-08-02,RUM,-2|2022-08-03,VODKA,16")]
    [InlineData("store", "date,store,total_amount_sold|2022-08-01,2190,10|2022-08-01,4829,6|2022-08-02,2190,-2|2022-08-03,4829,16")]
    [InlineData("store,item", "date,store,item_name,total_amount_sold|2022-08-01,2190,\"GIN, DRY\",10|2022-08-01,4829,\"GIN, DRY\",6|2022-08-02,2190,RUM,-2|2022-08-03,4829,VODKA,16")]
    public async Task Lines_are_summed_by_day_and_returns_netted(string by, string expected)
    {
        _trainer.Write("lines.csv", Lines);

        await _trainer.DoAsync("aggregate", "--input", "lines.csv", "--by", by, "--output", "out/daily.csv", "--json");

        Assert.Equal(expected.Split('|'), File.ReadAllLines(_trainer.PathOf("out/daily.csv")));
        using var summary = JsonDocument.Parse(_trainer.Out);
        Assert.Equal(6, summary.RootElement.GetProperty("lines").GetInt32());
        Assert.Equal(2, summary.RootElement.GetProperty("returns").GetInt32());
        Assert.Equal(7, summary.RootElement.GetProperty("returned_bottles").GetInt32());
        Assert.Equal(30, summary.RootElement.GetProperty("bottles").GetInt32());
        Assert.Equal(1, summary.RootElement.GetProperty("negative_days").GetInt32());
    }

    [Fact]
    public async Task Prices_categories_and_vendors_are_written_as_drivers_and_attributes()
    {
        _trainer.Write(
            "lines.csv",
            """
            Invoice/Item Number,Date,Store Number,Item Description,Category Name,Vendor Name,Bottles Sold,Sale (Dollars)
            I-1,08/01/2022,1,GIN,GINS,ACME,2,$20.00
            I-1,08/01/2022,1,GIN,GINS,ACME,2,$20.00
            I-2,08/01/2022,2,GIN,GINS,ACME,6,"1,200.00"
            I-3,08/01/2022,2,GIN,OTHER,ACME,-1,-10.00
            I-4,08/02/2022,2,GIN,GINS,,-1,-10.00
            I-5,08/02/2022,2,=RUM,RUMS,ACME,4,50.00

            """);

        await _trainer.DoAsync(
            "aggregate", "--input", "lines.csv", "--output", "daily.csv", "--drivers-output", "prices.csv", "--attributes-output", "about.csv");

        // 20 + 1200 dollars for 2 + 6 bottles; the return of August 2 alone says no price.
        Assert.Equal(["date,item_name,price", "2022-08-01,GIN,152.5", "2022-08-02,'=RUM,12.5"], File.ReadAllLines(_trainer.PathOf("prices.csv")));
        Assert.Equal(["item_name,category,vendor", "'=RUM,RUMS,ACME", "GIN,GINS,ACME"], File.ReadAllLines(_trainer.PathOf("about.csv")));

        _trainer.Write("lines.csv", Lines);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("aggregate", "--input", "lines.csv", "--output", "daily.csv", "--drivers-output", "prices.csv"));
        Assert.StartsWith("lines.csv has no column Sale (Dollars): its header is", _trainer.Complaint, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync("aggregate", "--input", "lines.csv", "--output", "daily.csv", "--by", "store", "--attributes-output", "a.csv"));
    }

    [Fact]
    public async Task The_top_keeps_the_best_and_a_tie_goes_to_the_first_name()
    {
        _trainer.Write("lines.csv", Lines);

        await _trainer.DoAsync("aggregate", "--input", "lines.csv", "--top", "1", "--output", "daily.csv", "--json");

        Assert.Equal(["date,item_name,total_amount_sold", "2022-08-01,\"GIN, DRY\",16"], File.ReadAllLines(_trainer.PathOf("daily.csv")));
        Assert.Contains("\"series_left_out\": 2", _trainer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_of_the_API_packed_text_and_Parquet_give_the_same_file()
    {
        _trainer.Write("lines.csv", Lines);
        _trainer.Write("api.csv", Lines.Replace("Invoice/Item Number,Date,Store Number,Item Description,Bottles Sold", "invoice_line_no,DATE,store,im_desc,sale_bottles", StringComparison.Ordinal));
        using (var packed = new GZipStream(File.Create(_trainer.PathOf("packed.csv.gz")), CompressionLevel.Fastest))
        {
            packed.Write(File.ReadAllBytes(_trainer.PathOf("lines.csv")));
        }

        ToParquet("lines.csv", "lines.parquet");
        await _trainer.DoAsync("aggregate", "--input", "lines.csv", "--output", "expected.csv");
        foreach (var input in (string[])["api.csv", "packed.csv.gz", "lines.parquet"])
        {
            await _trainer.DoAsync("aggregate", "--input", input, "--output", "daily.csv");
            Assert.Equal(File.ReadAllText(_trainer.PathOf("expected.csv")), File.ReadAllText(_trainer.PathOf("daily.csv")));
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task A_folder_of_parts_is_summed_as_one_file_and_the_part_at_fault_is_named(string form)
    {
        var lines = Lines.Split('\n');
        _trainer.Write("whole.csv", Lines);
        await _trainer.DoAsync("aggregate", "--input", "whole.csv", "--by", "store,item", "--output", "expected.csv");
        WritePart(form, "parts/august", "1", [lines[0], .. lines[1..4]]);
        WritePart(form, "parts/september", "2", [lines[0], .. lines[4..7]]);
        await _trainer.DoAsync("aggregate", "--input", "parts", "--by", "store,item", "--output", "daily.csv");

        Assert.Equal(File.ReadAllText(_trainer.PathOf("expected.csv")), File.ReadAllText(_trainer.PathOf("daily.csv")));

        WritePart(form, "parts/october", "3", [lines[0], "I-9,10/03/2022,4829,VODKA,sixteen"]);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("aggregate", "--input", "parts", "--output", "no.csv"));
        Assert.StartsWith($"parts/october/3.{form} has 1", _trainer.Complaint, StringComparison.Ordinal);
        Assert.Contains(form == "csv" ? "(line 2: column Bottles Sold holds 'sixteen'" : "(row 1: column Bottles Sold holds 'sixteen'", _trainer.Complaint, StringComparison.Ordinal);
        Assert.False(File.Exists(_trainer.PathOf("no.csv")));
    }

    [Fact]
    public async Task A_folder_whose_parts_do_not_fit_together_is_refused()
    {
        Directory.CreateDirectory(_trainer.PathOf("parts"));
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("aggregate", "--input", "parts", "--output", "no.csv"));
        Assert.Contains("parts holds no .parquet, .csv or .csv.gz file", _trainer.Complaint, StringComparison.Ordinal);

        WritePart("csv", "parts", "1", Lines.Split('\n'));
        WritePart("csv", "parts", "2", ["Date,Item Description,Bottles Sold", "08/01/2022,GIN,3"]);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("aggregate", "--input", "parts", "--output", "no.csv"));
        Assert.Contains("parts/2.csv is headed Date,Item Description,Bottles Sold, but parts/1.csv Invoice/Item Number", _trainer.Complaint, StringComparison.Ordinal);

        WritePart("parquet", "parts", "3", Lines.Split('\n'));
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("aggregate", "--input", "parts", "--output", "no.csv"));
        Assert.Contains("parts holds 1 Parquet and 2 CSV parts; keep one kind of them", _trainer.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "line 5")]
    [InlineData("parquet", "row 4")]
    public async Task The_offending_line_is_the_one_that_is_named_and_nothing_is_written(string form, string place)
    {
        _trainer.Write("bad.csv", Lines.Replace(" RUM ,3", " RUM ,three", StringComparison.Ordinal));
        ToParquet("bad.csv", "bad.parquet");

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("aggregate", "--input", $"bad.{form}", "--output", "daily.csv"));

        Assert.Contains($"({place}: column Bottles Sold holds 'three', not a whole number of bottles)", _trainer.Complaint, StringComparison.Ordinal);
        Assert.Equal(["bad.csv", "bad.parquet"], _trainer.Entries());
    }

    [Theory]
    [InlineData("", "is empty; give invoice lines with a header")]
    [InlineData("Date,Store Number,Bottles Sold\n", "has no column Item Description: its header is Date,Store Number,Bottles Sold")]
    [InlineData("Date,Item Description,Bottles Sold\n", "has no invoice lines below its header")]
    [InlineData("Date,Item Description,Bottles Sold\n08/01/2022,GIN\n", "line 2: it is not well-formed CSV")]
    public async Task What_are_no_invoice_lines_is_refused(string text, string sentence)
    {
        _trainer.Write("bad.csv", text);

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("aggregate", "--input", "bad.csv", "--output", "daily.csv"));

        Assert.Contains(sentence, _trainer.Complaint, StringComparison.Ordinal);
        Assert.Equal(["bad.csv"], _trainer.Entries());
    }

    [Fact]
    public async Task An_invoice_line_counts_once_and_repeats_are_told()
    {
        _trainer.Write("twice.csv", Lines.TrimEnd('\n') + "\nI-1,08/01/2022,2190,\"GIN, DRY\",12\nI-4,08/02/2022,2190, RUM ,3\nI-6,08/03/2022,4829,VODKA,2\n");
        await _trainer.DoAsync("aggregate", "--input", "twice.csv", "--output", "daily.csv");

        Assert.Contains("2 invoice lines are repeated, as in overlapping downloads; each was counted once.", _trainer.Error, StringComparison.Ordinal);
        Assert.Contains("1 invoice line number with different contents; all of them were counted.", _trainer.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["date,item_name,total_amount_sold", "2022-08-01,\"GIN, DRY\",16", "2022-08-02,RUM,-2", "2022-08-03,VODKA,18"],
            File.ReadAllLines(_trainer.PathOf("daily.csv")));
    }

    [Fact]
    public async Task Lines_without_a_description_are_left_out_and_counted_or_named_by_their_number()
    {
        _trainer.Write(
            "blank.csv",
            "Invoice/Item Number,Date,Item Number,Item Description,Bottles Sold\nI-1,08/13/2022,11,GIN,5\nI-2,08/13/2022,12,,7\nI-3,08/14/2022,12, ,1\nI-4,08/14/2022,11,GIN NEW LABEL,2\n");
        await _trainer.DoAsync("aggregate", "--input", "blank.csv", "--output", "daily.csv");
        Assert.Contains("2 lines without a description of the item are left out", _trainer.Error, StringComparison.Ordinal);
        Assert.Equal(["date,item_name,total_amount_sold", "2022-08-13,GIN,5", "2022-08-14,GIN NEW LABEL,2"], File.ReadAllLines(_trainer.PathOf("daily.csv")));

        await _trainer.DoAsync("aggregate", "--input", "blank.csv", "--item-key", "number", "--output", "daily.csv");
        Assert.Equal(
            ["date,item_name,total_amount_sold", "2022-08-13,11,5", "2022-08-13,12,7", "2022-08-14,11,2", "2022-08-14,12,1"],
            File.ReadAllLines(_trainer.PathOf("daily.csv")));
    }

    [Fact]
    public async Task Names_are_brought_into_their_form_and_formulas_escaped()
    {
        var lines = "Date;Item Description;Bottles Sold\n25/08/2022;ROS\u00C9;5\n25/08/2022;\u00A0ROSE\u0301\u200B;7\n03/08/2022;=1+2;1\n";
        File.WriteAllText(_trainer.PathOf("names.csv"), lines, System.Text.Encoding.UTF8);
        await _trainer.DoAsync("aggregate", "--input", "names.csv", "--output", "daily.csv");

        Assert.Equal(["date,item_name,total_amount_sold", "2022-08-03,'=1+2,1", "2022-08-25,ROS\u00C9,12"], File.ReadAllLines(_trainer.PathOf("daily.csv")));

        File.WriteAllText(_trainer.PathOf("latin.csv"), lines.Replace("\u00A0ROSE\u0301\u200B", "ROS\u00C9", StringComparison.Ordinal), System.Text.Encoding.Latin1);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("aggregate", "--input", "latin.csv", "--output", "no.csv"));
        Assert.Contains("UTF-8", _trainer.Error, StringComparison.Ordinal);
        await _trainer.DoAsync("aggregate", "--input", "latin.csv", "--encoding", "iso-8859-1", "--output", "latin-daily.csv");
        Assert.Equal(File.ReadAllLines(_trainer.PathOf("daily.csv")), File.ReadAllLines(_trainer.PathOf("latin-daily.csv")));
    }

    [Fact]
    public async Task Stopping_leaves_no_file()
    {
        _trainer.Write("lines.csv", Lines);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        Assert.Equal(ExitCode.Failed, await _trainer.RunUntilAsync(stopped.Token, "aggregate", "--input", "lines.csv", "--output", "daily.csv"));

        Assert.Equal("Stopped before the end; nothing was written.", _trainer.Complaint);
        Assert.Equal(["lines.csv"], _trainer.Entries());
    }

    [Fact]
    public async Task The_real_lines_add_up_as_counted_by_hand()
    {
        var path = Path.Combine(RepositoryFolder.Shared, "data", "invoice_lines_2022_08_to_10.csv.gz");
        Assert.SkipUnless(File.Exists(path), "The real invoice lines are not beside this checkout.");

        await _trainer.DoAsync("aggregate", "--input", path, "--output", "daily.csv", "--json");

        var (lines, returns, expected) = Count(path);
        using var summary = JsonDocument.Parse(_trainer.Out);
        Assert.Equal(670_765, lines);
        Assert.Equal(lines, summary.RootElement.GetProperty("lines").GetInt32());
        Assert.Equal(returns, summary.RootElement.GetProperty("returns").GetInt32());
        var panel = new SalesCsvReader(SalesColumns.Default).Read(_trainer.PathOf("daily.csv"), TestContext.Current.CancellationToken).Panel;
        Assert.Equal(expected.Count, panel.RowCount);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                Assert.Equal(expected[(panel.DateOf(rows.Days[i]), panel.Items[series])], rows.Values[i]);
            }
        }
    }

    public void Dispose() => _trainer.Dispose();

    /// <summary>The same sums by other means: a splitter of one line at a time and a dictionary.</summary>
    private static (int Lines, int Returns, Dictionary<(DateOnly, string), long> Totals) Count(string path)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var header = Split(text.ReadLine()!);
        var (date, item, bottles) = (header.IndexOf("Date"), header.IndexOf("Item Description"), header.IndexOf("Bottles Sold"));
        var totals = new Dictionary<(DateOnly, string), long>();
        var (lines, returns) = (0, 0);
        while (text.ReadLine() is { } line)
        {
            var fields = Split(line);
            var count = long.Parse(fields[bottles], CultureInfo.InvariantCulture);
            var key = (DateOnly.ParseExact(fields[date], "MM/dd/yyyy", CultureInfo.InvariantCulture), string.Join(" ", fields[item].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            totals[key] = totals.GetValueOrDefault(key) + count;
            lines++;
            returns += count < 0 ? 1 : 0;
        }

        return (lines, returns, totals);
    }

    private static List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    private void WritePart(string form, string folder, string name, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(_trainer.PathOf(folder));
        var csv = form == "csv" ? $"{folder}/{name}.csv" : "part.csv";
        _trainer.Write(csv, string.Join('\n', lines.Where(line => line.Length > 0)) + "\n");
        if (form == "parquet")
        {
            ToParquet(csv, $"{folder}/{name}.parquet");
        }
    }

    private void ToParquet(string csv, string parquet)
    {
        using var engine = new DuckDbEngine(128);
        engine.Execute(
            $"COPY (SELECT * FROM read_csv({DuckDbEngine.Literal(_trainer.PathOf(csv))}, header = true, all_varchar = true)) TO {DuckDbEngine.Literal(_trainer.PathOf(parquet))} (FORMAT parquet)",
            TestContext.Current.CancellationToken);
    }
}
