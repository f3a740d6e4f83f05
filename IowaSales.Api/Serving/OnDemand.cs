namespace IowaSales.Api.Serving;

/// <summary>Something large that is made when it is first asked for, by one thread at a time; a failure is not kept, so that the next one to ask tries again.</summary>
/// <typeparam name="T">Its type.</typeparam>
/// <param name="make">Makes it.</param>
internal sealed class OnDemand<T>(Func<T> make)
    where T : class
{
    private readonly Lock _lock = new();
    private volatile T? _value;

    /// <summary>What was made.</summary>
    public T Value
    {
        get
        {
            if (_value is { } value)
            {
                return value;
            }

            lock (_lock)
            {
                return _value ??= make();
            }
        }
    }

    /// <summary>Something that is there already.</summary>
    /// <param name="value">It.</param>
    public static OnDemand<T> Of(T value) => new(() => value);
}
