using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.WeekdayProfiles;

/// <summary>The mean of nine averages of the same weekdays (<see cref="Profiles"/>), drawn towards the panel's weekday shape.</summary>
public sealed class WeekdayProfileFamily : IModelFamily
{
    /// <inheritdoc/>
    public string Name => "WeekdayProfile";

    /// <inheritdoc/>
    public string Description => "recent level times the typical shape of the week";

    /// <inheritdoc/>
    public int RelativeCost => 2;

    /// <inheritdoc/>
    public IFittedFamily Fit(History history, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(options);
        options.CancellationToken.ThrowIfCancellationRequested();
        var shape = WeekdayShape.Of(history);
        options.Advance?.Invoke(history.SeriesCount);
        return new Fitted(shape);
    }

    /// <inheritdoc/>
    public IFittedFamily Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new Fitted(WeekdayShape.Read(reader));
    }

    private sealed class Fitted(WeekdayShape shape) : IFittedFamily
    {
        public void Forecast(History history, int series, Span<double> forecast)
        {
            var past = new SeriesPast(history, series);
            if (past.Values.Length == 0)
            {
                forecast.Clear();
                return;
            }

            Span<double> profiles = stackalloc double[Profiles.Count * 7];
            Span<double> mean = stackalloc double[7];
            Profiles.Fill(past, past.Values.Length, shape, profiles);
            Profiles.Mean(profiles, mean);
            for (var step = 0; step < forecast.Length; step++)
            {
                forecast[step] = mean[(int)history.DateOf(history.Origin + step).DayOfWeek];
            }
        }

        public void Write(BinaryWriter writer) => shape.Write(writer);
    }
}
