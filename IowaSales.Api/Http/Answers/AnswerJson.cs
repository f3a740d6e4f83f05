using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IowaSales.Contracts;

namespace IowaSales.Api.Http.Answers;

/// <summary>How answers are serialised: apostrophes and letters are left as they are, since an answer is never part of an HTML page.</summary>
internal static class AnswerJson
{
    private const int DefaultLength = 4096;

    /// <summary>How answers are written.</summary>
    public static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Lazy<ContractJson> RelaxedContract =
        new(() => new ContractJson(new JsonSerializerOptions(ContractJson.Default.Options) { Encoder = Relaxed.Encoder }));

    /// <summary>The contract for what ASP.NET Core serialises; the generated writers of <see cref="Serialize"/> need no metadata, this does.</summary>
    public static ContractJson Contract => RelaxedContract.Value;

    /// <summary>Serialises a value with its generated writer.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="type">Its type in <see cref="ContractJson.Default"/>.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>(DefaultLength);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
