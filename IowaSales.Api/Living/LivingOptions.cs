using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Living;

/// <summary>Where sales that come in are kept: the section <c>Sales</c>.</summary>
internal sealed record LivingOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Sales";

    /// <summary>
    /// The store: the path of an SQLite file, or a PostgreSQL connection string (<c>Host=…;Database=…</c>). Without it, the default, the
    /// service keeps no sales and serves what the model folder and the data file hold.
    /// </summary>
    public string? Store { get; set; }

    /// <summary>How often the store is asked for sales that came in elsewhere; a second by default, 0.05 seconds to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00", ErrorMessage = "Sales:PollInterval must lie between 00:00:00.05 and 01:00:00.")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Largest batch, bytes; 256 MiB by default.</summary>
    [Range(1024, 1L << 40, ErrorMessage = "Sales:MaxBatchBytes must lie between 1024 and 2^40.")]
    public long MaxBatchBytes { get; set; } = 256L << 20;
}

/// <summary>Checks <see cref="LivingOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class LivingOptionsValidator : IValidateOptions<LivingOptions>;
