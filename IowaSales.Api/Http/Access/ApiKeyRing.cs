using System.Security.Cryptography;
using IowaSales.ServiceDefaults;

namespace IowaSales.Api.Http.Access;

/// <summary>All keys of machines: those of the section <c>ApiKeys</c>, of its file, and the one of <c>Guard:ApiKeySha256</c>.</summary>
internal sealed class ApiKeyRing
{
    private const string Section = "ApiKeys";
    private const string SingleKey = "Guard:ApiKeySha256";

    private readonly IReadOnlyList<ApiKey> _stated;
    private readonly ApiKeyFile? _file;

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="logger">Where a file that has become unusable is reported.</param>
    /// <exception cref="ServiceSettingException">A key is not stated as it must be, or two have one name.</exception>
    public ApiKeyRing(IConfiguration configuration, ILogger<ApiKeyRing> logger)
    {
        _stated = [.. StatedIn(configuration)];
        if (configuration[ApiKeyFile.Setting] is { Length: > 0 } path)
        {
            _file = new ApiKeyFile(path, logger);
            _file.Open();
        }

        if (All.GroupBy(key => key.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(keys => keys.Count() > 1) is { } twice)
        {
            throw new ServiceSettingException($"Two API keys have the name '{twice.Key}'; a name tells who made a change.");
        }
    }

    /// <summary>Whether there is a key at all.</summary>
    public bool IsEmpty => !All.Any();

    private IEnumerable<ApiKey> All => _stated.Concat(_file?.Keys ?? []);

    /// <summary>Finds a key. Every key is compared in whole, so that the time taken tells nothing of where it stands or how much of it is right.</summary>
    /// <param name="given">The key as it was sent.</param>
    /// <returns>The key; null when there is none such.</returns>
    public ApiKey? Find(string given)
    {
        var hash = ApiKey.HashOf(given);
        ApiKey? found = null;
        foreach (var key in All)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, key.Hash) ? key : found;
        }

        return found;
    }

    private static IEnumerable<ApiKey> StatedIn(IConfiguration configuration)
    {
        if (configuration[SingleKey] is { Length: > 0 } single)
        {
            yield return ApiKey.Of(SingleKey, SingleKey, ApiKey.Default, role: null, single);
        }

        foreach (var section in configuration.GetSection(Section).GetChildren().Where(child => child.GetChildren().Any()))
        {
            var (key, hash) = (section["Key"], section["Sha256"]);
            if (string.IsNullOrEmpty(key) == string.IsNullOrEmpty(hash))
            {
                throw new ServiceSettingException($"{section.Path} needs either Key or Sha256.");
            }

            yield return ApiKey.Of(
                section.Path, $"{section.Path}:Sha256", section["Name"], section["Role"], string.IsNullOrEmpty(key) ? hash : Convert.ToHexString(ApiKey.HashOf(key)));
        }
    }
}
