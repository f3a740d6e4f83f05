namespace IowaSales.Contracts;

/// <summary>Headers of the contract.</summary>
public static class ApiHeaders
{
    /// <summary>Carries the key that changes need.</summary>
    public const string ApiKey = "X-Api-Key";
}
