using IowaSales.Tests.Forecasting.Data;
using IowaSales.Trainer.CommandLine;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>
/// Small files that once went wrong, each through the real command line with the command that showed it. They lie beside the repository;
/// without them the tests are skipped. Case 11 needs no file and is in <see cref="PredictVerbTests"/>, cases 15, 17, 23 and 24 in the tests of
/// imports, totals and the scripts.
/// </summary>
public sealed class CaseTests : IDisposable
{
    private static readonly string Cases = Path.Combine(RepositoryFolder.Shared, "cases");

    private readonly TrainerRun _trainer = new();

    [Theory]
    [InlineData("fast")]
    [InlineData("medium")]
    public async Task Case_01_the_eve_of_a_holiday_is_open_after_it_fell_on_a_Sunday(string preset)
    {
        var rows = await ForecastAsync("01-eve-of-holiday-closed/b1-eve-sunday.csv", "--preset", preset, "--horizon", "28");

        var eve = rows.At("ALPHA VODKA", "2024-06-18");
        Assert.False(eve.Closed);
        Assert.InRange(eve.Median, 105, 145);
        Assert.InRange(rows.At("ALPHA VODKA", "2024-06-11").Median, 105, 145);
    }

    [Theory]
    [InlineData("89-holidays.csv")]
    [InlineData("90-holidays-zero.csv")]
    [InlineData("a1-full-zeros.csv")]
    public async Task Case_02_days_on_which_every_item_has_0_are_closed(string file)
    {
        var rows = await ForecastAsync($"02-explicit-zero-holidays/{file}", "--preset", "fast");

        Assert.All(rows.Items, item => Assert.All((string[])["2024-05-25", "2024-05-27"], date => Assert.True(rows.At(item, date).Closed)));
        Assert.All(rows.Items, item => Assert.False(rows.At(item, "2024-05-28").Closed));
    }

    [Fact]
    public async Task Case_03_an_unseen_item_has_an_interval()
    {
        await _trainer.DoAsync("train", "--data", PathOf("03-unseen-item-zero-width/old.csv"), "--preset", "fast");
        await _trainer.DoAsync("predict", "--data", PathOf("03-unseen-item-zero-width/new.csv"), "--output", "f.csv");
        var rows = ForecastRows.Read(_trainer.PathOf("f.csv"));
        rows.HoldTogether();

        var own = rows.Rows.Where(row => row is { Item: "BRAND NEW GIN", Closed: false } && row.Median > 0).ToArray();
        Assert.NotEmpty(own);
        Assert.All(own, row => Assert.True(row.Quantiles[^1] - row.Quantiles[0] > 0.5 * row.Median));
    }

    [Theory]
    [InlineData("85-new1.csv")]
    [InlineData("d2-new1-thu.csv")]
    public async Task Case_04_one_row_of_a_new_item_moves_no_other(string file)
    {
        var before = await ForecastAsync("04-one-new-row-shifts-all-means/00-ok.csv", "--preset", "fast");
        var after = await ForecastAsync($"04-one-new-row-shifts-all-means/{file}", "--preset", "fast");

        Assert.All(before.Rows, row => Assert.InRange(
            after.Rows.Single(other => other.Item == row.Item && other.Date == row.Date).Mean, 0.98 * row.Mean, 1.02 * row.Mean));
    }

    [Theory]
    [InlineData("05-one-huge-value-NaN/29-1e308.csv", "'1e308' in column total_amount_sold is not between -1000000000 and 1000000000")]
    [InlineData("06-monthly-silently-zero/71-monthly.csv", "the sales have one day a month")]
    [InlineData("08-cp1252-merges-items/a6-cp1252-merge.csv", "it is not UTF-8 text")]
    [InlineData("10-duplicate-header/a7-dup-header-diff.csv", "the header has total_amount_sold twice")]
    [InlineData("19-weekly-with-gaps/c2-weekly-sun.csv", "the sales have one day a week, a Sunday")]
    [InlineData("21-out-of-range-dates/34-future.csv", "'2203-11-30' in column date is not between 1980-01-01 and ")]
    [InlineData("21-out-of-range-dates/35-past-typo.csv", "'1023-05-01' in column date is not between 1980-01-01 and ")]
    [InlineData("24-bad-model-sticks/29-1e308.csv", "'1e308' in column total_amount_sold")]
    public async Task Cases_05_06_08_10_19_21_24_are_refused_in_a_sentence_and_leave_nothing(string file, string sentence)
    {
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("train", "--data", PathOf(file), "--horizon", "28", "--preset", "fast"));

        Assert.Contains(sentence, _trainer.Complaint, StringComparison.Ordinal);
        Assert.Empty(_trainer.Entries());
    }

    [Fact]
    public async Task Case_07_the_exact_name_goes_first()
    {
        await ForecastAsync("07-predict-items-wrong-case/36-case-space.csv", "--preset", "fast");
        await _trainer.DoAsync("predict", "--items", "alpha vodka", "--output", "f.csv");

        Assert.Equal(["alpha vodka"], ForecastRows.Read(_trainer.PathOf("f.csv")).Items);
    }

    [Fact]
    public async Task Case_08_a_named_encoding_keeps_the_items_apart()
    {
        await _trainer.DoAsync("quality", "--data", PathOf("08-cp1252-merges-items/a6-cp1252-merge.csv"), "--encoding", "windows-1252");

        Assert.Contains("ROSÉ", _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("ROSÈ", _trainer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_09_dates_that_read_two_ways_are_said_to()
    {
        await _trainer.DoAsync("quality", "--data", PathOf("09-ambiguous-day-first/08-dmy-ambiguous.csv"));
        Assert.Contains("The dates can be read two ways: '02/01/2023' on line 2 was read as MM/dd/yyyy", _trainer.Out, StringComparison.Ordinal);

        await _trainer.DoAsync("quality", "--data", PathOf("09-ambiguous-day-first/08-dmy-ambiguous.csv"), "--date-format", "dd/MM/yyyy");
        Assert.DoesNotContain("two ways", _trainer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("37-unicode-norm.csv")]
    [InlineData("49-nbsp.csv")]
    [InlineData("55-hidden-lrm.csv")]
    public async Task Case_12_names_that_look_the_same_are_one_item_and_told(string file)
    {
        await _trainer.DoAsync("quality", "--data", PathOf($"12-name-variants/{file}"));

        Assert.Contains("645 of 3 items", _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("read as one", _trainer.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("medium")]
    public async Task Case_13_an_item_that_only_came_back_is_forecast_0(string preset)
    {
        var rows = await ForecastAsync("13-return-only-item/80-neg-only.csv", "--preset", preset);

        Assert.All(rows.Rows.Where(row => row.Item == "ALPHA VODKA"), row => Assert.Equal((0, 0), (row.Mean, row.Quantiles[^1])));
        Assert.Contains(rows.Rows, row => row.Item == "GAMMA GIN" && row.Median > 100);
    }

    [Fact]
    public async Task Case_14_a_repeated_invoice_line_counts_once_and_is_told()
    {
        await _trainer.DoAsync("aggregate", "--input", PathOf("14-duplicate-invoice-lines/i1-dup-invoice.csv"), "--output", "x.csv");

        Assert.Contains("105 bottles", _trainer.Error + _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("3 invoice lines are repeated", _trainer.Error + _trainer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("line 0", _trainer.Error + _trainer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_16_the_days_a_horizon_needs_are_named()
    {
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync(
            "train", "--data", PathOf("16-horizon-message/len700.csv"), "--preset", "fast", "--horizon", "365"));

        Assert.Contains("The sales cover 698 days; forecasting 365 days needs at least 729.", _trainer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("medium")]
    public async Task Case_18_one_amount_a_week_is_forecast_exactly(string preset)
    {
        var rows = await ForecastAsync("18-constant-weekly-item/72-mixed.csv", "--preset", preset);

        var monday = rows.At("WEEKLY ITEM", "2023-10-30");
        Assert.Equal(500, monday.Mean, 3);
        Assert.All(monday.Quantiles, quantile => Assert.Equal(500, quantile, 3));
    }

    [Fact]
    public async Task Case_20_a_holiday_of_another_country_is_learnt()
    {
        var rows = await ForecastAsync("20-foreign-holidays/a4-german.csv", "--preset", "fast");

        Assert.All(rows.Items, item => Assert.True(rows.At(item, "2023-10-03").Closed));
        Assert.All(rows.Items, item => Assert.False(rows.At(item, "2023-10-04").Closed));
    }

    [Fact]
    public async Task Case_22_train_says_that_rows_are_repeated()
    {
        await _trainer.DoAsync("train", "--data", PathOf("22-train-silent-duplicates/91-dups.csv"), "--preset", "fast");

        Assert.Contains("duplicates: 50 rows repeat an item and date", _trainer.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _trainer.Dispose();

    private static string PathOf(string file)
    {
        var path = Path.Combine(Cases, file);
        Assert.SkipUnless(File.Exists(path), "The cases are not beside the repository.");
        return path;
    }

    private async Task<ForecastRows> ForecastAsync(string file, params string[] options)
    {
        await _trainer.DoAsync(["train", "--data", PathOf(file), .. options]);
        await _trainer.DoAsync("predict", "--output", "f.csv");
        var rows = ForecastRows.Read(_trainer.PathOf("f.csv"));
        rows.HoldTogether();
        return rows;
    }
}
