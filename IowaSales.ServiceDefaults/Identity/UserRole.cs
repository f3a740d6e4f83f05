using System.Security.Claims;

namespace IowaSales.ServiceDefaults.Identity;

/// <summary>What somebody may do; each role may also do what those before it may.</summary>
public enum UserRole
{
    /// <summary>Nothing: signed in, but without a role of this system.</summary>
    None,

    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Changes overrides, notes, item attributes and alerts.</summary>
    Planner,

    /// <summary>Imports sales and drivers, undoes batches and loads models.</summary>
    Operator,
}

/// <summary>Roles as tokens and settings name them.</summary>
public static class UserRoles
{
    /// <summary>The role of a name.</summary>
    /// <param name="name"><c>viewer</c>, <c>planner</c> or <c>operator</c>, in any case.</param>
    /// <returns>The role; null for any other name.</returns>
    public static UserRole? Named(string? name) => name?.ToUpperInvariant() switch
    {
        "VIEWER" => UserRole.Viewer,
        "PLANNER" => UserRole.Planner,
        "OPERATOR" => UserRole.Operator,
        _ => null,
    };

    /// <summary>The name of a role.</summary>
    /// <param name="role">The role.</param>
    public static string NameOf(UserRole role) => role.ToString().ToLowerInvariant();

    /// <summary>The highest role among somebody's claims.</summary>
    /// <param name="person">The person.</param>
    /// <param name="claim">Name of the claim that holds roles; it may occur several times.</param>
    /// <returns>The role; <see cref="UserRole.None"/> without one.</returns>
    public static UserRole Of(ClaimsPrincipal person, string claim)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.FindAll(claim).Max(held => Named(held.Value)) ?? UserRole.None;
    }
}
