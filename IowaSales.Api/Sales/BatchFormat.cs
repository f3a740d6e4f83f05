using IowaSales.Forecasting.Data.Files;
using IowaSales.Storage.Import;
using Microsoft.Net.Http.Headers;

namespace IowaSales.Api.Sales;

/// <summary>How the CSV of a request is written.</summary>
internal static class BatchFormat
{
    /// <summary>How a CSV is written, as the request says; what it does not say is recognised.</summary>
    /// <exception cref="BatchRejectedException">What it says is not known.</exception>
    public static SalesFormat Of(HttpRequest request, MediaTypeHeaderValue type)
    {
        var query = request.Query;
        var encoding = query["encoding"].ToString() is { Length: > 0 } named ? named : type.Charset.ToString().Trim('"');
        return new SalesFormat
        {
            Delimiter = query["delimiter"].ToString() switch
            {
                "" => null,
                "tab" => '\t',
                [var sign] when SalesFormat.CanDelimit(sign) => sign,
                _ => throw new BatchRejectedException("delimiter must be one sign such as , ; | or the word tab."),
            },
            Decimal = query["decimal"].ToString() switch
            {
                "" => null,
                "." or "," => query["decimal"].ToString()[0],
                _ => throw new BatchRejectedException("decimal must be . or a comma."),
            },
            DateFormat = query["date_format"].ToString() switch
            {
                "" => null,
                var pattern => SalesDateFormat.Of(pattern)
                    ?? throw new BatchRejectedException("date_format does not write a whole day; give year, month and day like yyyy-MM-dd or dd/MM/yyyy."),
            },
            Encoding = encoding.Length == 0
                ? null
                : SalesFormat.EncodingOf(encoding)
                    ?? throw new BatchRejectedException("The encoding is not known; name one like utf-8, utf-16 or windows-1252."),
        };
    }
}
