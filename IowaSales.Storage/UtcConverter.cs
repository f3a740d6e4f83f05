using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IowaSales.Storage;

/// <summary>Stores moments as UTC, which both providers keep and order alike.</summary>
public sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
    moment => moment.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
