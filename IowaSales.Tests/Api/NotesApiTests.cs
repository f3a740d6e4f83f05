using System.Net;
using System.Text;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteNotesApiTests : NotesApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresNotesApiTests : NotesApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>Notes and events over HTTP.</summary>
public abstract class NotesApiTests : IAsyncLifetime
{
    private StoreHost _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PlanningClient Planning => new(_store.Client);

    public async ValueTask InitializeAsync()
    {
        _store = await StoreHost.StartAsync(await CreateAsync());
        await _store.Sales.ImportAttributesAsync(
            new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes("item_name,category\nBLACK VELVET,Whisky\n100% AGAVE,Tequila\n")), "text/csv", "terms"), StoreHost.Key, cancellationToken: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Notes_of_an_item_its_category_and_all_are_listed_by_day_and_removed_by_name()
    {
        var own = await AddAsync(new NoteRequest { Scope = "item", Target = "black velvet", From = Day(0), Through = Day(2), Text = "Tasting <b>week</b> — 50%", Kind = "event" });
        await AddAsync(new NoteRequest { Scope = "category", Target = "whisky", From = Day(5), Through = Day(5), Text = "Tax rise" });
        await AddAsync(new NoteRequest { Scope = "all", From = Day(-20), Through = Day(-20), Text = "Warehouse closed early" });
        await AddAsync(new NoteRequest { Scope = "item", Target = "100% AGAVE", From = Day(1), Through = Day(1), Text = "Not of whisky" });

        Assert.Equal(("BLACK VELVET", "event", "Tasting <b>week</b> — 50%", "Ann"), (own.Target, own.Kind, own.Text, own.Author));
        Assert.Equal(["Tax rise", "Tasting <b>week</b> — 50%", "Warehouse closed early"], (await Planning.GetNotesAsync("BLACK VELVET", cancellationToken: Cancellation)).Notes.Select(note => note.Text));
        Assert.Equal(4, (await Planning.GetNotesAsync(cancellationToken: Cancellation)).Total);

        // A day inside a note's days finds it.
        Assert.Equal([own.Id], (await Planning.GetNotesAsync("BLACK VELVET", Day(1), Day(3), cancellationToken: Cancellation)).Notes.Select(note => note.Id));

        var removed = await Planning.RemoveNoteAsync(own.Id, "Bob", StoreHost.Key, Cancellation);
        Assert.Equal("Bob", removed.RemovedBy);
        Assert.Equal("Bob", (await Planning.RemoveNoteAsync(own.Id, "Eve", StoreHost.Key, Cancellation)).RemovedBy);
        Assert.Equal(2, (await Planning.GetNotesAsync("BLACK VELVET", cancellationToken: Cancellation)).Total);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.RemoveNoteAsync(999, "Bob", StoreHost.Key, Cancellation))).Status);
    }

    [Theory]
    [InlineData("scope", "{\"text\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("target", "{\"scope\":\"item\",\"target\":\"nothing\",\"from\":\"2023-07-21\",\"through\":\"2023-07-21\",\"text\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("from", "{\"scope\":\"all\",\"from\":\"2023-07-22\",\"through\":\"2023-07-21\",\"text\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("kind", "{\"scope\":\"all\",\"from\":\"2023-07-21\",\"through\":\"2023-07-21\",\"kind\":\"party\",\"text\":\"x\",\"author\":\"Ann\"}")]
    [InlineData("text", "{\"scope\":\"all\",\"from\":\"2023-07-21\",\"through\":\"2023-07-21\",\"text\":\"\\u0007\",\"author\":\"Ann\"}")]
    [InlineData("author", "{\"scope\":\"all\",\"from\":\"2023-07-21\",\"through\":\"2023-07-21\",\"text\":\"x\"}")]
    [InlineData("body", "{\"from\":\"yesterday\"}")]
    public async Task What_is_no_note_is_refused_and_the_field_is_named(string parameter, string body)
    {
        using var answer = await _store.PostAsync(body, "application/json", "notes");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal((HttpStatusCode.BadRequest, parameter), (answer.StatusCode, problem.RootElement.GetProperty("parameter").GetString()));
        Assert.Equal(0, (await Planning.GetNotesAsync(cancellationToken: Cancellation)).Total);
    }

    [Fact]
    public async Task Changes_need_the_key_and_an_unknown_item_is_not_found()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.AddNoteAsync(new NoteRequest(), "", Cancellation))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.RemoveNoteAsync(1, "Ann", "wrong", Cancellation))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ForecastApiException>(() => Planning.GetNotesAsync("nothing", cancellationToken: Cancellation))).Status);
    }

    protected abstract Task<TestStore> CreateAsync();

    private static DateOnly Day(int step) => StoreHost.NextDay.AddDays(step);

    private Task<PlanningNoteInfo> AddAsync(NoteRequest request) => Planning.AddNoteAsync(request with { Author = "Ann" }, StoreHost.Key, Cancellation);
}
