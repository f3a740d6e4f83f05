using IowaSales.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.Features;

namespace IowaSales.Api.Http.Access;

/// <summary>Who sent a request.</summary>
/// <param name="Name">A person's name as their token states it, or a key's name.</param>
/// <param name="Role">What they may do.</param>
/// <param name="IsPerson">True for somebody who signed in, false for a key.</param>
internal sealed record Caller(string Name, UserRole Role, bool IsPerson)
{
    /// <summary>
    /// Who makes a change that states its author: whoever signed in, whatever it states. Of a named key it is the stated author with the key's name, or
    /// the key's name alone; the key without a name leaves it to the request.
    /// </summary>
    /// <param name="stated">The author that the request states; null or blank for none.</param>
    /// <returns>The author; as far as it is stated it may be missing, too long, or no text.</returns>
    public string? AuthorOf(string? stated) =>
        IsPerson ? Name
        : Name == ApiKey.Default ? stated
        : string.IsNullOrWhiteSpace(stated) ? Name
        : $"{stated.Trim()} ({Name})";
}

/// <summary>Hands the caller on to what answers the request.</summary>
internal static class CallerExtensions
{
    /// <summary>Who sent the request, which needed a role.</summary>
    /// <param name="context">The exchange.</param>
    public static Caller Caller(this HttpContext context) => context.Features.GetRequiredFeature<Caller>();
}
