using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Distributions;

namespace IowaSales.Api.Forecasts;

/// <summary>
/// The answer of <c>/predict/{item_name}</c> but for the name and the numbers, which alone differ between items with the same days: an answer that is
/// not kept is put together in a few microseconds. Made by serialising an answer with marks in their places, so that the contract is written in one place.
/// </summary>
internal sealed class ForecastTemplate
{
    private const string ItemMark = "@item@";

    /// <summary>Marks are whole numbers from here on.</summary>
    private const long FirstMark = 987_654_321_000;

    /// <summary>Below this, thousandths have at most 15 digits, which a number holds exactly.</summary>
    private const double MaxShort = 1e12;
    private const int MaxNumberBytes = 32;

    private readonly byte[][] _pieces;
    private readonly int _bytes;
    private readonly IReadOnlyList<double> _levels;

    private ForecastTemplate(IReadOnlyList<ForecastDay> days, byte[][] pieces, IReadOnlyList<double> levels)
    {
        (Days, _pieces, _levels) = (days, pieces, levels);
        _bytes = pieces.Sum(piece => piece.Length) + (pieces.Length * MaxNumberBytes);
    }

    /// <summary>The days that the answers are of.</summary>
    public IReadOnlyList<ForecastDay> Days { get; }

    /// <summary>Makes the template of the days that most items have.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public static ForecastTemplate Of(ForecastSnapshot snapshot)
    {
        var (days, levels) = (snapshot.Forecasts.Days, snapshot.Manifest.QuantileLevels);
        var mark = FirstMark;
        var predictions = days.Select(day => ItemForecasts.DayOf(day, mark++, levels.ToDictionary(ReportedNumber.NameOf, _ => (double)mark++, StringComparer.Ordinal))).ToArray();
        var text = Encoding.UTF8.GetString(AnswerJson.Serialize(
            ItemForecasts.Of(snapshot, ItemMark, predictions), ContractJson.Default.ItemForecast));
        var pieces = new List<byte[]>();
        var at = 0;
        foreach (var part in Enumerable.Range(0, (int)(mark - FirstMark))
            .Select(number => (FirstMark + number).ToString(CultureInfo.InvariantCulture))
            .Prepend(ItemMark))
        {
            var next = text.IndexOf(part, at, StringComparison.Ordinal);
            pieces.Add(Encoding.UTF8.GetBytes(text[at..next]));
            at = next + part.Length;
        }

        pieces.Add(Encoding.UTF8.GetBytes(text[at..]));
        return new ForecastTemplate(days, [.. pieces], levels);
    }

    /// <summary>The answer of an item with these days.</summary>
    /// <param name="forecast">Its forecast.</param>
    /// <returns>UTF-8 JSON.</returns>
    public byte[] Fill(SeriesForecast forecast)
    {
        var name = JsonEncodedText.Encode(forecast.Item, AnswerJson.Relaxed.Encoder).EncodedUtf8Bytes;
        var body = ArrayPool<byte>.Shared.Rent(_bytes + name.Length);
        var (at, piece) = (0, 0);
        Append(body, ref at, _pieces[piece++]);
        Append(body, ref at, name);
        for (var step = 0; step < forecast.Horizon; step++)
        {
            Append(body, ref at, _pieces[piece++]);
            Append(body, ref at, ReportedNumber.Of(forecast.Mean(step)));
            for (var level = 0; level < _levels.Count; level++)
            {
                Append(body, ref at, _pieces[piece++]);
                Append(body, ref at, ReportedNumber.Of(forecast.Quantile(step, _levels[level])));
            }
        }

        Append(body, ref at, _pieces[piece]);
        var filled = body.AsSpan(0, at).ToArray();
        ArrayPool<byte>.Shared.Return(body);
        return filled;
    }

    private static void Append(byte[] body, ref int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(body.AsSpan(at));
        at += bytes.Length;
    }

    private static void Append(byte[] body, ref int at, double value)
    {
        var thousandths = value is >= 0 and < MaxShort && !double.IsNegative(value) ? (long)Math.Round(value * 1000) : -1;
        if (thousandths < 0 || thousandths / 1000.0 != value)
        {
            value.TryFormat(body.AsSpan(at), out var length, default, CultureInfo.InvariantCulture);
            at += length;
            return;
        }

        var (whole, rest) = Math.DivRem(thousandths, 1000);
        Utf8Formatter.TryFormat(whole, body.AsSpan(at), out var digits);
        at += digits;
        if (rest > 0)
        {
            body[at++] = (byte)'.';
            for (var unit = 100; rest > 0; unit /= 10)
            {
                (var digit, rest) = Math.DivRem(rest, unit);
                body[at++] = (byte)('0' + digit);
            }
        }
    }
}
