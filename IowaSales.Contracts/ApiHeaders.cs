namespace IowaSales.Contracts;

/// <summary>Headers of the contract.</summary>
public static class ApiHeaders
{
    /// <summary>Carries the key that changes need.</summary>
    public const string ApiKey = "X-Api-Key";

    /// <summary>
    /// Begins what stands in place of a key where people sign in: <c>"Bearer " + access token</c>, which the clients send as <c>Authorization</c>.
    /// </summary>
    public const string Bearer = "Bearer ";
}
