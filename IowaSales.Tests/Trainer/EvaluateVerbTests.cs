using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Evaluate.Html;
using Xunit;

namespace IowaSales.Tests.Trainer;

public sealed class EvaluateVerbTests : IDisposable
{
    private readonly TrainerRun _trainer = new();

    [Fact]
    public async Task Every_form_of_the_report_holds_the_same_figures()
    {
        _trainer.WriteSales("sales.csv", 150, "A", "B & <C>");

        await _trainer.DoAsync(
            "evaluate", "--data", "sales.csv", "--preset", "fast", "--windows", "3", "--json",
            "--output", "out/r.json", "r.csv", "r.html", "--forecasts", "cells.csv");

        using var printed = JsonDocument.Parse(_trainer.Out);
        using var written = JsonDocument.Parse(File.ReadAllText(_trainer.PathOf("out/r.json")));
        Assert.Equal(printed.RootElement.GetRawText(), written.RootElement.GetRawText());
        var overall = printed.RootElement.GetProperty("models")[0].GetProperty("accuracy").GetProperty("overall");
        Assert.Equal(30, overall.GetProperty("cells").GetInt32());

        var header = File.ReadLines(_trainer.PathOf("r.csv")).First().Split(',');
        var row = File.ReadLines(_trainer.PathOf("r.csv")).Skip(1).First().Split(',');
        Assert.Equal("overall", row[1]);
        Assert.Equal(overall.GetProperty("mase").GetDouble(), Number(row[Array.IndexOf(header, "mase")]), 1e-6);
        Assert.Equal(overall.GetProperty("coverage80").GetDouble(), Number(row[Array.IndexOf(header, "coverage_80")]), 1e-6);

        // The mean absolute error again, from the forecasts behind it.
        var cells = File.ReadLines(_trainer.PathOf("cells.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.Equal(30, cells.Length);
        Assert.Equal(overall.GetProperty("mae").GetDouble(), cells.Average(cell => Math.Abs(Number(cell[5]) - Number(cell[11]))), 1e-3);
    }

    [Fact]
    public async Task The_page_is_whole_encoded_and_asks_for_nothing_from_outside()
    {
        _trainer.WriteSales("sales.csv", 150, "A", "<script>alert(1)</script>");

        await _trainer.DoAsync("evaluate", "--data", "sales.csv", "--preset", "fast", "--windows", "3", "--output", "r.html");

        var html = File.ReadAllText(_trainer.PathOf("r.html"));
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("://", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // The page is HTML, whose meta tags have no end; all else in it is also XML.
        var page = XDocument.Parse(Regex.Replace(html, "<meta([^>]*)>", "<meta$1/>"));
        Assert.Equal(6, page.Descendants().Count(element => element.Name.LocalName == "svg"));
        Assert.Equal(30, page.Descendants().Count(element => element.Name.LocalName == "circle" && ((string?)element.Attribute("class"))!.StartsWith("actual", StringComparison.Ordinal)));
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_model_is_judged_as_it_stands_on_newer_sales()
    {
        _trainer.WriteSales("old.csv", 120, "A", "B");
        _trainer.WriteSales("new.csv", 150, "A", "B", "NEW");
        await _trainer.DoAsync("train", "--data", "old.csv", "--preset", "fast");

        await _trainer.DoAsync("evaluate", "--data", "new.csv", "--model", "model", "--json");

        using var report = JsonDocument.Parse(_trainer.Out);
        Assert.StartsWith("as saved", report.RootElement.GetProperty("models")[0].GetProperty("how").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["2023-05-04", "2023-05-11", "2023-05-18", "2023-05-25"],
            report.RootElement.GetProperty("origins").EnumerateArray().Select(origin => origin.GetString()));
        Assert.Equal(3, report.RootElement.GetProperty("items").GetInt32());
    }

    [Fact]
    public async Task Windows_that_a_saved_model_has_learnt_are_forecast_by_its_recipe_instead()
    {
        _trainer.WriteSales("sales.csv", 150, "A", "B");
        await _trainer.DoAsync("train", "--data", "sales.csv", "--preset", "fast", "--model", "one");
        await _trainer.DoAsync("train", "--data", "sales.csv", "--preset", "fast", "--model", "two");

        await _trainer.DoAsync("evaluate", "--data", "sales.csv", "--model", "one", "--against", "two", "--windows", "2");

        Assert.Contains("trained by its recipe before each window", _trainer.Error, StringComparison.Ordinal);
        Assert.Contains("the two forecast the same in all 2 windows", _trainer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_without_enough_sales_before_them_are_left_out_and_said_so()
    {
        _trainer.WriteSales("sales.csv", 60, "A");

        await _trainer.DoAsync("evaluate", "--data", "sales.csv", "--preset", "fast", "--windows", "9", "--json");

        // A training for 7 days takes 35, so the first of the windows that end on day 60 begins on day 39.
        Assert.Contains("3 windows instead of 9", _trainer.Error, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(_trainer.Out);
        Assert.Equal(
            ["2023-02-10", "2023-02-17", "2023-02-24"],
            report.RootElement.GetProperty("origins").EnumerateArray().Select(origin => origin.GetString()));
    }

    [Fact]
    public async Task A_horizon_beyond_the_saved_models_is_refused()
    {
        _trainer.WriteSales("old.csv", 120, "A");
        _trainer.WriteSales("new.csv", 170, "A");
        await _trainer.DoAsync("train", "--data", "old.csv", "--preset", "fast", "--quiet");

        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync("evaluate", "--data", "new.csv", "--model", "model", "--horizon", "9"));

        Assert.Contains("--horizon 9 is more than the 7 days that the model forecasts", _trainer.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_models_are_compared_on_the_same_days_as_they_stand()
    {
        _trainer.WriteSales("old.csv", 120, "A", "B");
        _trainer.WriteSales("new.csv", 180, "A", "B");
        await _trainer.DoAsync("train", "--data", "old.csv", "--preset", "fast", "--model", "one");
        await _trainer.DoAsync("train", "--data", "old.csv", "--preset", "fast", "--model", "other", "--items", "B");

        await _trainer.DoAsync("evaluate", "--data", "new.csv", "--model", "one", "--against", "other", "--json", "--output", "r.html");

        using var report = JsonDocument.Parse(_trainer.Out);
        var models = report.RootElement.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal(2, models.Length);
        Assert.All(models, model => Assert.StartsWith("as saved", model.GetProperty("how").GetString(), StringComparison.Ordinal));
        Assert.Equal(
            models[0].GetProperty("accuracy").GetProperty("overall").GetProperty("cells").GetInt32(),
            models[1].GetProperty("accuracy").GetProperty("overall").GetProperty("cells").GetInt32());
        var result = report.RootElement.GetProperty("comparisons")[0].GetProperty("result");
        Assert.Equal(8, result.GetProperty("windows").GetInt32());
        Assert.InRange(result.GetProperty("test").GetProperty("p_value").GetDouble(), 0, 1);
        Assert.Contains("Which model is better", File.ReadAllText(_trainer.PathOf("r.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.BadUsage, "--output report.txt must end in", "--output", "report.txt")]
    [InlineData(ExitCode.BadUsage, "--windows must be a whole number, 1 .. 520, not '0'.", "--windows", "0")]
    [InlineData(ExitCode.BadUsage, "--protocol must be reported or trading, not 'sometimes'.", "--protocol", "sometimes")]
    [InlineData(ExitCode.BadInput, "There is no model in", "--against", "nowhere")]
    [InlineData(ExitCode.BadInput, "The sales cover 40 days; one window of 20 days", "--horizon", "20")]
    public async Task What_cannot_be_evaluated_is_refused_with_one_sentence(int code, string sentence, params string[] args)
    {
        _trainer.WriteSales("sales.csv", 40, "A");

        Assert.Equal(code, await _trainer.RunAsync(["evaluate", "--data", "sales.csv", "--preset", "fast", .. args]));

        Assert.Contains(sentence, _trainer.Complaint, StringComparison.Ordinal);
        Assert.Equal(["sales.csv"], _trainer.Entries());
    }

    [Theory]
    [InlineData(0, 1, 0, 1, 6)]
    [InlineData(0, 19_400, 0, 20_000, 5)]
    [InlineData(-3, 4, -4, 4, 5)]
    [InlineData(0, 0, 0, 0.2, 2)]
    public void Ticks_are_round_and_cover_the_range(double min, double max, double first, double last, int count)
    {
        var ticks = PlotFrame.TicksOf(min, max);

        Assert.Equal(first, ticks[0], 1e-9);
        Assert.Equal(count, ticks.Length);
        Assert.Equal(last, ticks[^1], 1e-9);
    }

    public void Dispose() => _trainer.Dispose();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
