using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Tests.Api;
using IowaSales.Trainer.CommandLine;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>Drivers and attributes through the command line: where they come from, what is refused, and what a person is told.</summary>
public sealed class DriverOptionTests : IDisposable
{
    private const int Days = 120;

    private readonly TrainerRun _trainer = new();

    private static DateOnly First => ModelFactory.FirstDate;

    [Fact]
    public async Task Columns_of_the_sales_and_files_beside_them_make_one_set()
    {
        WriteSales("sales.csv", ("price", day => day < 60 ? "9.99" : "12.5"), ("promo", day => day % 10 == 0 ? "yes" : "no"));
        Write("ahead.csv", $"date,item_name,price,promo\n{Lines(Days, 7, day => $"A,11,{(day == Days ? "true" : "false")}")}{Lines(Days, 7, _ => "B,12.5,no")}");
        Write("event.csv", $"date;event\n{Date(3)};fair\n{Date(Days + 2)};fair\n");
        Write("items.csv", "item_name,category,volume_ml\nA,vodka,750\nB,gin,1000\n");

        await _trainer.DoAsync(
            "train", "--data", "sales.csv", "--preset", "fast", "--known", "price,promo", "--drivers", "ahead.csv", "event.csv", "--attributes", "items.csv", "--fill", "event=none");

        var set = ModelStore.Load(_trainer.PathOf("model")).Panel.Drivers;
        Assert.Equal(["price", "promo", "event"], set.Drivers.Select(driver => driver.Name));
        Assert.Equal([DriverKind.Numeric, DriverKind.Numeric, DriverKind.Category], set.Drivers.Select(driver => driver.Kind));
        Assert.Equal([9.99, 12.5, 11], ((int[])[0, 60 + WeekdayAfter(60), Days]).Select(day => set.ValueOf(0, "A", First.AddDays(day))));
        Assert.Equal(1, set.ValueOf(1, "A", First.AddDays(Days)));
        Assert.Equal("fair", set.Drivers[2].Levels[(int)set.ValueOf(2, "B", First.AddDays(Days + 2))]);
        Assert.Equal((DriverFill.Default, "none"), (set.Drivers[2].Fill, set.Drivers[2].Levels[(int)set.Drivers[2].Default]));
        Assert.Equal("gin", set.Attributes[0].TextOf("B"));
        Assert.Equal(750, set.Attributes[1].ValueOf("A"));
        Assert.DoesNotContain("cannot forecast", _trainer.Error, StringComparison.Ordinal);
        Assert.Contains("The preset fast has no family that sees attributes", _trainer.Error, StringComparison.Ordinal);

        await _trainer.DoAsync("inspect");
        Assert.Contains("price", _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("gin, vodka", _trainer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_a_file_is_written_it_says_the_same()
    {
        WriteSales("sales.csv", ("promo", day => day % 2 == 0 ? "1" : "0"));
        var plain = $"date,item_name,price\n{Lines(0, Days + 7, day => $"A,{(9 + (day % 3) * 0.25).ToString(CultureInfo.InvariantCulture)}")}{Lines(0, Days + 7, _ => "B,1234.5")}";
        Write("plain.csv", plain);
        Write("european.csv", "\uFEFF" + $"DATE;Item_Name;price\r\n{Lines(0, Days + 7, day => $"A;{(9 + (day % 3) * 0.25).ToString(CultureInfo.InvariantCulture).Replace('.', ',')}", "dd.MM.yyyy", ";", "\r\n")}{Lines(0, Days + 7, _ => "B;1.234,5", "dd.MM.yyyy", ";", "\r\n")}");
        using (var zipped = new GZipStream(File.Create(_trainer.PathOf("zipped.csv.gz")), CompressionLevel.Fastest))
        {
            zipped.Write(Encoding.UTF8.GetBytes(plain));
        }

        _trainer.ToParquet("plain.csv", "plain.parquet");
        _trainer.ToParquet("sales.csv", "sales.parquet");
        var expected = await DriversOfAsync("sales.csv", "plain.csv");
        Assert.Equal(1234.5, expected.ValueOf(expected.IndexOf("price"), "B", First));
        Assert.Equal(9.5, expected.ValueOf(expected.IndexOf("price"), "A", First.AddDays(2)));
        foreach (var (sales, drivers) in ((string, string)[])[("sales.csv", "european.csv"), ("sales.csv", "zipped.csv.gz"), ("sales.parquet", "plain.parquet")])
        {
            var read = await DriversOfAsync(sales, drivers);
            for (var driver = 0; driver < 2; driver++)
            {
                Assert.Equal(expected.Drivers[driver].Kind, read.Drivers[driver].Kind);
                Assert.Equal(expected.RunsOf(driver, "A"), read.RunsOf(driver, "A"));
                Assert.Equal(expected.RunsOf(driver, "B"), read.RunsOf(driver, "B"));
            }
        }
    }

    [Fact]
    public async Task A_driver_that_ends_early_is_named_and_the_days_ahead_come_with_the_forecast()
    {
        WriteSales("sales.csv", ("price", _ => "10"), ("promo", day => day % 3 == 0 ? "1" : "0"));
        await _trainer.DoAsync("train", "--data", "sales.csv", "--preset", "fast", "--known", "price", "promo");
        Assert.Contains($"The driver 'price' of A is not known on {Date(Days)}", _trainer.Error, StringComparison.Ordinal);
        Assert.Contains("The driver 'price' always has the same value", _trainer.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("predict"));
        Assert.StartsWith($"The driver 'price' of A is not known on {Date(Days)}, a day to forecast; state it up to {Date(Days + 6)}", _trainer.Complaint, StringComparison.Ordinal);

        Write("ahead.csv", $"date,price,promo\n{Lines(Days, 5, _ => "10,0")}");
        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("predict", "--drivers", "ahead.csv"));
        Assert.Contains($"The driver 'price' of A is not known on {Date(Days + 5)}", _trainer.Error, StringComparison.Ordinal);

        await _trainer.DoAsync("predict", "--drivers", "ahead.csv", "--fill", "last");
        await _trainer.DoAsync("predict", "--drivers", "ahead.csv", "--fill", "price=10", "promo=last");

        // The same of trainer.json; and what the model does not know changes nothing.
        Write("weather.csv", $"date,rain\n{Lines(0, Days + 7, _ => "3")}");
        Write("trainer.json", """{ "predict": { "drivers": ["ahead.csv", "weather.csv"], "fill": "last" } }""");
        await _trainer.DoAsync("predict");
        Assert.Contains("The model was trained without 'rain', so that changes no forecast.", _trainer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad.csv has no column date: its header is day,promo", "day,promo\n2023-01-02,1\n")]
    [InlineData("bad.csv has no driver: its header is date,item_name", "date,item_name\n2023-01-02,A\n")]
    [InlineData("'0' in column unit_price is a price of 0 or less", "date,unit_price\n2023-01-02,0\n")]
    [InlineData("'-1,5' in column price is a price of 0 or less", "date;price\n2023-01-02;-1,5\n")]
    [InlineData("'n/a' in column price is not a number", "date,price\n2023-01-02,n/a\n")]
    [InlineData("'maybe' in column open is not a number", "date,open\n2023-01-02,maybe\n2023-01-03,yes\n")]
    [InlineData("line 3: 'heavy' in column promo is not a number, as the values known before are", "date,promo\n2023-01-02,1\n2023-01-03,heavy\n")]
    [InlineData("bad.csv: the driver 'event' has two values on 2023-01-02 for A; state one.", "date,item_name,event\n2023-01-02,A,fair\n2023-01-02,A,rain\n")]
    [InlineData("'2099-01-01' in column date is not between", "date,event\n2099-01-01,fair\n")]
    [InlineData("line 2: it has more or fewer fields than the header", "date,event\n2023-01-02,fair,3\n")]
    [InlineData("bad.csv has no rows below its header", "date,event\n")]
    [InlineData("bad.csv is empty; its first line must be a header", "")]
    [InlineData("bad.csv has no driver: its header is date,item_name", "date,item_name,total_amount_sold\n2023-01-02,A,5\n")]
    [InlineData("the header has event twice", "date,event,event\n2023-01-02,a,b\n")]
    public async Task Drivers_that_cannot_be_used_are_refused_in_a_sentence(string sentence, string text)
    {
        WriteSales("sales.csv", ("promo", day => day % 3 == 0 ? "1" : "0"));
        Write("bad.csv", text);

        Assert.Equal(ExitCode.BadInput, await _trainer.RunAsync("train", "--data", "sales.csv", "--known", "promo", "--drivers", "bad.csv"));

        Assert.Contains(sentence, _trainer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_trainer.PathOf("model")));
    }

    [Theory]
    [InlineData(ExitCode.BadInput, "sales.csv has no column prize: its header is date,item_name,total_amount_sold,promo", "--known", "prize")]
    [InlineData(ExitCode.BadUsage, "--known Total_Amount_Sold is the column of the day, the key or the amount sold", "--known", "promo,Total_Amount_Sold")]
    [InlineData(ExitCode.BadInput, "there are two drivers 'a b'; state one.", "--known", "promo,PROMO", "--drivers", "blanks.csv")]
    [InlineData(ExitCode.BadInput, "line 4: 'A' is on line 2 already", "--attributes", "twice.csv")]
    [InlineData(ExitCode.BadInput, "a table of attributes has one row an item", "--attributes", "nokey.csv")]
    [InlineData(ExitCode.BadInput, "column code has 1,001 different texts, and a category has 1,000 levels at most", "--drivers", "levels.csv")]
    [InlineData(ExitCode.BadInput, "wide.csv has 101 columns of drivers; 100 are allowed", "--drivers", "wide.csv")]
    [InlineData(ExitCode.BadInput, "There is no file nowhere.csv; name another with --drivers.", "--drivers", "nowhere.csv")]
    [InlineData(ExitCode.BadInput, "A fill is stated for 'x', which is no driver; there is promo.", "--known", "promo", "--fill", "x=1")]
    [InlineData(ExitCode.BadInput, "'many' cannot fill the driver 'promo', which is a number", "--known", "promo", "--fill", "promo=many")]
    [InlineData(ExitCode.BadUsage, "--fill: 'first' says no fill; write last, COLUMN=last or COLUMN=VALUE.", "--known", "promo", "--fill", "first")]
    public async Task Options_that_fit_no_file_are_refused_in_a_sentence(int code, string sentence, params string[] args)
    {
        WriteSales("sales.csv", ("promo", day => day % 3 == 0 ? "1" : "0"));
        Write("twice.csv", "item_name,kind\nA,x\nB,y\nA,x\n");
        Write("blanks.csv", $"date,a b,a  b\n{Date(0)},1,2\n");
        Write("nokey.csv", "product,kind\nA,x\n");
        Write("levels.csv", $"date,code\n{Lines(0, 1001, day => $"c{day}")}");
        Write("wide.csv", $"date,{string.Join(',', Enumerable.Range(0, 101).Select(column => $"d{column}"))}\n{Date(0)},{string.Join(',', Enumerable.Repeat("1", 101))}\n");

        Assert.Equal(code, await _trainer.RunAsync(["train", "--data", "sales.csv", .. args]));

        Assert.Contains(sentence, _trainer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_trainer.PathOf("model")));
    }

    [Fact]
    public async Task The_quality_report_shows_types_ranges_gaps_and_what_is_new_ahead()
    {
        WriteSales("sales.csv", ("price", day => day < 50 ? "" : "8.5"), ("event", day => day % 20 < 2 ? "fair" : "none"));
        Write("ahead.csv", $"date,item_name,event,price\n{Date(Days)},A,strike,9\n{Date(Days)},ZZZ,none,\n");
        Write("items.csv", "item_name,category\nA,vodka\nOTHER,gin\n");

        await _trainer.DoAsync("quality", "--data", "sales.csv", "--known", "price,event", "--drivers", "ahead.csv", "--attributes", "items.csv", "--json");

        using var document = JsonDocument.Parse(_trainer.Out);
        var drivers = document.RootElement.GetProperty("drivers");
        var (price, promo) = (drivers.GetProperty("drivers")[0], drivers.GetProperty("drivers")[1]);
        Assert.Equal(("number", 8.5, 9d), (price.GetProperty("type").GetString(), price.GetProperty("min").GetDouble(), price.GetProperty("max").GetDouble()));
        Assert.Equal(Date(Days), price.GetProperty("through").GetString());
        Assert.Equal(2 * Enumerable.Range(0, 50).Count(IsSold), price.GetProperty("rows_without").GetInt32());
        Assert.Equal("category", promo.GetProperty("type").GetString());
        Assert.Equal(["strike"], promo.GetProperty("new_levels").EnumerateArray().Select(level => level.GetString()));
        Assert.Equal(["ZZZ"], drivers.GetProperty("driver_items_without_sales").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(["OTHER"], drivers.GetProperty("attribute_items_without_sales").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(1, drivers.GetProperty("attributes")[0].GetProperty("items_without").GetInt32());

        await _trainer.DoAsync("quality", "--data", "sales.csv", "--known", "price,event", "--drivers", "ahead.csv", "--attributes", "items.csv");
        Assert.Contains("The driver 'event' has values after", _trainer.Out, StringComparison.Ordinal);
        Assert.Contains("The drivers name 1 item without sales: 'ZZZ'.", _trainer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_whose_levels_ahead_look_like_numbers_stays_one()
    {
        WriteSales("sales.csv", ("zone", day => day % 2 == 0 ? "1" : "north"));
        Write("ahead.csv", $"date,zone\n{Lines(Days, 7, _ => "1")}");
        await _trainer.DoAsync("train", "--data", "sales.csv", "--preset", "fast", "--known", "zone", "--drivers", "ahead.csv");

        var set = ModelStore.Load(_trainer.PathOf("model")).Panel.Drivers;
        Assert.Equal(DriverKind.Category, set.Drivers[0].Kind);
        Assert.Equal("1", set.Drivers[0].Levels[(int)set.ValueOf(0, "A", First.AddDays(Days))]);
    }

    [Fact]
    public async Task What_if_prints_the_forecast_the_base_and_their_difference()
    {
        WriteSales("sales.csv", ("promo", day => day % 3 == 0 ? "1" : "0"));
        await _trainer.DoAsync("train", "--data", "sales.csv", "--preset", "fast", "--known", "promo", "--fill", "promo=0");
        await _trainer.DoAsync("predict");
        var forecasts = Rows(_trainer.Out);
        var open = forecasts.First(row => row["item_name"] == "A" && row["closed"] == "false")["date"];

        await _trainer.DoAsync("predict", "--what-if", $"date={open},open=0,item=a");

        var rows = Rows(_trainer.Out);
        Assert.Equal(7, rows.Length);
        Assert.All(rows, row => Assert.Equal("A", row["item_name"]));
        foreach (var (row, known) in rows.Zip(forecasts.Where(row => row["item_name"] == "A")))
        {
            Assert.Equal(known["mean"], row["base_mean"]);
            Assert.Equal(row["date"] == open ? "0" : known["mean"], row["mean"]);
            Assert.Equal(Number(row["mean"]) - Number(row["base_mean"]), Number(row["difference"]), 1e-3);
        }

        Assert.Equal("true", rows.Single(row => row["date"] == open)["closed"]);
        await _trainer.DoAsync("predict", "--what-if", $"date={open},promo=1", $"date={Date(Days)},promo=1", "--json");
        using var document = JsonDocument.Parse(_trainer.Out);
        Assert.Equal(2, document.RootElement.GetProperty("items").GetArrayLength());

        await _trainer.DoAsync("predict", "--what-if", $"date={open},promo=1");
        var stated = _trainer.Out;
        await _trainer.DoAsync("predict", "--what-if", $"date={open},promo=Yes");
        Assert.Equal(stated, _trainer.Out);
    }

    [Fact]
    public async Task A_misspelled_item_in_a_plan_is_said()
    {
        WriteSales("sales.csv", ("promo", day => day % 3 == 0 ? "1" : "0"));
        Write("ahead.csv", $"date,item_name,promo\n{Lines(Days, 7, _ => "A,1")}{Lines(Days, 7, _ => "Bee,1")}");
        await _trainer.DoAsync("train", "--data", "sales.csv", "--preset", "fast", "--known", "promo", "--fill", "promo=0");

        await _trainer.DoAsync("predict", "--drivers", "ahead.csv");

        Assert.Contains("The drivers name 1 item without sales: 'Bee'.", _trainer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.BadUsage, "There is no driver 'prize'; there are promo, and open.", "date=2023-05-02,prize=3")]
    [InlineData(ExitCode.BadUsage, "2024-01-01 is not a day of the forecast; give one from 2023-05-02 to 2023-05-08.", "date=2024-01-01,promo=1")]
    [InlineData(ExitCode.BadUsage, "'much' is no value of the driver 'promo', which is a number.", "date=2023-05-02,promo=much")]
    [InlineData(ExitCode.BadUsage, "is not understood; write it like date=2024-06-03,price=9.99", "promo=1")]
    [InlineData(ExitCode.BadUsage, "is not understood; write it like date=2024-06-03,price=9.99", "date=2023-05-02,promo")]
    [InlineData(ExitCode.BadUsage, "'02.05.2023' is not a day", "date=02.05.2023,promo=1")]
    [InlineData(ExitCode.BadInput, "There is no item 'C'", "date=2023-05-02,promo=1,item=C")]
    public async Task A_question_that_makes_no_sense_is_refused_in_a_sentence(int code, string sentence, string change)
    {
        WriteSales("sales.csv", ("promo", day => day % 3 == 0 ? "1" : "0"));
        await _trainer.DoAsync("train", "--data", "sales.csv", "--preset", "fast", "--known", "promo", "--fill", "promo=0");

        Assert.Equal(code, await _trainer.RunAsync("predict", "--what-if", change, "--output", "f.csv"));

        Assert.Contains(sentence, _trainer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_trainer.PathOf("f.csv")));
    }

    [Fact]
    public async Task An_evaluation_tells_what_drivers_are_worth()
    {
        var text = new StringBuilder("date,item_name,total_amount_sold,promo\n");
        foreach (var day in Enumerable.Range(0, Days))
        {
            var promo = day * 37 % 11 < 4;
            text.Append(CultureInfo.InvariantCulture, $"{Date(day)},A,{(promo ? 300 : 100) + (day * 7 % 5)},{(promo ? 1 : 0)}\n");
        }

        Write("sales.csv", text.ToString());

        await _trainer.DoAsync("evaluate", "--data", "sales.csv", "--known", "promo", "--windows", "1", "--without-drivers", "--json");

        using var report = JsonDocument.Parse(_trainer.Out);
        var models = report.RootElement.GetProperty("models");
        Assert.Equal(["preset medium", "without drivers"], models.EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        var mase = models.EnumerateArray().Select(model => model.GetProperty("accuracy").GetProperty("overall").GetProperty("mase").GetDouble()).ToArray();
        Assert.InRange(mase[0], 0, mase[1] / 2);
        Assert.Equal(2, report.RootElement.GetProperty("comparisons").GetArrayLength());

        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync("evaluate", "--data", "sales.csv", "--preset", "fast", "--without-drivers"));
        Assert.Contains("--without-drivers needs drivers to leave out", _trainer.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadUsage, await _trainer.RunAsync("evaluate", "--data", "sales.csv", "--known", "promo", "--without-drivers", "--against", "other"));
        Assert.Contains("give one of them", _trainer.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _trainer.Dispose();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Dictionary<string, string>[] Rows(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static string Date(int day) => Date(day, "yyyy-MM-dd");

    private static string Date(int day, string format) => First.AddDays(day).ToString(format, CultureInfo.InvariantCulture);

    private static bool IsSold(int day) => First.AddDays(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static int WeekdayAfter(int day) => Enumerable.Range(0, 3).First(later => IsSold(day + later));

    private static string Lines(int from, int count, Func<int, string> rest, string format = "yyyy-MM-dd", string separator = ",", string end = "\n") =>
        string.Concat(Enumerable.Range(from, count).Select(day => $"{Date(day, format)}{separator}{rest(day)}{end}"));

    private void Write(string name, string text) => _trainer.Write(name, text);

    /// <summary>Sales of A and B on weekdays, with columns beside them.</summary>
    private void WriteSales(string name, params (string Name, Func<int, string> Value)[] columns)
    {
        var text = new StringBuilder($"date,item_name,total_amount_sold,{string.Join(',', columns.Select(column => column.Name))}\n");
        foreach (var day in Enumerable.Range(0, Days).Where(IsSold))
        {
            foreach (var item in (string[])["A", "B"])
            {
                text.Append(CultureInfo.InvariantCulture, $"{Date(day)},{item},{90 + (day * 7 % 23)},{string.Join(',', columns.Select(column => column.Value(day)))}\n");
            }
        }

        Write(name, text.ToString());
    }

    private async Task<DriverSet> DriversOfAsync(string sales, string drivers)
    {
        await _trainer.DoAsync("train", "--data", sales, "--preset", "fast", "--known", "promo", "--drivers", drivers, "--fill", "last");
        return ModelStore.Load(_trainer.PathOf("model")).Panel.Drivers;
    }
}
