using IowaSales.ServiceDefaults;

namespace IowaSales.Api.Http.Access;

/// <summary>
/// Keys in a file, a line each: name, role and SHA-256, separated by blanks; what follows <c>#</c> is a comment. A changed file counts from the next
/// request with a key on, so that a key whose line is gone is revoked at once.
/// </summary>
/// <param name="path">Path of the file.</param>
/// <param name="logger">Where a file that has become unusable is reported.</param>
internal sealed partial class ApiKeyFile(string path, ILogger logger)
{
    /// <summary>Setting that names the file.</summary>
    public const string Setting = "ApiKeys:Path";

    private const long MaxBytes = 1 << 20;

    private readonly Lock _gate = new();
    private (DateTime Written, long Bytes) _stamp;
    private IReadOnlyList<ApiKey> _keys = [];

    /// <summary>Reads the file for the first time.</summary>
    /// <exception cref="ServiceSettingException">It cannot be read, or a line is wrong.</exception>
    public void Open()
    {
        (_stamp, _keys) = (StampOf(path), Read(path));
    }

    /// <summary>The keys as the file has them now; none while it cannot be used, since a key that was meant to be revoked must not go on.</summary>
    public IReadOnlyList<ApiKey> Keys
    {
        get
        {
            lock (_gate)
            {
                var stamp = StampOf(path);
                if (stamp != _stamp)
                {
                    try
                    {
                        (_stamp, _keys) = (stamp, Read(path));
                    }
                    catch (ServiceSettingException exception)
                    {
                        (_stamp, _keys) = (stamp, []);
                        Unusable(logger, exception.Message);
                    }
                }

                return _keys;
            }
        }
    }

    private static (DateTime Written, long Bytes) StampOf(string path)
    {
        // A mounted secret is a link that is led elsewhere when it changes
        var file = new FileInfo(path);
        var target = file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file : file;
        return target.Exists ? (target.LastWriteTimeUtc, target.Length) : default;
    }

    private static List<ApiKey> Read(string path)
    {
        string[] lines;
        try
        {
            lines = new FileInfo(path).Length <= MaxBytes ? File.ReadAllLines(path) : throw new ServiceSettingException($"{Setting}: {path} is larger than {MaxBytes} bytes.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServiceSettingException($"{Setting} must name a file of API keys that can be read: {exception.Message}");
        }

        var keys = new List<ApiKey>();
        for (var number = 1; number <= lines.Length; number++)
        {
            var parts = lines[number - 1].Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 0)
            {
                keys.Add(parts is [var name, var role, var hash]
                    ? ApiKey.Of($"{Setting}: line {number}", $"{Setting}: the hash of line {number}", name, role, hash)
                    : throw new ServiceSettingException($"{Setting}: line {number} must be a name, a role and the SHA-256 of a key, separated by blanks."));
            }
        }

        return keys;
    }

    [LoggerMessage(LogLevel.Error, "No key in the file is accepted until the file is fixed. {Reason}")]
    private static partial void Unusable(ILogger logger, string reason);
}
