using System.CommandLine;
using System.Globalization;
using System.Net;
using IowaSales.Contracts;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Score;

/// <summary>
/// Prints the accuracy of a running API's forecasts. The API scores a forecast by itself when the sales of its days come in; this waits until it has
/// scored the newest.
/// </summary>
internal sealed class ScoreVerb : Verb
{
    private const int MaxWaitSeconds = 3600;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Option<string> _api = ApiOption.Create();
    private readonly Option<int> _days = new("--days") { Description = $"Days to look back: {string.Join(", ", LiveAccuracy.Windows)}.", HelpName = "N", DefaultValueFactory = _ => LiveAccuracy.DefaultWindow };
    private readonly Option<int> _wait = NumberOption.Create("--wait", "SECONDS", $"Longest wait for the newest sales to be scored, 0 .. {MaxWaitSeconds}.", 30, 0, MaxWaitSeconds);

    public ScoreVerb()
        : base(
            "score",
            "Prints the accuracy of the served forecasts, once the API has scored the newest sales.",
            ("", "the last four weeks, of the API on this machine"),
            ("--api https://forecasts.example.org --days 7 --json", "the last week, for a machine"))
    {
        Add(_api);
        Add(_days);
        Add(_wait);
        _days.Validators.Add(result =>
        {
            if (!LiveAccuracy.Windows.Contains(result.GetValue(_days)))
            {
                result.AddError($"--days must be one of {string.Join(", ", LiveAccuracy.Windows)}.");
            }
        });
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = _api.AddressOf(run) };
        try
        {
            var (accuracy, dataThrough) = await SettledAsync(run, http, cancellationToken);
            if (run.Json)
            {
                run.WriteJson(accuracy, ContractJson.Default.LiveAccuracy);
                return ExitCode.Done;
            }

            Report(run, accuracy, dataThrough, await new MonitoringClient(http).GetAlertsAsync(cancellationToken: cancellationToken));
            return ExitCode.Done;
        }
        catch (ForecastApiException exception)
        {
            throw VerbException.Failure(exception.Message, exception);
        }
        catch (HttpRequestException exception)
        {
            throw VerbException.Failure($"The API cannot be reached: {exception.Message}", exception);
        }
    }

    private async Task<(LiveAccuracy Accuracy, DateOnly DataThrough)> SettledAsync(VerbRun run, HttpClient http, CancellationToken cancellationToken)
    {
        var (forecasts, living) = (new ForecastClient(http), new MonitoringClient(http));
        var started = run.Time.GetTimestamp();
        var patience = TimeSpan.FromSeconds(run.Get(_wait));
        while (true)
        {
            var waited = run.Time.GetElapsedTime(started) >= patience;
            try
            {
                var through = (await forecasts.GetModelAsync(cancellationToken)).DataThrough;
                var accuracy = await living.GetAccuracyAsync(run.Get(_days), cancellationToken);
                if (waited || accuracy.Through >= through)
                {
                    return (accuracy, through);
                }
            }
            catch (ForecastApiException exception) when (!waited && exception.Status == HttpStatusCode.ServiceUnavailable)
            {
                // Starting, or reading its ledger
            }

            await Task.Delay(Pause, run.Time, cancellationToken);
        }
    }

    private static void Report(VerbRun run, LiveAccuracy accuracy, DateOnly dataThrough, AlertFeed alerts)
    {
        var output = run.Surroundings.Out;
        if (accuracy.Total is not { } total)
        {
            output.WriteLine($"Nothing is scored yet: no forecast of model {accuracy.ModelVersion} has met its sales, which end on {dataThrough:yyyy-MM-dd}.");
        }
        else
        {
            output.WriteLine($"scored        {accuracy.From:yyyy-MM-dd} .. {accuracy.Through:yyyy-MM-dd}, {total.ItemDays} item-days; model {accuracy.ModelVersion}, sales through {dataThrough:yyyy-MM-dd}");
            output.WriteLine($"MASE          {Number(total.Mase)}; seasonal naive {Number(total.NaiveMase)}, backtest {Number(accuracy.Promised?.Mase)}");
            output.WriteLine($"WQL           {Number(total.Wql)}; backtest {Number(accuracy.Promised?.Wql)}");
            output.WriteLine($"bias          {Percent(total.Bias)}");
            output.WriteLine($"80% interval  {Percent(total.Coverage80)} of sales inside");
        }

        output.WriteLine($"open alerts   {alerts.Open.Values.Sum()}");
    }

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "none";

    private static string Percent(double? value) => value is { } share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0}%") : "none";
}
