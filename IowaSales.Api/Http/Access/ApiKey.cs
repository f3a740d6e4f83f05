using System.Security.Cryptography;
using System.Text;
using IowaSales.ServiceDefaults;
using IowaSales.ServiceDefaults.Identity;

namespace IowaSales.Api.Http.Access;

/// <summary>The key of a machine.</summary>
/// <param name="Name">Who holds it: the author of its changes.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Hash">SHA-256 of the key.</param>
internal sealed record ApiKey(string Name, UserRole Role, byte[] Hash)
{
    /// <summary>Name of the key in <c>Guard:ApiKeySha256</c>.</summary>
    public const string Default = "default";

    private const int HashDigits = 64;

    /// <summary>A key from settings or a line of a file.</summary>
    /// <param name="place">Where it is stated, to begin a sentence with.</param>
    /// <param name="hashPlace">Where its hash is stated.</param>
    /// <param name="name">Its name.</param>
    /// <param name="role">Name of its role; null or empty for an operator's.</param>
    /// <param name="sha256">SHA-256 of the key in hexadecimal.</param>
    /// <exception cref="ServiceSettingException">A part is missing or not allowed.</exception>
    public static ApiKey Of(string place, string hashPlace, string? name, string? role, string? sha256)
    {
        if (name?.Trim() is not { Length: > 0 and <= SignInSettings.MaxNameLength } trimmed || trimmed.Any(char.IsControl))
        {
            throw new ServiceSettingException($"{place} needs a name of 1 to {SignInSettings.MaxNameLength} characters.");
        }

        if (sha256 is not { Length: HashDigits } || !sha256.All(char.IsAsciiHexDigit))
        {
            throw new ServiceSettingException($"{hashPlace} must be a SHA-256 in hexadecimal: printf %s KEY | sha256sum");
        }

        return new ApiKey(
            trimmed,
            string.IsNullOrEmpty(role) ? UserRole.Operator : UserRoles.Named(role) ?? throw new ServiceSettingException($"{place} has the role '{role}'; it must be viewer, planner or operator."),
            Convert.FromHexString(sha256));
    }

    /// <summary>SHA-256 of a key.</summary>
    /// <param name="key">The key.</param>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
