using System.Text.Json;
using IowaSales.Forecasting.Data;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage;

/// <summary>The sales store as EF Core sees it; one derived context per provider carries that provider's migrations.</summary>
/// <param name="options">Options of the derived context.</param>
public abstract class SalesContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Products.</summary>
    public DbSet<Item> Items => Set<Item>();

    /// <summary>Deliveries of sales.</summary>
    public DbSet<Batch> Batches => Set<Batch>();

    /// <summary>Sales in force.</summary>
    public DbSet<Sale> Sales => Set<Sale>();

    /// <summary>What batches state that is not in force.</summary>
    public DbSet<Statement> Statements => Set<Statement>();

    /// <summary>Deliveries of drivers and of item attributes.</summary>
    public DbSet<DriverBatch> DriverBatches => Set<DriverBatch>();

    /// <summary>Forecasts served.</summary>
    public DbSet<IssuedForecast> IssuedForecasts => Set<IssuedForecast>();

    /// <summary>Their items and days.</summary>
    public DbSet<IssuedStep> IssuedSteps => Set<IssuedStep>();

    /// <summary>Their scores.</summary>
    public DbSet<Score> Scores => Set<Score>();

    /// <summary>Alerts, open and dismissed.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <summary>Drift statistics.</summary>
    public DbSet<DriftState> DriftStates => Set<DriftState>();

    /// <summary>Overrides of the forecast, in force and ended.</summary>
    public DbSet<ForecastOverride> Overrides => Set<ForecastOverride>();

    /// <summary>Notes on dates, shown and removed.</summary>
    public DbSet<PlanningNote> Notes => Set<PlanningNote>();

    /// <summary>Planned closures and openings, in force and undone.</summary>
    public DbSet<PlannedClosure> PlannedClosures => Set<PlannedClosure>();

    /// <summary>The row that replicas watch.</summary>
    public DbSet<StoreState> StoreStates => Set<StoreState>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Item>().HasIndex(item => item.NameKey).IsUnique();
        modelBuilder.Entity<Item>().Property(item => item.Name).HasMaxLength(ItemName.MaxLength);
        modelBuilder.Entity<Item>().Property(item => item.NameKey).HasMaxLength(ItemName.MaxLength);

        modelBuilder.Entity<Batch>().HasIndex(batch => batch.ContentHash);

        modelBuilder.Entity<Batch>().HasIndex(batch => batch.ChangedVersion);

        modelBuilder.Entity<DriverBatch>().HasIndex(batch => batch.ContentHash);

        // Sales come in and are read by day: this one order of the rows serves every query, and a batch is written in it from end to end.
        modelBuilder.Entity<Sale>().HasKey(sale => new { sale.Date, sale.ItemId });
        modelBuilder.Entity<Statement>().HasKey(statement => new { statement.Date, statement.ItemId, statement.BatchId });

        modelBuilder.Entity<IssuedForecast>().HasIndex(forecast => new { forecast.Origin, forecast.Superseded });
        modelBuilder.Entity<IssuedStep>().HasKey(step => new { step.ForecastId, step.ItemId, step.Step });
        modelBuilder.Entity<Score>().HasKey(score => new { score.ForecastId, score.ItemId, score.Step });
        modelBuilder.Entity<Score>().HasIndex(score => new { score.Date, score.Step });

        modelBuilder.Entity<Alert>().HasIndex(alert => new { alert.Kind, alert.Item, alert.Date });
        modelBuilder.Entity<Alert>().HasIndex(alert => alert.NextAttemptAt);
        modelBuilder.Entity<ForecastOverride>().HasIndex(change => change.ChangedVersion);
        modelBuilder.Entity<PlanningNote>().HasIndex(note => note.LastDate);
        modelBuilder.Entity<DriftState>().HasKey(state => state.ItemId);
        modelBuilder.Entity<DriftState>().Property(state => state.ItemId).ValueGeneratedNever();
        modelBuilder.Entity<StoreState>().Property(state => state.Id).ValueGeneratedNever();
        modelBuilder.Entity<StoreState>().HasData(new StoreState { Id = StoreState.OnlyId });
        UseSnakeCase(modelBuilder);
    }

    private static void UseSnakeCase(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(JsonNamingPolicy.SnakeCaseLower.ConvertName(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
            }
        }
    }
}
