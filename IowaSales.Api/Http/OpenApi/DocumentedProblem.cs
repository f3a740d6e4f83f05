namespace IowaSales.Api.Http.OpenApi;

/// <summary>A problem that an operation may answer, as the OpenAPI document shows it; endpoint metadata.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Description">When it is answered.</param>
/// <param name="Detail">A <c>detail</c> that it could have.</param>
/// <param name="Member">A further member of the example, if any: its name and its value.</param>
internal sealed record DocumentedProblem(int Status, string Description, string Detail, (string Name, string[] Values)? Member = null);
