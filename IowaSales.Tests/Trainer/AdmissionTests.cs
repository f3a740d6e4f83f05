using System.Globalization;
using System.Text;
using System.Text.Json;
using IowaSales.Trainer.CommandLine;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>What comes in is judged by one set of rules, whatever the verb; each test is a kind of file that once went wrong without a word.</summary>
public sealed class AdmissionTests : IDisposable
{
    private const string Header = "date,item_name,total_amount_sold";

    private readonly TrainerRun _trainer = new();

    [Theory]
    [InlineData("1e308")]
    [InlineData("-1e12")]
    [InlineData("1000000001")]
    public async Task An_amount_beyond_the_bounds_is_refused_by_every_verb(string amount)
    {
        WriteDaily("big.csv", row => row.Day == 42 && row.Item == "ALPHA" ? row with { Amount = amount } : row);
        foreach (var verb in (string[])["train", "quality", "evaluate"])
        {
            Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync(verb, "--data", "big.csv"));
            Assert.Contains($"'{amount}' in column total_amount_sold is not between -1000000000 and 1000000000", _trainer.Complaint, StringComparison.Ordinal);
        }

        Assert.Equal(["big.csv"], _trainer.Entries());
    }

    [Theory]
    [InlineData("2203-11-30")]
    [InlineData("0203-11-30")]
    public async Task A_day_beyond_the_bounds_is_refused_with_the_bounds(string date)
    {
        WriteDaily("far.csv", row => row.Day == 42 && row.Item == "ALPHA" ? row with { Date = date } : row);
        foreach (var verb in (string[])["train", "quality"])
        {
            Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync(verb, "--data", "far.csv"));
            Assert.Contains($"'{date}' in column date is not between 1980-01-01 and ", _trainer.Complaint, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(7, "one day a week, a Sunday")]
    [InlineData(14, "one day every 2 weeks, a Sunday")]
    [InlineData(0, "one day a month")]
    public async Task Totals_of_a_week_or_a_month_are_refused(int spacing, string words)
    {
        var dates = Enumerable.Range(0, 60)
            .Select(step => spacing == 0 ? new DateOnly(2019, 1, 31).AddMonths(step) : new DateOnly(2021, 1, 3).AddDays(spacing * step))
            .Where((_, step) => step % 10 != 7);
        _trainer.Write("coarse.csv", $"{Header}\n{string.Concat(dates.Select((date, step) => $"{date:yyyy-MM-dd},ALPHA,{500 + (step * 37 % 90)}\n"))}");

        foreach (var verb in (string[])["train", "evaluate"])
        {
            Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync(verb, "--data", "coarse.csv", "--preset", "fast", "--horizon", "28"));
            Assert.StartsWith("coarse.csv cannot be trained on: the sales have " + words, _trainer.Complaint, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "coarse.csv", "--strict", "daily"));
    }

    [Fact]
    public async Task An_item_that_rarely_sells_is_no_weekly_panel()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 400).Where(_ => random.Next(9) == 0).Select(day => $"{new DateOnly(2023, 1, 2).AddDays(day):yyyy-MM-dd},RARE,{1 + random.Next(5)}\n");
        _trainer.Write("rare.csv", $"{Header}\n{string.Concat(rows)}");

        Assert.Equal(ExitCode.Done, await _trainer.RunAsync("quality", "--data", "rare.csv", "--strict", "daily"));
    }

    [Fact]
    public async Task The_exact_name_is_preferred_and_an_ambiguous_one_lists_the_names()
    {
        string[] spellings = ["ALPHA VODKA", "alpha vodka", "Alpha Vodka "];
        WriteDaily("case.csv", row => row.Item == "ALPHA" ? row with { Item = spellings[row.Day % 2] } : row);
        await _trainer.DoAsync("train", "--data", "case.csv", "--preset", "fast");
        Assert.Contains("names: 1 group of items has names that look alike and are separate series: 'ALPHA VODKA' / 'alpha vodka'.", _trainer.Error, StringComparison.Ordinal);

        await _trainer.DoAsync("predict", "--items", "alpha vodka");
        Assert.Equal(7, _trainer.Out.Split('\n').Count(line => line.StartsWith("alpha vodka,", StringComparison.Ordinal)));
        Assert.DoesNotContain("ALPHA VODKA,", _trainer.Out, StringComparison.Ordinal);

        await _trainer.DoAsync("predict", "--items", "beta", "ALPHA\u00A0VODKA");
        Assert.Contains("ALPHA VODKA,", _trainer.Out, StringComparison.Ordinal);

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("predict", "--items", "Alpha vodka"));
        Assert.Equal("'Alpha vodka' may be any of 'ALPHA VODKA', 'alpha vodka'; write one of them exactly.", _trainer.Complaint);
    }

    [Fact]
    public async Task Train_evaluate_and_quality_say_the_same_of_a_file()
    {
        WriteDaily("odd.csv", row => row with { Date = row.Date });
        File.AppendAllText(_trainer.PathOf("odd.csv"), $"2023-03-01,ALPHA,5\n2023-03-02,BETA,-900\n2023-03-03,AL\u00ADPHA,1\n2023-03-06,beta,7\n");
        await _trainer.DoAsync("quality", "--data", "odd.csv");
        var said = _trainer.Out.Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(line => line.TrimEnd()).ToArray();
        string[] rules = ["duplicates: 3 rows repeat an item and date", "names: 1 group of items has names that look alike", "negatives: 1 total is negative"];
        Assert.All(rules, rule => Assert.Contains(said, line => line.StartsWith(rule, StringComparison.Ordinal)));

        await _trainer.DoAsync("train", "--data", "odd.csv", "--preset", "fast");
        Assert.All(rules, rule => Assert.Contains(_trainer.Error.Split('\n'), line => line.StartsWith(rule, StringComparison.Ordinal)));
        await _trainer.DoAsync("train", "--data", "odd.csv", "--preset", "fast", "--quiet");
        Assert.Equal("", _trainer.Error);
    }

    [Fact]
    public async Task Days_that_read_two_ways_are_said_to_and_the_option_settles_them()
    {
        var rows = Enumerable.Range(1, 12).SelectMany(month => Enumerable.Range(1, 12).Select(day => new DateOnly(2023, month, day)))
            .Select(date => $"{date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)},ALPHA,{100 + date.Day}\n");
        _trainer.Write("dmy.csv", $"{Header}\n{string.Concat(rows)}");

        await _trainer.DoAsync("quality", "--data", "dmy.csv");
        Assert.Contains("ambiguous: The dates can be read two ways", _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("--date-format dd/MM/yyyy", _trainer.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "dmy.csv", "--strict", "ambiguous"));
        Assert.Equal(ExitCode.Done, await _trainer.RunAsync("quality", "--data", "dmy.csv", "--strict", "ambiguous", "--date-format", "dd/MM/yyyy"));
    }

    [Theory]
    [InlineData("--date-format", "yyyy", "does not write a whole day")]
    [InlineData("--date-format", "d", "does not write a whole day")]
    [InlineData("--decimal", ";", "must be . or ,")]
    [InlineData("--delimiter", "ab", "must be one sign")]
    [InlineData("--delimiter", "a", "must be one sign")]
    [InlineData("--encoding", "klingon", "is not known")]
    public async Task An_option_of_the_format_that_makes_no_sense_is_bad_usage(string option, string value, string sentence)
    {
        WriteDaily("a.csv", row => row);
        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync("quality", "--data", "a.csv", option, value));
        Assert.Contains(sentence, _trainer.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict", "--output", "out.parquet", ".csv or .json")]
    [InlineData("predict", "--output", "out.xlsx", ".csv or .json")]
    [InlineData("quality", "--output", "out.csv", ".json")]
    [InlineData("evaluate", "--forecasts", "out.parquet", ".csv")]
    [InlineData("evaluate", "--output", "out.parquet", ".json, .csv or .html")]
    [InlineData("simulate", "--output", "out.parquet", ".csv")]
    public async Task A_form_that_is_not_written_is_refused_before_any_work(string verb, string option, string file, string endings)
    {
        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync(verb, option, file));
        Assert.Contains($"must end in {endings}", _trainer.Complaint, StringComparison.Ordinal);
        Assert.Empty(_trainer.Entries());
    }

    [Fact]
    public async Task An_item_that_only_came_back_is_forecast_zero_and_returns_do_not_lower_the_others()
    {
        WriteDaily("returns.csv", row => row.Item == "ALPHA" ? row with { Amount = $"-{row.Amount}" } : row);
        await _trainer.DoAsync("train", "--data", "returns.csv", "--preset", "medium");
        Assert.Contains("totals are negative (more came back than was sold)", _trainer.Error, StringComparison.Ordinal);

        await _trainer.DoAsync("predict", "--json");
        using var document = JsonDocument.Parse(_trainer.Out);
        foreach (var item in document.RootElement.GetProperty("items").EnumerateArray())
        {
            var all = item.GetProperty("predictions").EnumerateArray().Sum(day =>
                day.GetProperty("mean").GetDouble() + day.GetProperty("quantiles").EnumerateObject().Sum(quantile => quantile.Value.GetDouble()));
            Assert.True(item.GetProperty("item").GetString() == "ALPHA" ? all == 0 : all > 100, $"{item.GetProperty("item")}: {all}");
        }
    }

    [Theory]
    [InlineData(100, "7", "")]
    [InlineData(400, "300", "cover 400 days; forecasting 300 days needs at least 599.")]
    [InlineData(29, "2", "cover 29 days; forecasting 2 days needs at least 30.")]
    [InlineData(1, "1", "cover 1 day; forecasting 1 day needs at least 29.")]
    public async Task The_days_that_a_horizon_needs_are_the_days_that_it_needs(int days, string horizon, string sentence)
    {
        WriteSpan("span.csv", days);
        var code = await _trainer.RunAsync("train", "--data", "span.csv", "--preset", "fast", "--horizon", horizon);
        Assert.Equal(sentence.Length == 0 ? ExitCode.Done : ExitCode.BadInput, code);
        Assert.Contains(sentence, _trainer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", _trainer.Error, StringComparison.Ordinal);

        if (sentence.Length > 0)
        {
            var needed = int.Parse(sentence.Split(' ')[^1].TrimEnd('.'), CultureInfo.InvariantCulture);
            WriteSpan("enough.csv", needed);
            Assert.Equal(ExitCode.Done, await _trainer.RunAsync("train", "--data", "enough.csv", "--preset", "fast", "--horizon", horizon));
        }
    }

    [Fact]
    public async Task One_row_that_is_hardly_sales_breaks_the_rule_on_outliers()
    {
        WriteDaily("far.csv", row => row.Day == 42 && row.Item == "ALPHA" ? row with { Amount = "90000000" } : row);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "far.csv", "--strict", "outliers"));
        Assert.Contains("1 row lies more than 200 robust deviations from the median of the item", _trainer.Complaint, StringComparison.Ordinal);
        WriteDaily("near.csv", row => row.Day == 42 && row.Item == "ALPHA" ? row with { Amount = "900" } : row);
        Assert.Equal(ExitCode.Done, await _trainer.RunAsync("quality", "--data", "near.csv", "--strict", "outliers"));
    }

    [Fact]
    public async Task Commands_of_a_terminal_do_not_get_through()
    {
        WriteDaily("esc.csv", row => row.Day == 3 ? row with { Item = "A\u001B]0;owned\u0007\u009B31m" } : row);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "esc.csv"));
        Assert.Contains("\\u001B]0;owned\\u0007\\u009B31m", _trainer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_trainer.Error, letter => char.IsControl(letter) && letter != '\n');

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("predict", "--data", "no\u001B[2Jfile.csv", "--model", "none\u001B[2J"));
        Assert.DoesNotContain(_trainer.Error, letter => char.IsControl(letter) && letter != '\n');
    }

    [Fact]
    public async Task Parquet_is_judged_by_the_same_rules()
    {
        _trainer.Write("p.csv", $"{Header}\n2203-01-31,A,1\n2024-01-31,B\u001B,2\n2024-02-30,C,3\n2024-01-31,D,1e12\n2024-01-31,\u200B,1\n");
        _trainer.ToParquet("p.csv", "p.parquet");

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("quality", "--data", "p.parquet"));

        var lines = _trainer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("  row 1: '2203-01-31' in column date is not between 1980-01-01 and", lines[0], StringComparison.Ordinal);
        Assert.Equal("  row 2: column item_name has a name that has the control character U+001B in it", lines[1]);
        Assert.Equal("  row 3: '2024-02-30' in column date is not a date in the form yyyy-MM-dd of row 1", lines[2]);
        Assert.Equal("  row 4: '1e12' in column total_amount_sold is not between -1000000000 and 1000000000", lines[3]);
        Assert.Equal("  row 5: column item_name is blank", lines[4]);
    }

    [Fact]
    public async Task Parquet_gives_the_sales_of_the_text()
    {
        _trainer.Write("t.csv", $"{Header}\n03/04/2024,JOS\u00C9,1\n25/04/2024,JOSE\u0301,2\n25/04/2024,\u00A0A  B,-4\n25/04/2024,A B,1\n");
        _trainer.ToParquet("t.csv", "t.parquet");
        var answers = new List<string>();
        foreach (var file in (string[])["t.csv", "t.parquet"])
        {
            await _trainer.DoAsync("quality", "--data", file, "--json");
            answers.Add(_trainer.Out);
        }

        Assert.Equal(answers[0], answers[1]);
        using var document = JsonDocument.Parse(answers[0]);
        Assert.Equal((2, 1, "2024-04-03"), (
            document.RootElement.GetProperty("items").GetInt32(),
            document.RootElement.GetProperty("duplicates").GetInt32(),
            document.RootElement.GetProperty("from").GetString()));
        Assert.Equal(2, document.RootElement.GetProperty("other_spellings").GetArrayLength());
    }

    public void Dispose() => _trainer.Dispose();

    /// <summary>Weekday sales of three items over a year, each row as the test wants it.</summary>
    private void WriteDaily(string name, Func<Row, Row> change)
    {
        var text = new StringBuilder($"{Header}\n");
        foreach (var item in (string[])["ALPHA", "BETA", "GAMMA"])
        {
            for (var day = 0; day < 364; day++)
            {
                var date = new DateOnly(2023, 1, 2).AddDays(day);
                if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                {
                    var row = change(new Row(day, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), item, (80 + (day * 31 % 60)).ToString(CultureInfo.InvariantCulture)));
                    text.Append($"{row.Date},{row.Item},{row.Amount}\n");
                }
            }
        }

        _trainer.Write(name, text.ToString());
    }

    private void WriteSpan(string name, int days) => _trainer.Write(name, $"{Header}\n{string.Concat(Enumerable.Range(0, days).SelectMany(day =>
        ((string[])["A", "B"]).Select(item => $"{new DateOnly(2023, 1, 2).AddDays(day):yyyy-MM-dd},{item},{50 + (day * 13 % 40)}\n")))}");

    private sealed record Row(int Day, string Date, string Item, string Amount);
}
