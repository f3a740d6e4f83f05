using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IowaSales.Attack;

/// <summary>
/// A session of the dashboard as a browser holds it, without the browser: reads the page, opens the WebSocket, starts the circuit, adds the page's
/// components, acknowledges what is drawn, and answers the calls into JavaScript that the page waits for.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private const byte RecordEnd = 0x1e;
    private const long Invocation = 1;

    /// <summary>Pixels that a table of only rows in view is told: spacer, distance, height of the window.</summary>
    private const string InView = "[20000,800,800]";

    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _invoker;
    private readonly CancellationTokenSource _ends = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private int _drawn;

    private Circuit(HttpMessageInvoker invoker) => _invoker = invoker;

    /// <summary>How often the page was drawn.</summary>
    public int Drawn => Volatile.Read(ref _drawn);

    /// <summary>Whether the service still holds the session.</summary>
    public bool IsOpen => _socket.State == WebSocketState.Open && !_reading.IsCompleted;

    /// <summary>A client that connects from an address of its own; 127.0.0.0/8 is all this machine.</summary>
    /// <param name="from">The address to connect from.</param>
    public static SocketsHttpHandler HandlerFrom(IPAddress from) => new()
    {
        UseCookies = false,
        ConnectCallback = async (context, token) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>Opens a session.</summary>
    /// <param name="target">The dashboard.</param>
    /// <param name="path">The page.</param>
    /// <param name="from">Address to connect from.</param>
    /// <param name="limit">Longest time.</param>
    /// <returns>The session; null when the service refused it.</returns>
    public static async Task<Circuit?> OpenAsync(Uri target, string path, IPAddress from, TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit);
        using var client = new HttpClient(HandlerFrom(from));
        var circuit = new Circuit(new HttpMessageInvoker(HandlerFrom(from)));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, path)) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/html") } } };
            using var page = await client.SendAsync(request, late.Token);
            if (!page.IsSuccessStatusCode)
            {
                return await circuit.GoneAsync();
            }

            await circuit.StartAsync(target, path, await page.Content.ReadAsStringAsync(late.Token), late.Token);
            return circuit;
        }
        catch (Exception exception) when (exception is HttpRequestException or WebSocketException or OperationCanceledException or EndOfStreamException or IOException)
        {
            return await circuit.GoneAsync();
        }
    }

    /// <summary>Calls a method of the service.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="arguments">What is sent.</param>
    public async Task CallAsync(string method, params object?[] arguments)
    {
        var message = Pack.Message([Invocation, new Dictionary<string, string>(), null, method, arguments]);
        await _sending.WaitAsync(_ends.Token);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, _ends.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        _socket.Dispose();
        _invoker.Dispose();
        await _reading.ContinueWith(_ => { }, TaskScheduler.Default);
        _sending.Dispose();
        _ends.Dispose();
    }

    private async Task<Circuit?> GoneAsync()
    {
        await DisposeAsync();
        return null;
    }

    private async Task StartAsync(Uri target, string path, string page, CancellationToken late)
    {
        var address = new UriBuilder(new Uri(target, "_blazor")) { Scheme = "ws" }.Uri;
        _socket.Options.SetRequestHeader("Origin", target.GetLeftPart(UriPartial.Authority));
        await _socket.ConnectAsync(address, _invoker, late);
        await _socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, late);
        await HandshakeAsync(late);
        _reading = ReadAsync();
        await CallAsync("StartCircuit", target.ToString(), new Uri(target, path).ToString(), "[]", StateIn(page));
        await CallAsync("UpdateRootComponents", OperationsIn(page), "");
        await Task.WhenAny(_started.Task, _reading).WaitAsync(late);
        if (!_started.Task.IsCompleted)
        {
            throw new EndOfStreamException();
        }
    }

    private async Task HandshakeAsync(CancellationToken late)
    {
        var buffer = new byte[256];
        var answer = await _socket.ReceiveAsync(buffer, late);
        if (answer.Count < 3 || buffer[answer.Count - 1] != RecordEnd || buffer[2] == (byte)'e')
        {
            throw new EndOfStreamException();
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        while (!_ends.IsCancellationRequested)
        {
            var part = await _socket.ReceiveAsync(buffer, _ends.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
            {
                continue;
            }

            foreach (var call in Pack.Messages(message.GetBuffer().AsMemory(0, (int)message.Length)))
            {
                await AnswerAsync(call);
            }

            message.SetLength(0);
        }
    }

    private async Task AnswerAsync(object?[] call)
    {
        if (call is [Invocation, _, _, string method, object?[] arguments, ..])
        {
            switch (method)
            {
                case "JS.RenderBatch":
                    Interlocked.Increment(ref _drawn);
                    await CallAsync("OnRenderCompleted", arguments[0], null);
                    _started.TrySetResult();
                    break;
                case "JS.BeginInvokeJS":
                    await ReplyAsync((long)arguments[0]!, (string)arguments[1]!, arguments[2] as string ?? "[]", Convert.ToInt64(arguments[3], CultureInfo.InvariantCulture));
                    break;
                case "JS.Error":
                    throw new EndOfStreamException();
                default:
                    break;
            }
        }
    }

    private async Task ReplyAsync(long handle, string identifier, string arguments, long kind)
    {
        if (identifier == "Blazor._internal.Virtualize.init")
        {
            var table = JsonDocument.Parse(arguments).RootElement[0].GetProperty("__dotNetObject").GetInt64();
            await CallAsync("BeginInvokeDotNetFromJS", "0", null, "OnSpacerAfterVisible", table, InView);
        }

        const long Reference = 1;
        if (handle != 0)
        {
            var result = kind == Reference ? $"{{\"__jsObjectId\":{handle}}}" : "null";
            await CallAsync("EndInvokeJSFromDotNet", handle, true, $"[{handle},true,{result}]");
        }
    }

    private static string StateIn(string page) => State().Match(page) is { Success: true } state ? state.Groups[1].Value : "";

    private static string OperationsIn(string page)
    {
        var operations = Marker().Matches(page)
            .Select(match => match.Groups[1].Value)
            .Where(marker => marker.Contains("\"type\":\"server\"", StringComparison.Ordinal))
            .Select((marker, index) => $"{{\"type\":\"add\",\"ssrComponentId\":{index + 1},\"marker\":{marker}}}");
        return $"{{\"batchId\":1,\"operations\":[{string.Join(',', operations)}]}}";
    }

    [GeneratedRegex("<!--Blazor:(\\{[^<>]*\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^<>]*)-->")]
    private static partial Regex State();
}
