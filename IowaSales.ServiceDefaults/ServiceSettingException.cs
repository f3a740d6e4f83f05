namespace IowaSales.ServiceDefaults;

/// <summary>A setting cannot be used; the message names it, what was given and what is allowed.</summary>
/// <param name="message">The sentence.</param>
public sealed class ServiceSettingException(string message) : Exception(message);
