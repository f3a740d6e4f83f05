using Bunit;
using IowaSales.Web.Components.Charts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class ChartTests : BunitContext
{
    private readonly SlowBrowser _browser = new();

    public ChartTests() => Services.AddSingleton<IJSRuntime>(_browser);

    [Fact]
    public async Task Creates_the_chart_once_and_draws_each_new_instance_of_its_data()
    {
        var chart = Show("first");
        await chart.InvokeAsync(() => _browser.Module.SetResult(_browser.Chart));
        await chart.InvokeAsync(() => _browser.Created.SetResult(_browser.Chart));
        chart.Render(parameters => parameters.Add(c => c.Data, "second"));

        Assert.Equal(["import", "create", "update first", "update second"], _browser.Calls);
    }

    [Fact]
    public async Task Left_before_the_script_came_asks_nothing_more_and_gives_the_script_back()
    {
        var chart = Show("first");
        await LeaveAsync();
        await chart.InvokeAsync(() => _browser.Module.SetResult(_browser.Chart));

        Assert.Equal(["import", "release"], _browser.Calls);
        Assert.False(Renderer.UnhandledException.IsCompleted);
    }

    [Fact]
    public async Task Left_while_it_is_created_gives_back_chart_and_script()
    {
        var chart = Show("first");
        await chart.InvokeAsync(() => _browser.Module.SetResult(_browser.Chart));
        await LeaveAsync();
        await chart.InvokeAsync(() => _browser.Created.SetResult(_browser.Chart));

        Assert.Equal(["import", "create", "release", "dispose", "release"], _browser.Calls);
        Assert.False(Renderer.UnhandledException.IsCompleted);
    }

    [Fact]
    public async Task Left_while_it_is_created_a_missing_element_is_no_failure()
    {
        var chart = Show("first");
        await chart.InvokeAsync(() => _browser.Module.SetResult(_browser.Chart));
        await LeaveAsync();
        await chart.InvokeAsync(() => _browser.Created.SetException(new JSException("the element is gone")));

        Assert.Equal(["import", "create", "release"], _browser.Calls);
        Assert.False(Renderer.UnhandledException.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_script_that_does_not_load_leaves_a_sentence_in_the_place_of_the_chart(bool first)
    {
        var chart = Show("first");
        await chart.InvokeAsync(() => first ? _browser.Module.TrySetException(new JSException("chart-host.js")) : _browser.Module.TrySetResult(_browser.Chart));
        await chart.InvokeAsync(() => _browser.Created.TrySetException(new JSException("echarts.js")));

        chart.WaitForAssertion(() => Assert.Equal("This chart did not load. Reload the page to try again.", chart.Find(".chart").TextContent));
        chart.Render(parameters => parameters.Add(c => c.Data, "second"));

        Assert.DoesNotContain("update second", _browser.Calls);
        Assert.False(Renderer.UnhandledException.IsCompleted);
    }

    private IRenderedComponent<Chart> Show(string data) => Render<Chart>(parameters => parameters
        .Add(c => c.Kind, "bars").Add(c => c.Label, "Sales").Add(c => c.Data, data));

    private Task LeaveAsync() => DisposeComponentsAsync();

    /// <summary>A browser that answers "import" and "create" when a test lets it, and anything else at once.</summary>
    private sealed class SlowBrowser : IJSRuntime
    {
        public SlowBrowser() => Chart = new Reference(this);

        public List<string> Calls { get; } = [];

        public TaskCompletionSource<IJSObjectReference> Module { get; } = new();

        public TaskCompletionSource<IJSObjectReference> Created { get; } = new();

        public IJSObjectReference Chart { get; }

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Calls.Add(identifier == "update" ? $"update {args![0]}" : identifier);
            return identifier switch
            {
                "import" => (TValue)await Module.Task,
                "create" => (TValue)await Created.Task,
                _ => default!,
            };
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            InvokeAsync<TValue>(identifier, args);

        private sealed class Reference(SlowBrowser browser) : IJSObjectReference
        {
            public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => browser.InvokeAsync<TValue>(identifier, args);

            public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
                browser.InvokeAsync<TValue>(identifier, args);

            public ValueTask DisposeAsync()
            {
                browser.Calls.Add("release");
                return ValueTask.CompletedTask;
            }
        }
    }
}
