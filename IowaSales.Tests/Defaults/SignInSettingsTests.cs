using System.Security.Claims;
using IowaSales.ServiceDefaults;
using IowaSales.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace IowaSales.Tests.Defaults;

public sealed class SignInSettingsTests
{
    [Theory]
    [InlineData("http://localhost:8501", true)]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://[::1]:8501", true)]
    [InlineData("http://unix:/run/web.sock", true)]
    [InlineData("http://*:8501", false)]
    [InlineData("http://+:8501", false)]
    [InlineData("http://0.0.0.0:8501", false)]
    [InlineData("http://[::]:8501", false)]
    [InlineData("https://sales.example.org", false)]
    public void An_address_of_this_machine_alone_is_told_from_others(string address, bool loopback) =>
        Assert.Equal(loopback, ListeningRule.IsLoopback(address));

    [Fact]
    public void Without_sign_in_only_this_machine_is_listened_to_unless_that_is_stated()
    {
        var refused = Assert.Throws<ServiceSettingException>(() => Start(("PORT", "8501")));
        Assert.StartsWith("No sign-in is configured, and http://*:8501 can be reached from other machines. Set Auth__Mode=oidc", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ServiceSettingException>(() => Start(("urls", "http://localhost:8501;http://10.0.0.1:8501")));
        Assert.Throws<ServiceSettingException>(() => Start(("http_ports", "8080")));
        Assert.Throws<ServiceSettingException>(() => Start(("Kestrel:Endpoints:Web:Url", "http://*:80")));
        Assert.Throws<ServiceSettingException>(() => Start(("Metrics:Port", "9464")));

        Assert.Equal(["http://localhost:8501"], Start());
        Assert.Equal(["http://127.0.0.1:8501"], Start(("urls", "http://127.0.0.1:8501")));
        Assert.Equal(["http://*:8501"], Start(("Auth:Mode", "none"), ("PORT", "8501")));
        Assert.Equal(["http://*:8501"], Start(("Auth:Mode", "OIDC"), ("Auth:Authority", "https://login.example.org")));
    }

    [Theory]
    [InlineData("basic", null, "Auth:Mode must be none or oidc, not 'basic'.")]
    [InlineData("oidc", null, "Auth:Authority is not set. With Auth:Mode=oidc it must hold the address of the OpenID Connect provider, such as https://login.example.com/realm.")]
    [InlineData("oidc", "http://login.example.org", "Auth:Authority must be an https address (http on this machine alone), not 'http://login.example.org'.")]
    [InlineData("oidc", "login", "Auth:Authority must be an https address (http on this machine alone), not 'login'.")]
    public void A_setting_that_cannot_be_used_is_said_in_one_sentence(string mode, string? authority, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ServiceSettingException>(() => In(("Auth:Mode", mode), ("Auth:Authority", authority))).Message);

    [Fact]
    public void The_highest_role_counts_and_a_person_has_the_best_name_there_is()
    {
        var settings = In(("Auth:Mode", "oidc"), ("Auth:Authority", "https://login.example.org"), ("Auth:RoleClaim", "groups"), ("Auth:NameClaim", ""));
        Assert.Equal(UserRole.Planner, UserRoles.Of(Who(("groups", "viewer"), ("groups", "PLANNER"), ("roles", "operator")), settings.RoleClaim));
        Assert.Equal(UserRole.None, UserRoles.Of(Who(("groups", "everybody")), settings.RoleClaim));

        Assert.Equal("Ann B", settings.NameOf(Who(("sub", "7"), ("name", " Ann\u0007 B "))));
        Assert.Equal("ann@example.org", settings.NameOf(Who(("sub", "7"), ("name", " "), ("email", "ann@example.org"))));
        Assert.Equal(SignInSettings.MaxNameLength, settings.NameOf(Who(("sub", new string('x', 300)))).Length);
    }

    private static ClaimsPrincipal Who(params (string Type, string Value)[] claims) => new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value))));

    private static SignInSettings In(params (string Name, string? Value)[] settings) =>
        SignInSettings.In(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build());

    private static IReadOnlyList<string> Start(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        var signIn = SignInSettings.In(builder.Configuration);
        builder.AddPort([], 8501, signIn.Mode == SignInMode.SingleUser ? "localhost" : "*");
        builder.RefuseOpenAddresses(signIn);
        return ListeningRule.AddressesOf(builder);
    }
}
