using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using IowaSales.Api.Http.Answers;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Api.Serving;

/// <summary>
/// The entity tag of a snapshot's answers, made of what they depend on, so that replicas of one build over one model and the same sales give
/// the same tag.
/// </summary>
internal static class SnapshotTag
{
    /// <summary>The tag.</summary>
    /// <param name="forecasts">Tag of the forecasts.</param>
    /// <param name="stale">Whether their sales are too old.</param>
    /// <param name="attributes">What the store states of items.</param>
    public static string Of(string forecasts, bool stale, IReadOnlyList<ItemAttribute> attributes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{forecasts}|{stale}\n"));
        AppendAttributes(hash, attributes);
        return Shown(hash);
    }

    /// <summary>The tag of forecasts, whatever the age of their sales and what is stated of items beside them.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public static string OfForecasts(ForecastSnapshot snapshot)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(typeof(SnapshotTag).Module.ModuleVersionId.ToByteArray());
        hash.AppendData(Encoding.UTF8.GetBytes($"{snapshot.Version}|{snapshot.DataThrough:O}|{snapshot.Challenger?.Version}|{snapshot.Challenger?.Share}"));
        if (!snapshot.IsOfTraining)
        {
            AppendSales(hash, snapshot.Panel);
            AppendConditions(hash, snapshot.Panel);
        }

        return Shown(hash);
    }

    /// <summary>Stands for what is known beside the sales: the stated calendar and the drivers.</summary>
    /// <param name="panel">The sales.</param>
    public static string OfConditions(SalesPanel panel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendConditions(hash, panel);
        return Shown(hash);
    }

    private static string Shown(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset())[..EntityTags.Length];

    private static void AppendConditions(IncrementalHash hash, SalesPanel panel)
    {
        foreach (var day in panel.Stated.Days)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{day.Date:O}|{day.Open}|{day.Name}|{day.Item}\n"));
        }

        AppendDrivers(hash, panel.Drivers);
    }

    private static void AppendDrivers(IncrementalHash hash, DriverSet drivers)
    {
        foreach (var (index, driver) in drivers.Drivers.Index())
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{driver.Name}|{driver.Fill}|{driver.Default:R}|{string.Join('|', driver.Levels)}\n"));
            foreach (var item in drivers.ItemsOf(index).Order(StringComparer.Ordinal).Prepend(null))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{item}\n"));
                foreach (var (from, value) in drivers.RunsOf(index, item))
                {
                    hash.AppendData(BitConverter.GetBytes(from.DayNumber));
                    hash.AppendData(BitConverter.GetBytes(value));
                }
            }
        }

        AppendAttributes(hash, drivers.Attributes);
    }

    private static void AppendAttributes(IncrementalHash hash, IReadOnlyList<ItemAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            foreach (var item in attribute.Items.Order(StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{attribute.Name}|{item}|{attribute.TextOf(item)}\n"));
            }
        }
    }

    private static void AppendSales(IncrementalHash hash, SalesPanel panel)
    {
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            hash.AppendData(Encoding.UTF8.GetBytes(panel.Items[series]));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Days));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Values));
        }
    }
}
