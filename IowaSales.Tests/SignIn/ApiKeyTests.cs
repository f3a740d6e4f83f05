using System.Net;
using System.Security.Cryptography;
using System.Text;
using IowaSales.Api.Http.Access;
using IowaSales.Contracts;
using IowaSales.ServiceDefaults;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Tests.Api;
using IowaSales.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace IowaSales.Tests.SignIn;

/// <summary>Keys of machines: their names, roles and files.</summary>
public sealed class ApiKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Keys_have_names_and_roles_and_the_single_one_stays()
    {
        var ring = Ring(
            ("Guard:ApiKeySha256", Hash("old")), ("ApiKeys:0:Name", "warehouse"), ("ApiKeys:0:Sha256", Hash("new")), ("ApiKeys:1:Name", "reader"), ("ApiKeys:1:Key", "read"), ("ApiKeys:1:Role", "Viewer"));

        Assert.Equal(("default", UserRole.Operator), Known(ring, "old"));
        Assert.Equal(("warehouse", UserRole.Operator), Known(ring, "new"));
        Assert.Equal(("reader", UserRole.Viewer), Known(ring, "read"));
        Assert.Null(ring.Find("wrong"));
        Assert.Null(ring.Find(""));
        Assert.True(Ring().IsEmpty);
    }

    [Theory]
    [InlineData("ApiKeys:0:Name", "a", "ApiKeys:0 needs either Key or Sha256.")]
    [InlineData("ApiKeys:0:Key", "a", "ApiKeys:0 needs a name of 1 to 100 characters.")]
    [InlineData("ApiKeys:Path", "/nowhere/keys", "ApiKeys:Path must name a file of API keys that can be read: ")]
    public void A_key_that_is_not_stated_as_it_must_be_stops_the_start(string name, string value, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<ServiceSettingException>(() => Ring((name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_and_roles_are_judged()
    {
        Assert.Equal(
            "ApiKeys:0 has the role 'boss'; it must be viewer, planner or operator.",
            Assert.Throws<ServiceSettingException>(() => Ring(("ApiKeys:0:Name", "a"), ("ApiKeys:0:Key", "x"), ("ApiKeys:0:Role", "boss"))).Message);
        Assert.Equal(
            "Two API keys have the name 'a'; a name tells who made a change.",
            Assert.Throws<ServiceSettingException>(() => Ring(("ApiKeys:0:Name", "a"), ("ApiKeys:0:Key", "x"), ("ApiKeys:1:Name", "A"), ("ApiKeys:1:Key", "y"))).Message);
    }

    [Fact]
    public void A_line_that_is_taken_out_of_the_file_revokes_its_key_at_once()
    {
        var path = Path.Combine(Path.GetTempPath(), $"keys-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(path, $"# the night's import\nnight operator {Hash("n")}\nday\tplanner\t{Hash("d")} # Ann's script\n\n");
            var ring = Ring(("ApiKeys:Path", path));
            Assert.Equal(("night", UserRole.Operator), Known(ring, "n"));
            Assert.Equal(("day", UserRole.Planner), Known(ring, "d"));

            File.WriteAllText(path, $"day planner {Hash("d")}\n");
            Assert.Null(ring.Find("n"));
            Assert.NotNull(ring.Find("d"));

            File.WriteAllText(path, "day planner\n");
            Assert.Null(ring.Find("d"));
            Assert.Equal("ApiKeys:Path: line 1 must be a name, a role and the SHA-256 of a key, separated by blanks.", Assert.Throws<ServiceSettingException>(() => Ring(("ApiKeys:Path", path))).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_change_by_a_key_carries_its_name()
    {
        await using var store = await TestStore.SqliteAsync();
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>
        {
            ["Sales:Store"] = store.Connection,
            ["ApiKeys:0:Name"] = "warehouse",
            ["ApiKeys:0:Key"] = "w",
            ["ApiKeys:1:Name"] = "script",
            ["ApiKeys:1:Key"] = "s",
            ["ApiKeys:1:Role"] = "planner",
        });
        var (sales, planning) = (new SalesClient(host.Client), new PlanningClient(host.Client));
        var day = new MemoryStream(Encoding.UTF8.GetBytes(StoreHost.DayOf(StoreHost.NextDay, 150)));
        var receipt = await sales.ImportSalesAsync(new OutgoingBatch(day, "text/csv", "test"), "w", cancellationToken: Cancellation);
        Assert.Equal(("warehouse", null), (receipt.Batch.Author, receipt.Batch.ChangedBy));
        Assert.Equal("warehouse", (await sales.UndoBatchAsync(receipt.Batch.Id, "w", cancellationToken: Cancellation)).ChangedBy);

        var note = new NoteRequest { Scope = "all", From = StoreHost.NextDay, Through = StoreHost.NextDay, Text = "x" };
        Assert.Equal("script", (await planning.AddNoteAsync(note, "s", Cancellation)).Author);
        Assert.Equal("Ann (script)", (await planning.AddNoteAsync(note with { Author = " Ann " }, "s", Cancellation)).Author);
        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => sales.UndoBatchAsync(receipt.Batch.Id, "s", cancellationToken: Cancellation));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }

    [Fact]
    public async Task Without_any_key_reads_answer_and_changes_are_refused()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("items", Cancellation)).StatusCode);

        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => new ForecastClient(host.Client).ReloadAsync("any", Cancellation));

        Assert.Equal(
            (HttpStatusCode.Forbidden, "This service allows no changes over HTTP: it has no API key (Guard:ApiKeySha256 or ApiKeys) and no sign-in (Auth:Mode)."), (refused.Status, refused.Message));
    }

    private static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static (string, UserRole)? Known(ApiKeyRing ring, string key) => ring.Find(key) is { } known ? (known.Name, known.Role) : null;

    private static ApiKeyRing Ring(params (string Name, string Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build(), NullLogger<ApiKeyRing>.Instance);
}
