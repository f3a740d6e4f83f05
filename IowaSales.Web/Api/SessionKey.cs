namespace IowaSales.Web.Api;

/// <summary>The API key that a person has typed, for as long as their page stays open: one circuit, in memory only.</summary>
internal sealed class SessionKey
{
    /// <summary>The key; empty before one is typed.</summary>
    public string Value { get; set; } = "";
}
