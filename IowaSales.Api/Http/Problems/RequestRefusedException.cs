namespace IowaSales.Api.Http.Problems;

/// <summary>A request cannot be answered; the endpoint turns this into problem details (RFC 9457).</summary>
internal sealed class RequestRefusedException : Exception
{
    private RequestRefusedException(int status, string detail, IReadOnlyDictionary<string, object?> extensions)
        : base(detail)
    {
        Status = status;
        Extensions = extensions;
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>Further members of the problem.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; }

    /// <summary>400: a parameter's value is not allowed.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    /// <param name="detail">Sentence that names the parameter, what was given and the allowed range.</param>
    public static RequestRefusedException BadParameter(string parameter, string detail) =>
        new(StatusCodes.Status400BadRequest, detail, new Dictionary<string, object?> { ["parameter"] = parameter });

    /// <summary>Another status: the body is not of a type that is understood.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="detail">Sentence that says what to send.</param>
    public static RequestRefusedException NotUnderstood(int status, string detail) => new(status, detail, new Dictionary<string, object?>());

    /// <summary>404: no such item.</summary>
    /// <param name="item">Name as the client wrote it.</param>
    /// <param name="closest">Names it may have meant, closest first.</param>
    public static RequestRefusedException UnknownItem(string item, IReadOnlyList<string> closest)
    {
        var shown = item.Length > 100 ? $"{item[..100]}…" : item;
        var advice = closest.Count == 0
            ? "GET /items lists all names."
            : $"Did you mean {string.Join(" or ", closest.Select(name => $"'{name}'"))}? GET /items lists all names.";
        return new(
            StatusCodes.Status404NotFound,
            $"Item '{shown}' not found. {advice}",
            new Dictionary<string, object?> { ["closest"] = closest.ToArray() });
    }

    /// <summary>404: the item is there, the part asked for is not.</summary>
    /// <param name="detail">Sentence that says why, and what to do.</param>
    public static RequestRefusedException NotAvailable(string detail) =>
        new(StatusCodes.Status404NotFound, detail, new Dictionary<string, object?>());

    /// <summary>503: what the answer needs cannot be reached at the moment.</summary>
    /// <param name="detail">Sentence that says what it is.</param>
    public static RequestRefusedException NotNow(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, detail, new Dictionary<string, object?>());
}
