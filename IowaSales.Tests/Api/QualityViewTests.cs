using System.Text.Json;
using IowaSales.Api.Quality;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class QualityViewTests
{
    [Fact]
    public void Items_whose_names_look_alike_are_listed_in_groups()
    {
        var builder = new SalesPanelBuilder();
        foreach (var item in (string[])["RUM", "black velvet", "BLACK VELVET", "GIN"])
        {
            builder.Add(new DateOnly(2024, 5, 1), item, 3);
        }

        var quality = QualityView.Of(builder.Build(), TestContext.Current.CancellationToken);

        Assert.Equal([["BLACK VELVET", "black velvet"]], quality.SimilarNames);
        var json = JsonSerializer.SerializeToElement(quality, ContractJson.Default.QualitySummary);
        Assert.Equal("black velvet", json.GetProperty("similar_names")[0][1].GetString());
    }
}
