using IowaSales.Forecasting.Artifacts;
using IowaSales.Trainer.CommandLine;
using Xunit;

namespace IowaSales.Tests.Trainer;

public sealed class CalendarOptionTests : IDisposable
{
    private const string Tuesday = "2023-05-02";
    private const string Wednesday = "2023-05-03";
    private const string Saturday = "2023-05-06";

    private readonly TrainerRun _trainer = new();

    [Fact]
    public async Task What_a_model_was_told_is_kept_in_it_and_another_calendar_goes_before_it()
    {
        _trainer.WriteSales("old.csv", 120, "A", "B");
        Write("known.csv", $"date,status,name,item_name\n{Tuesday},closed,Inventory,\n{Wednesday},closed,,B\n{Saturday},open,Fair,\n");
        await _trainer.DoAsync("train", "--data", "old.csv", "--preset", "fast", "--calendar", "known.csv");
        Assert.Contains("Read known.csv: 3 stated days, 2 of them closed.", _trainer.Error, StringComparison.Ordinal);

        await _trainer.DoAsync("predict", "--json");

        Assert.Equal(3, ModelStore.ReadManifest(_trainer.PathOf("model")).StatedDays);
        Assert.Equal([(true, "Inventory"), (false, null), (false, "Fair")], DaysOf(0));
        Assert.Equal([(true, "Inventory"), (true, null), (false, "Fair")], DaysOf(1));

        // Of trainer.json, for every verb.
        Write("other.csv", $"date,status\n{Wednesday},closed\n");
        Write("trainer.json", """{ "calendar": "other.csv" }""");
        await _trainer.DoAsync("predict", "--json");

        Assert.Equal([(false, null), (true, null), (true, null)], DaysOf(0));
    }

    [Fact]
    public async Task Newer_sales_leave_the_models_calendar_in_force()
    {
        _trainer.WriteSales("old.csv", 100, "A", "B");
        _trainer.WriteSales("new.csv", 120, "A", "B");
        Write("known.csv", $"date,status,name\n{Tuesday},closed,Inventory\n");
        await _trainer.DoAsync("train", "--data", "old.csv", "--preset", "fast", "--calendar", "known.csv");

        await _trainer.DoAsync("predict", "--data", "new.csv", "--json");

        Assert.Equal((true, "Inventory"), DaysOf(0)[0]);
    }

    [Fact]
    public async Task A_calendar_that_cannot_be_used_is_refused_before_anything_is_written()
    {
        _trainer.WriteSales("old.csv", 120, "A");
        Write("bad.csv", "date,status\nsoon,closed\n");

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("train", "--data", "old.csv", "--calendar", "bad.csv"));
        Assert.Contains("line 2", _trainer.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("train", "--data", "old.csv", "--calendar", "missing.ics"));
        Assert.Contains("missing.ics", _trainer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_trainer.PathOf("model")));
    }

    public void Dispose() => _trainer.Dispose();

    private void Write(string name, string text) => File.WriteAllText(_trainer.PathOf(name), text);

    /// <summary>Whether the three days are closed for an item, and their names.</summary>
    private (bool Closed, string? Holiday)[] DaysOf(int item)
    {
        using var document = System.Text.Json.JsonDocument.Parse(_trainer.Out[_trainer.Out.IndexOf('{', StringComparison.Ordinal)..]);
        var days = document.RootElement.GetProperty("items")[item].GetProperty("predictions").EnumerateArray()
            .ToDictionary(day => day.GetProperty("date").GetString()!, day => (day.GetProperty("closed").GetBoolean(), day.GetProperty("holiday").GetString()));
        return [days[Tuesday], days[Wednesday], days[Saturday]];
    }
}
