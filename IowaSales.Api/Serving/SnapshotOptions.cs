using IowaSales.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Serving;

/// <summary>Which model is served: the section <c>Model</c>.</summary>
internal sealed record ModelOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Model";

    /// <summary>The model's folder; <c>model</c> by default. A relative path is relative to the working directory.</summary>
    public string Path { get; set; } = "model";

    /// <summary>How often the folder and the data file are looked at; 2 seconds by default, 0.05 seconds to a day.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>Which sales the model is rolled forward with: the section <c>Data</c>.</summary>
internal sealed record DataOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Data";

    /// <summary>A sales CSV; where it reaches past the model's own sales the forecasts start after its last date. None by default.</summary>
    public string? Path { get; set; }

    /// <summary>Open days without sales above which answers say <c>stale</c>, today included; 4 by default.</summary>
    public int StaleAfterDays { get; set; } = 4;
}

/// <summary>Which days are known to be open or closed: the section <c>Calendar</c>.</summary>
internal sealed record CalendarOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Calendar";

    /// <summary>A CSV or iCalendar file; the calendar that the model was trained with by default. Read again when it changes.</summary>
    public string? Path { get; set; }
}

/// <summary>Checks <see cref="ModelOptions"/>.</summary>
internal sealed class ModelOptionsValidator : IValidateOptions<ModelOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ModelOptions options) => SettingChecks.ResultOf(
        string.IsNullOrWhiteSpace(options.Path) ? "Model:Path must name the model's folder." : null,
        SettingChecks.Between("Model:PollInterval", options.PollInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromDays(1)));
}

/// <summary>Checks <see cref="DataOptions"/>.</summary>
internal sealed class DataOptionsValidator : IValidateOptions<DataOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DataOptions options) =>
        SettingChecks.ResultOf(SettingChecks.Between("Data:StaleAfterDays", options.StaleAfterDays, 0, 3650));
}
