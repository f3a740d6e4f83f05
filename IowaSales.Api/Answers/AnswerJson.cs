using System.Text.Encodings.Web;
using System.Text.Json;
using IowaSales.Contracts;

namespace IowaSales.Api.Answers;

/// <summary>How answers are serialised.</summary>
internal static class AnswerJson
{
    /// <summary>The contract's JSON with apostrophes and letters left as they are: an answer is never part of an HTML page.</summary>
    public static ContractJson Contract { get; } =
        new(new JsonSerializerOptions(ContractJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
