namespace IowaSales.Forecasting.Sharding;

/// <summary>Where the parts of a sharded training lie: a place that all of its workers share. Safe to use from many threads and processes.</summary>
public interface IShardStorage
{
    /// <summary>Whether a part is there, whole.</summary>
    /// <param name="name">Name of the part: letters, digits, hyphens and points.</param>
    bool Exists(string name);

    /// <summary>Writes a part; it is there once it is whole. One that is there already is replaced.</summary>
    /// <param name="name">Name of the part.</param>
    /// <param name="write">Writes it to a stream that can seek.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Write(string name, Action<Stream> write);

    /// <summary>Opens a part.</summary>
    /// <param name="name">Name of the part.</param>
    /// <returns>The part at its beginning; it stays readable until it is disposed.</returns>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    FileStream OpenRead(string name);
}
