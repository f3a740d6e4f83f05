using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>What the records of a column file share, each by its number.</summary>
internal sealed class ForecastTables
{
    private const byte NoReason = byte.MaxValue;

    /// <summary>Fewest bytes of a row of days.</summary>
    private const int DayRowBytes = 10;

    /// <summary>Day index of the first forecast day.</summary>
    public required int Origin { get; init; }

    /// <summary>Days of the horizon, by number: first the panel's, then those of series that differ.</summary>
    public required IReadOnlyList<ForecastDay[]> Days { get; init; }

    /// <summary>Chances of a sale by step.</summary>
    public required IReadOnlyList<double[]> Chances { get; init; }

    /// <summary>Quantile functions at the levels of the grid.</summary>
    public required IReadOnlyList<double[]> Standards { get; init; }

    /// <summary>Joint ranks.</summary>
    public required IReadOnlyList<IReadOnlyList<double[]>> Templates { get; init; }

    /// <summary>How much the items err together.</summary>
    public required WeeklyCorrelation Correlation { get; init; }

    /// <summary>Error of the newest backtest window over all series; NaN when it is unknown.</summary>
    public required double LastWindowError { get; init; }

    /// <summary>Writes the tables.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Origin);
        writer.Write(Days[0][0].Date.DayNumber);
        writer.Write(Days.Count);
        foreach (var day in Days.SelectMany(days => days))
        {
            writer.Write(day.Closed);
            writer.Write(day.OpenProbability);
            writer.Write((byte?)day.ClosedReason ?? NoReason);
            writer.Write(day.Holiday ?? "");
        }

        writer.WriteRows(Chances);
        writer.WriteRows(Standards);
        writer.Write(Templates.Count);
        foreach (var template in Templates)
        {
            writer.WriteRows(template);
        }

        writer.Write(Correlation.Value);
        writer.Write(LastWindowError);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="content">The section.</param>
    /// <param name="horizon">Number of steps.</param>
    /// <exception cref="InvalidDataException">The tables are damaged.</exception>
    public static ForecastTables Read(byte[] content, int horizon)
    {
        using var reader = new ArtifactReader(content);
        var (origin, first) = (reader.ReadInt32(), reader.ReadInt32());
        if (origin < 1 || first < 0 || first > DateOnly.MaxValue.DayNumber - horizon)
        {
            throw Damaged();
        }

        var days = new ForecastDay[reader.ReadCount(DayRowBytes * horizon)][];
        for (var row = 0; row < days.Length; row++)
        {
            days[row] = new ForecastDay[horizon];
            for (var step = 0; step < horizon; step++)
            {
                days[row][step] = ReadDay(reader, DateOnly.FromDayNumber(first + step));
            }
        }

        var (chances, standards) = (reader.ReadRows(), reader.ReadRows());
        var templates = new IReadOnlyList<double[]>[reader.ReadCount(sizeof(int))];
        for (var i = 0; i < templates.Length; i++)
        {
            templates[i] = reader.ReadRows();
        }

        var (correlation, lastWindowError) = (reader.ReadDouble(), reader.ReadDoubleOrNaN());
        return days.Length > 0
            && correlation is >= 0 and <= 1
            && !(lastWindowError < 0)
            && Array.TrueForAll(chances, row => row.Length == horizon && Array.TrueForAll(row, chance => chance is >= 0 and <= 1))
            && Array.TrueForAll(standards, row => row.Length == QuantileLevels.Grid.Count)
            && Array.TrueForAll(templates, template => template.All(path => path.Length >= horizon && Array.TrueForAll(path, rank => rank is >= 0 and <= 1)))
            && reader.IsAtEnd
            ? new ForecastTables
            {
                Origin = origin,
                Days = days,
                Chances = chances,
                Standards = standards,
                Templates = templates,
                Correlation = new WeeklyCorrelation(correlation),
                LastWindowError = lastWindowError,
            }
            : throw Damaged();
    }

    private static ForecastDay ReadDay(ArtifactReader reader, DateOnly date)
    {
        var (closed, open, reason, holiday) = (reader.ReadBoolean(), reader.ReadDouble(), reader.ReadByte(), reader.ReadString());
        return open is >= 0 and <= 1 && (reason == NoReason || Enum.IsDefined((ClosureReason)reason))
            ? new ForecastDay(date, closed, open, reason == NoReason ? null : (ClosureReason)reason, holiday.Length == 0 ? null : holiday)
            : throw Damaged();
    }

    private static InvalidDataException Damaged() => new("The tables of the forecasts are damaged.");
}
