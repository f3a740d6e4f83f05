using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Sharding;

/// <summary>What the fit of a family says of its series.</summary>
/// <param name="Segments">What its distributions are learnt from, by segment.</param>
/// <param name="FitSeconds">Wall time of the fit to all sales.</param>
/// <param name="PredictSeconds">Wall time of forecasting the series once.</param>
internal sealed record FamilyEvidence(RareDemandEvidence[] Segments, double FitSeconds, double PredictSeconds)
{
    /// <summary>Adds the evidence of other series.</summary>
    public FamilyEvidence With(FamilyEvidence other)
    {
        RareEvidence.Add(Segments, other.Segments);
        return new FamilyEvidence(Segments, FitSeconds + other.FitSeconds, PredictSeconds + other.PredictSeconds);
    }
}

/// <summary>What <see cref="ShardStep.Fit"/> gives.</summary>
/// <param name="Products">Products of the families' errors.</param>
/// <param name="Families">What each says.</param>
internal sealed record FitResult(ErrorProducts Products, FamilyEvidence[] Families)
{
    public static FitResult Read(BinaryReader reader)
    {
        var products = ErrorProducts.Read(reader);
        var families = new FamilyEvidence[products.Families];
        for (var i = 0; i < families.Length; i++)
        {
            families[i] = new FamilyEvidence(RareEvidence.Read(reader), reader.ReadDouble(), reader.ReadDouble());
        }

        return new FitResult(products, families);
    }

    public FitResult With(FitResult other)
    {
        Products.Add(other.Products);
        return new FitResult(Products, [.. Families.Zip(other.Families, (family, more) => family.With(more))]);
    }

    public void Write(BinaryWriter writer)
    {
        Products.Write(writer);
        foreach (var family in Families)
        {
            RareEvidence.Write(writer, family.Segments);
            writer.Write(family.FitSeconds);
            writer.Write(family.PredictSeconds);
        }
    }
}

/// <summary>What <see cref="ShardStep.Blend"/> gives.</summary>
/// <param name="Segments">What the distributions of the weighted families are learnt from, by segment.</param>
/// <param name="Families">The score of each family.</param>
internal sealed record BlendResult(RareDemandEvidence[] Segments, ValidationScore[] Families)
{
    public static BlendResult Read(BinaryReader reader)
    {
        var segments = RareEvidence.Read(reader);
        var families = new ValidationScore[reader.ReadCount(1)];
        for (var i = 0; i < families.Length; i++)
        {
            families[i] = ValidationScore.Read(reader);
        }

        return new BlendResult(segments, families);
    }

    public BlendResult With(BlendResult other)
    {
        RareEvidence.Add(Segments, other.Segments);
        for (var i = 0; i < Families.Length; i++)
        {
            Families[i].Add(other.Families[i]);
        }

        return this;
    }

    public void Write(BinaryWriter writer)
    {
        RareEvidence.Write(writer, Segments);
        writer.Write(Families.Length);
        Array.ForEach(Families, score => score.Write(writer));
    }
}

/// <summary>What <see cref="ShardStep.Finish"/> gives beside the parts of the model.</summary>
/// <param name="Ensemble">The score of the weighted families.</param>
/// <param name="Backtest">What the backtest says of all series together.</param>
internal sealed record FinishResult(ValidationScore Ensemble, BacktestSums Backtest)
{
    public static FinishResult Read(BinaryReader reader) => new(ValidationScore.Read(reader), BacktestSums.Read(reader));

    public FinishResult With(FinishResult other)
    {
        Ensemble.Add(other.Ensemble);
        Backtest.Add(other.Backtest);
        return this;
    }

    public void Write(BinaryWriter writer)
    {
        Ensemble.Write(writer);
        Backtest.Write(writer);
    }
}

/// <summary>Evidence by segment in a part.</summary>
internal static class RareEvidence
{
    public static RareDemandEvidence[] Read(BinaryReader reader)
    {
        var segments = SegmentedDistributions.NoEvidence();
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = RareDemandEvidence.Read(reader);
        }

        return segments;
    }

    public static void Write(BinaryWriter writer, RareDemandEvidence[] segments) => Array.ForEach(segments, segment => segment.Write(writer));

    public static void Add(RareDemandEvidence[] segments, RareDemandEvidence[] others)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i].Add(others[i]);
        }
    }
}
