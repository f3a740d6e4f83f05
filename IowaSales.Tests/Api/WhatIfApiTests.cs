using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>Questions about drivers of days ahead, and how forecasts are made.</summary>
public sealed class WhatIfApiTests : IAsyncLifetime
{
    private const int Days = 200;

    private static readonly DateOnly Tomorrow = ModelFactory.FirstDate.AddDays(Days);

    private ApiHost _host = null!;

    private ForecastClient Client => new(_host.Client);

    public async ValueTask InitializeAsync() => _host = await ApiHost.StartAsync(folder =>
    {
        var panel = ModelFactory.Sales(100, Days, ["A", "B"]).Build().With(Drivers());
        ModelStore.Save(
            new ModelTrainer(TimeProvider.System).Train(panel, new TrainingOptions { Preset = TrainingPreset.Fast, Horizon = 7 }), Path.Combine(folder, "model"));
    });

    [Fact]
    public async Task A_closed_day_sells_nothing_and_the_others_stay_as_they_are()
    {
        var served = await Client.GetForecastAsync("a", cancellationToken: TestContext.Current.CancellationToken);
        var open = served.Predictions.First(day => !day.Closed).Date;

        var answer = await Client.GetWhatIfAsync("a", [new DriverValue(open, "open", "0")], TestContext.Current.CancellationToken);

        Assert.Equal("A", answer.Item);
        Assert.Equal(served.Predictions.Select(day => day.Mean), answer.Days.Select(day => day.Base.Mean));
        var closed = answer.Days.Single(day => day.Date == open);
        Assert.True(closed.Changed.Closed);
        Assert.Equal(0, closed.Changed.Mean);
        Assert.Equal(-closed.Base.Mean, closed.Difference);
        Assert.Equal(-closed.Base.Quantiles["0.9"], closed.QuantileDifferences["0.9"]);
        Assert.Equal(answer.ChangedTotal - answer.BaseTotal, answer.DifferenceTotal, 1e-3);
        Assert.Equal(served.Predictions.Sum(day => day.Mean), answer.BaseTotal, 1e-2);

        // Nothing is kept of a question.
        var again = await Client.GetForecastAsync("a", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(served.Predictions.Select(day => day.Mean), again.Predictions.Select(day => day.Mean));
    }

    [Fact]
    public async Task The_drivers_of_an_item_are_told_past_and_ahead_as_runs()
    {
        var answer = await Client.GetItemDriversAsync("a", TestContext.Current.CancellationToken);

        Assert.Equal(("A", ModelFactory.FirstDate, Tomorrow.AddDays(6)), (answer.Item, answer.From, answer.To));
        Assert.Equal(Drivers().Drivers.Select(driver => driver.Name), answer.Drivers.Select(driver => driver.Name));
        var set = Drivers();
        Assert.All(answer.Drivers.Index(), entry =>
        {
            var (index, driver) = entry;
            Assert.Equal(driver.Runs.OrderBy(run => run.From), driver.Runs);
            for (var date = answer.From; date <= answer.To; date = date.AddDays(1))
            {
                var told = driver.Runs.Last(run => run.From <= date).Value;
                var stated = set.ValueOf(index, "A", date);
                if (!double.IsNaN(stated))
                {
                    Assert.Equal(driver.Levels.Count > 0 ? driver.Levels[(int)stated] : stated.ToString(CultureInfo.InvariantCulture), told);
                }
            }
        });
    }

    [Fact]
    public async Task Values_are_numbers_truths_or_texts()
    {
        foreach (var value in (string[])["1", "1.0", "true", "\"1\""])
        {
            var (status, body) = await AskAsync($$"""{"changes":[{"date":"{{Day(0)}}","driver":"PROMO","value":{{value}}}]}""");
            Assert.True(status == HttpStatusCode.OK, body);
        }
    }

    [Theory]
    [InlineData(400, "There is no driver 'prize'; there are price, promo, event, and open.", """{"changes":[{"date":"@0","driver":"prize","value":1}]}""")]
    [InlineData(400, "is not a day of the forecast; give one from @0 to @6.", """{"changes":[{"date":"@7","driver":"promo","value":1}]}""")]
    [InlineData(400, "is not a day of the forecast; give one from @0 to @6.", """{"changes":[{"date":"@-1","driver":"promo","value":1}]}""")]
    [InlineData(400, "The driver 'price' is a price, and 0 is not above 0.", """{"changes":[{"date":"@0","driver":"price","value":0}]}""")]
    [InlineData(400, "'NaN' is no value of the driver 'promo', which is a number.", """{"changes":[{"date":"@0","driver":"promo","value":"NaN"}]}""")]
    [InlineData(400, "The driver 'event' has no level 'rain'; it has 'fair', 'none'.", """{"changes":[{"date":"@0","driver":"event","value":"rain"}]}""")]
    [InlineData(400, "changes must be a list of 1 to 1000 changes", """{"changes":[]}""")]
    [InlineData(400, "changes must be a list of 1 to 1000 changes", """{}""")]
    [InlineData(400, "changes must be a list of 1 to 1000 changes", """null""")]
    [InlineData(400, "Every change needs a date, a driver and a value", """{"changes":[null]}""")]
    [InlineData(400, "Every change needs a date, a driver and a value", """{"changes":[{"date":"@0","driver":"promo"}]}""")]
    [InlineData(400, "The body is not understood at $.changes[0].date", """{"changes":[{"date":"soon","driver":"promo","value":1}]}""")]
    [InlineData(400, "The body is not understood", """{"changes":[{"date":"@0","driver":"promo","value":[1]}]}""")]
    [InlineData(400, "The body is not understood", """{"changes":""")]
    public async Task What_cannot_be_asked_is_refused_with_problem_details(int status, string sentence, string body)
    {
        var (answered, problem) = await AskAsync(WithDays(body));

        Assert.Equal(status, (int)answered);
        using var document = JsonDocument.Parse(problem);
        Assert.Contains(WithDays(sentence), document.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_changes_another_type_and_unknown_items_are_refused()
    {
        var many = string.Join(',', Enumerable.Repeat($$"""{"date":"{{Day(0)}}","driver":"promo","value":1}""", 1001));
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync($$"""{"changes":[{{many}}]}""")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await AskAsync("a,b", "text/csv")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("""{"changes":[]}""", item: "C")).Status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_sent()
    {
        // The service answers by the length alone and closes; a client that sends on meanwhile would find the connection broken
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = _host.Address };
        using var content = new StringContent($$"""{"changes":"{{new string('x', 2 << 20)}}"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/predict/A/what-if", UriKind.Relative)) { Content = content };
        request.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task The_parts_of_an_explanation_add_up_to_the_forecast()
    {
        var served = await Client.GetForecastAsync("B", cancellationToken: TestContext.Current.CancellationToken);

        var answer = await Client.GetExplanationAsync("b", TestContext.Current.CancellationToken);

        Assert.Equal("B", answer.Item);
        Assert.Equal(served.Predictions.Select(day => (day.Date, day.Mean)), answer.Days.Select(day => (day.Date, day.Mean)));
        foreach (var day in answer.Days)
        {
            Assert.Equal(day.Mean, day.Parts.Sum(part => part.Amount), 1e-9 * Math.Max(1, day.Mean));
            Assert.Equal("rest", day.Parts[^1].Part);
            Assert.InRange(Math.Abs(day.Parts[^1].Amount), 0, 0.01);
            Assert.Equal(["level", "weekday"], day.Parts.Take(2).Select(part => part.Part));
        }

        // The price of a day ahead differs from the usual one, that of the promotion does not.
        var price = answer.Days[0].Parts.Single(part => part.Part == "driver");
        Assert.Equal(("price", "9", "10"), (price.Name, price.Value, price.Usual));
    }

    [Fact]
    public async Task An_explanation_is_of_the_drivers_in_their_order_and_adds_up_without_rounding()
    {
        var model = ModelStore.Load(_host.ModelFolder);
        var changed = WhatIf.Of(
            model.Forecast().History, 7, [new DriverChange(Tomorrow, "promo", "1"), new DriverChange(Tomorrow, "event", "fair"), new DriverChange(Tomorrow, "open", "1")]);

        var days = ForecastExplanation.Of(model, changed, 0, TestContext.Current.CancellationToken);

        Assert.Equal(["price", "promo", "event"], days[0].Components.Where(component => component.Kind == ComponentKind.Driver).Select(component => component.Name));
        var forecast = model.Forecast(changed, 0);
        Assert.All(days.Select((day, step) => (day, step)), day =>
        {
            Assert.Equal(forecast.Mean(day.step), day.day.Mean);
            Assert.Equal(day.day.Mean, day.day.Components.Sum(component => component.Amount), 1e-9);
            Assert.InRange(Math.Abs(day.day.Components[^1].Amount), 0, 1e-9);
        });
        await Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private static DriverSet Drivers()
    {
        var builder = new DriverSetBuilder();
        var price = builder.AddDriver(new Driver("price", DriverKind.Numeric));
        var promo = builder.AddDriver(new Driver("promo", DriverKind.Numeric));
        var event_ = builder.AddDriver(new Driver("event", DriverKind.Category));
        for (var day = 0; day < Days + 7; day++)
        {
            var date = ModelFactory.FirstDate.AddDays(day);
            builder.Set(price, null, date, day < Days ? 10 : 9);
            builder.Set(promo, null, date, day < Days && day % 10 == 0 ? 1 : 0);
            builder.Set(event_, null, date, day % 50 == 7 && day < Days ? "fair" : "none");
        }

        return builder.Build();
    }

    private static string Day(int step) => Tomorrow.AddDays(step).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string WithDays(string text)
    {
        foreach (var step in (int[])[-1, 0, 6, 7])
        {
            text = text.Replace(string.Create(CultureInfo.InvariantCulture, $"@{step}"), Day(step), StringComparison.Ordinal);
        }

        return text;
    }

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(string body, string type = "application/json", string item = "A")
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await _host.Client.PostAsync(new Uri($"/predict/{item}/what-if", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
