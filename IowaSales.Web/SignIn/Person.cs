using System.Net;
using System.Security.Claims;
using IowaSales.Contracts;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Web.Text;
using Microsoft.AspNetCore.Components.Authorization;

namespace IowaSales.Web.SignIn;

/// <summary>
/// Who looks at a page, for as long as it stays open: whoever signed in, with their role and access token; where nobody signs in, the name and the API
/// key that were typed, in memory only.
/// </summary>
/// <param name="settings">Whether people sign in.</param>
/// <param name="states">Tells of who signed in.</param>
/// <param name="tokens">The access tokens of all who did.</param>
internal sealed class Person(SignInSettings settings, AuthenticationStateProvider states, UserTokens tokens)
{
    private string _typedName = "";
    private string _key = "";

    /// <summary>Raised when a name or key was typed, so that every field on a page shows it.</summary>
    public event Action? Typed;

    /// <summary>Whether people sign in, so that neither name nor key is typed.</summary>
    public bool SignsIn => settings.Mode == SignInMode.Oidc;

    /// <summary>The API key that was typed; empty before, and where people sign in.</summary>
    public string Key
    {
        get => _key;
        set
        {
            _key = value;
            Typed?.Invoke();
        }
    }

    /// <summary>Name under which changes are made: of who signed in, else as it was typed.</summary>
    public string Name
    {
        get => SignsIn ? settings.NameOf(User) : _typedName;
        set
        {
            _typedName = value;
            Typed?.Invoke();
        }
    }

    /// <summary>What the person may do; where nobody signs in the API judges the key.</summary>
    public UserRole Role => SignsIn ? UserRoles.Of(User, settings.RoleClaim) : UserRole.Operator;

    /// <summary>Whether the person may change overrides, notes and alerts.</summary>
    public bool MayPlan => Role >= UserRole.Planner;

    /// <summary>Whether the person may import and undo.</summary>
    public bool MayOperate => Role >= UserRole.Operator;

    /// <summary>Known from the beginning of a page or a circuit: the task is complete.</summary>
    private ClaimsPrincipal User => states.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } state ? state.Result.User : new ClaimsPrincipal();

    /// <summary>What has to be typed before a change can be sent; null for nothing.</summary>
    /// <param name="named">Whether the change states its author.</param>
    public string? Missing(bool named) =>
        SignsIn ? null
        : Key.Length == 0 ? UiText.SalesStore.KeyMissing
        : named && Name.Length == 0 ? UiText.Overrides.AuthorMissing
        : null;

    /// <summary>What changes are sent with: the access token, as <c>Bearer TOKEN</c>, or the API key.</summary>
    /// <exception cref="ForecastApiException">The session has ended (401).</exception>
    public async Task<string> CredentialAsync() =>
        !SignsIn ? Key
        : await tokens.FindAsync(User).ConfigureAwait(false) is { } token ? $"{ApiHeaders.Bearer}{token}"
        : throw new ForecastApiException(HttpStatusCode.Unauthorized, UiText.SignIn.Ended);
}
