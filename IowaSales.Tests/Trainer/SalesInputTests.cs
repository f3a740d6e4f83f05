using System.IO.Compression;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data.DuckDb;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>Every verb that reads sales takes the same files, and refuses the same ones in the same way.</summary>
public sealed class SalesInputTests : IDisposable
{
    private readonly TrainerRun _trainer = new();

    [Theory]
    [InlineData("quality", "--json")]
    [InlineData("train", "--preset", "fast", "--horizon", "2", "--json")]
    [InlineData("evaluate", "--preset", "fast", "--windows", "1", "--json")]
    public async Task Text_packed_text_and_Parquet_by_two_columns_are_the_same_sales(params string[] verb)
    {
        var csv = WriteTwoKeys();
        var answers = new List<string>();
        foreach (var file in (string[])["two.csv", "two.csv.gz", "two.parquet"])
        {
            await _trainer.DoAsync([.. verb, "--data", file, "--key", "store,item_number"]);
            Assert.True(verb[0] == "train" || _trainer.Out.Contains("2190|36308", StringComparison.Ordinal));
            answers.Add(WithoutTimes(_trainer.Out, file));
        }

        Assert.Equal(24 * 5 * 3, csv);
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    [Fact]
    public async Task Sales_newer_than_the_model_are_read_in_every_form_by_two_columns()
    {
        WriteTwoKeys();
        await _trainer.DoAsync("train", "--preset", "fast", "--data", "two.csv", "--key", "store", "item_number");
        var answers = new List<string>();
        foreach (var file in (string[])["two.csv", "two.csv.gz", "two.parquet"])
        {
            await _trainer.DoAsync("predict", "--data", file, "--key", "store,item_number", "--items", "2190|36308");
            answers.Add(_trainer.Out);
        }

        Assert.Equal(8, answers[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    [Fact]
    public async Task A_folder_of_parts_is_one_table_and_the_part_at_fault_is_named()
    {
        Directory.CreateDirectory(_trainer.PathOf("parts"));
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "parts"));
        Assert.Contains("parts holds no .parquet, .csv or .csv.gz file", _trainer.Complaint, StringComparison.Ordinal);

        _trainer.Write("whole.csv", "date,item_name,total_amount_sold\n2024-01-01,A,1\n2024-01-02,A,2\n2024-01-02,B,5\n2024-01-02,A,3\n");
        _trainer.Write("one.csv", "date,item_name,total_amount_sold\n2024-01-01,A,1\n2024-01-02,A,2\n");
        _trainer.Write("two.csv", "date,item_name,total_amount_sold\n2024-01-02,B,5\n2024-01-02,A,3\n");
        ToParquet("one.csv", "parts/one.parquet");
        ToParquet("two.csv", "parts/two.parquet");
        await _trainer.DoAsync("quality", "--data", "whole.csv", "--json");
        var whole = _trainer.Out;
        await _trainer.DoAsync("quality", "--data", "parts", "--json");
        Assert.Equal(WithoutTimes(whole, "whole.csv"), WithoutTimes(_trainer.Out, "parts"));

        // A folder for each value of a column, as Hive and Spark write them: the name is text, with its zero.
        foreach (var (item, rows) in (ReadOnlySpan<(string, string)>)[("007", "2024-01-01,1\n2024-01-02,5\n"), ("8", "2024-01-02,5\n")])
        {
            Directory.CreateDirectory(_trainer.PathOf($"hive/item_name={item}"));
            _trainer.Write("rows.csv", $"date,total_amount_sold\n{rows}");
            ToParquet("rows.csv", $"hive/item_name={item}/part.parquet");
        }

        _trainer.Write("named.csv", "date,item_name,total_amount_sold\n2024-01-01,007,1\n2024-01-02,007,5\n2024-01-02,8,5\n");
        await _trainer.DoAsync("quality", "--data", "named.csv", "--json");
        whole = _trainer.Out;
        await _trainer.DoAsync("quality", "--data", "hive", "--json");
        Assert.Equal(WithoutTimes(whole, "named.csv"), WithoutTimes(_trainer.Out, "hive"));

        _trainer.Write("bad.csv", "date,item_name,total_amount_sold\n2024-01-01,A,1\n2024-01-02,A,much\n");
        Directory.CreateDirectory(_trainer.PathOf("faulty"));
        ToParquet("one.csv", "faulty/1.parquet");
        ToParquet("bad.csv", "faulty/2.parquet");
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "faulty"));
        Assert.StartsWith("2.parquet has 1 row that cannot be read (row 2: ", _trainer.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_text_is_one_table_written_in_one_way_and_the_part_at_fault_is_named()
    {
        // Only the second part shows that the day comes first, and both hold a row of one item and day.
        _trainer.Write("whole.csv", "date,item_name,total_amount_sold\n02/01/2024,A,1\n03/01/2024,A,2\n13/01/2024,B,5\n03/01/2024,A,3\n");
        Directory.CreateDirectory(_trainer.PathOf("parts/later"));
        _trainer.Write("parts/1.csv", "date,item_name,total_amount_sold\n02/01/2024,A,1\n03/01/2024,A,2\n");
        using (var packed = new GZipStream(File.Create(_trainer.PathOf("parts/later/2.csv.gz")), CompressionLevel.Fastest))
        {
            packed.Write("item_name,total_amount_sold,date\nB,5,13/01/2024\nA,3,03/01/2024\n"u8);
        }

        await _trainer.DoAsync("quality", "--data", "whole.csv", "--json");
        var whole = _trainer.Out;
        await _trainer.DoAsync("quality", "--data", "parts", "--json");
        Assert.Equal(WithoutTimes(whole, "whole.csv"), WithoutTimes(_trainer.Out, "parts"));

        _trainer.Write("parts/3.csv", "date,item_name,total_amount_sold\n14/01/2024,A,much\n");
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("train", "--data", "parts"));
        Assert.StartsWith($"{Path.Combine("parts", "3.csv")} has 1 line that cannot be read (line 2: ", _trainer.Complaint, StringComparison.Ordinal);

        _trainer.Write("parts/3.csv", "date,product,total_amount_sold\n14/01/2024,A,7\n");
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "parts"));
        Assert.StartsWith($"{Path.Combine("parts", "3.csv")} has no column item_name", _trainer.Complaint, StringComparison.Ordinal);

        _trainer.Write("parts/3.csv", "date;item_name;total_amount_sold\n14/01/2024;A;7\n");
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "parts"));
        Assert.Contains($"{Path.Combine("parts", "3.csv")} separates fields by ';'", _trainer.Complaint, StringComparison.Ordinal);

        ToParquet("whole.csv", "parts/4.parquet");
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "parts"));
        Assert.Contains("parts holds 1 Parquet and 3 CSV parts; keep one kind of them", _trainer.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "line 4")]
    [InlineData("parquet", "row 3")]
    public async Task The_offending_line_is_the_one_that_is_named(string form, string place)
    {
        _trainer.Write("bad.csv", "date,item_name,total_amount_sold\n2024-01-01,A,1\n2024-01-02,A,2\n2024-01-03,A,many\n2024-01-04,A,3\n");
        ToParquet("bad.csv", "bad.parquet");

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("train", "--data", $"bad.{form}"));

        Assert.StartsWith($"bad.{form} has 1 {place.Split(' ')[0]} that cannot be read ({place}: ", _trainer.Complaint, StringComparison.Ordinal);
        Assert.Contains("'many'", _trainer.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_blanks_around_it_is_one_series_in_Parquet_too()
    {
        _trainer.Write("blanks.csv", "date,item_name,total_amount_sold\n2024-01-01,A,1\n2024-01-01,A ,2\n2024-01-02, A,4\n");
        ToParquet("blanks.csv", "blanks.parquet");

        await _trainer.DoAsync("quality", "--data", "blanks.parquet", "--json");

        Assert.Contains("\"items\": 1,", _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("\"duplicates\": 1,", _trainer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task A_part_of_a_key_that_holds_the_separator_is_refused(string form)
    {
        _trainer.Write("bar.csv", "date,store,item,total_amount_sold\n2024-01-01,1,A|B,1\n2024-01-02,1,A,2\n");
        ToParquet("bar.csv", "bar.parquet");

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", $"bar.{form}", "--key", "store,item"));

        Assert.Contains("which joins the parts of a key", _trainer.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty; its first line must be the header")]
    [InlineData("date,item_name,total_amount_sold\n", "has no rows of sales below its header")]
    [InlineData("day,item_name,total_amount_sold\n2024-01-01,A,1\n", "has no column date: its header is day,item_name,total_amount_sold")]
    [InlineData("date,item_name,total_amount_sold\n2024-01-01,A,1\n01/02/2024,A,1\n", "line 3: '01/02/2024' in column date is written MM/dd/yyyy while line 2 is written yyyy-MM-dd")]
    [InlineData("date,item_name,total_amount_sold\n2024-01-01,A,1\n2024-01-02,A,1\n", "cover 2 days; forecasting 7 days")]
    public async Task What_cannot_be_learnt_from_is_refused_and_leaves_no_model(string csv, string sentence)
    {
        _trainer.Write("bad.csv", csv);

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("train", "--data", "bad.csv"));

        Assert.Contains(sentence, _trainer.Error, StringComparison.Ordinal);
        Assert.Equal(["bad.csv"], _trainer.Entries());
    }

    [Fact]
    public async Task The_first_ten_offending_lines_are_listed()
    {
        _trainer.Write("bad.csv", "date,item_name,total_amount_sold\n" + string.Concat(Enumerable.Range(0, 30).Select(day => $"2024-01-{day + 1:D2},A,{(day % 2 == 0 ? "x" : "1")}\n")));

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("train", "--data", "bad.csv"));

        var listed = _trainer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToArray();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"  line {2 + (2 * i)}: 'x' in column total_amount_sold is not a number"), listed);
    }

    public void Dispose() => _trainer.Dispose();

    private static string WithoutTimes(string json, string file) => string.Join('\n', json.Replace(file, "", StringComparison.Ordinal).Split('\n')
        .Where(line => !line.Contains("seconds\"", StringComparison.Ordinal) && !line.Contains("_at\"", StringComparison.Ordinal)));

    private int WriteTwoKeys()
    {
        var lines = new List<string> { "date,store,item_number,total_amount_sold" };
        var first = new DateOnly(2023, 1, 2);
        for (var day = 0; day < 24 * 7; day++)
        {
            var date = first.AddDays(day);
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                lines.AddRange(((string[])["2190,36308", "2190,43338", "4829,36308"]).Select((key, number) =>
                    $"{date:yyyy-MM-dd},{key},{10 + (day * (number + 3) % 17)}"));
            }
        }

        _trainer.Write("two.csv", string.Join('\n', lines) + "\n");
        using (var packed = new GZipStream(File.Create(_trainer.PathOf("two.csv.gz")), CompressionLevel.Fastest))
        {
            packed.Write(File.ReadAllBytes(_trainer.PathOf("two.csv")));
        }

        ToParquet("two.csv", "two.parquet");
        return lines.Count - 1;
    }

    private void ToParquet(string csv, string parquet)
    {
        using var engine = new DuckDbEngine(128);
        engine.Execute(
            $"COPY (SELECT * FROM read_csv({DuckDbEngine.Literal(_trainer.PathOf(csv))}, header = true)) TO {DuckDbEngine.Literal(_trainer.PathOf(parquet))} (FORMAT parquet)",
            TestContext.Current.CancellationToken);
    }
}
