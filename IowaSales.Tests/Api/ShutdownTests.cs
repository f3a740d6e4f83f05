using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class ShutdownTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_that_is_being_sent_when_the_service_is_told_to_stop_is_still_taken_in()
    {
        await using var store = await TestStore.SqliteAsync();
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>
        {
            ["Sales:Store"] = store.Connection,
            ["Guard:ApiKeySha256"] = Convert.ToHexStringLower(SHA256.HashData("key"u8)),
        });
        var date = ModelFactory.FirstDate.AddDays(ModelFactory.Days).ToString("O", CultureInfo.InvariantCulture);
        using var body = new TwoPartContent("date,item_name,total_amount_sold\n", $"{date},BLACK VELVET,120\n");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sales") { Content = body };
        request.Headers.Add("X-Api-Key", "key");
        // The body goes out once the service has asked for it: the request is then under way, and not just sent.
        request.Headers.ExpectContinue = true;
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = host.Address };
        var sending = client.SendAsync(request, Cancellation);
        await body.FirstPartSent;
        host.Lifetime.StopApplication();
        await RefusedAsync(host.Address);
        body.SendTheRest();
        using var response = await sending;
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("PORT")]
    [InlineData("--urls")]
    public async Task Told_to_stop_under_load_the_process_cuts_no_answer_short_and_ends_well(string portGivenBy)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The process is told to stop by a signal.");
        var folder = Directory.CreateTempSubdirectory("stop-").FullName;
        ModelFactory.Save(folder);
        var port = ApiProcess.FreePort();
        var address = new Uri($"http://127.0.0.1:{port}");
        var environment = new Dictionary<string, string> { ["Model__Path"] = folder };
        if (portGivenBy == "PORT")
        {
            environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        }

        using var process = portGivenBy == "PORT" ? new ApiProcess(environment) : new ApiProcess(environment, "--urls", address.ToString());
        using var client = new HttpClient { BaseAddress = address };
        await ApiProcess.HealthyAsync(client, Cancellation);
        var failures = new ConcurrentBag<HttpRequestException>();
        var answers = 0;
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                try
                {
                    // Read whole before it returns: a body that ends too early throws.
                    using var response = await client.GetAsync("/forecasts", Cancellation);
                    Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                    Interlocked.Increment(ref answers);
                }
                catch (HttpRequestException exception)
                {
                    failures.Add(exception);
                    return;
                }
            }
        })).ToArray();
        while (Volatile.Read(ref answers) < 50)
        {
            await Task.Delay(20, Cancellation);
        }

        await process.TerminateAsync(Cancellation);
        await Task.WhenAll(readers);
        Assert.Equal((0, ""), await process.EndAsync(Cancellation));
        Assert.All(failures, failure => Assert.NotEqual(HttpRequestError.ResponseEnded, failure.HttpRequestError));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Waits until new connections are refused.</summary>
    private static async Task RefusedAsync(Uri address)
    {
        for (var tries = 0; ; tries++)
        {
            Assert.True(tries < 600, "The service still takes connections a minute after it was told to stop.");
            using var fresh = new HttpClient { BaseAddress = address };
            try
            {
                using var response = await fresh.GetAsync("/alive", Cancellation);
            }
            catch (HttpRequestException)
            {
                return;
            }

            await Task.Delay(100, Cancellation);
        }
    }

    /// <summary>A body whose second part is sent when the test says so.</summary>
    private sealed class TwoPartContent : HttpContent
    {
        private readonly TaskCompletionSource _firstPartSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly string _first;
        private readonly string _second;

        public TwoPartContent(string first, string second)
        {
            (_first, _second) = (first, second);
            Headers.ContentType = new("text/csv");
        }

        public Task FirstPartSent => _firstPartSent.Task;

        public void SendTheRest() => _rest.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(_first));
            await stream.FlushAsync();
            _firstPartSent.SetResult();
            await _rest.Task;
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(_second));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
