using IowaSales.Forecasting.Models.ExponentialSmoothing;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

/// <summary>Exponential smoothing against independent fits by R's <c>forecast::ets</c>.</summary>
public class EtsReferenceTests
{
    public static TheoryData<string> Names => ["AirPassengers", "USAccDeaths", "nottem", "WWWusage", "Nile", "UKgas", "austres"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_form_is_at_least_as_likely_as_the_reference_fit(string name)
    {
        var series = ReferenceValues.Named(name);
        foreach (var reference in series.Ets)
        {
            var model = EtsEstimator.Fit(series.Values, series.Seasonality, EtsForm.Parse(reference.Letters), EtsSearch.Full);

            Assert.True(
                model.LogLikelihood >= reference.LogLikelihood - 0.5,
                $"{name} {reference.Letters}: log-likelihood {model.LogLikelihood:F3}, reference {reference.LogLikelihood:F3}.");
        }
    }

    [Fact]
    public void Forecasts_are_the_references_where_the_likelihoods_are()
    {
        var compared = 0;
        foreach (var series in ReferenceValues.LoadOrSkip().Series)
        {
            foreach (var reference in series.Ets)
            {
                var model = EtsEstimator.Fit(series.Values, series.Seasonality, EtsForm.Parse(reference.Letters), EtsSearch.Full);
                if (Math.Abs(model.LogLikelihood - reference.LogLikelihood) > 0.05)
                {
                    continue;
                }

                compared++;
                var forecast = new double[series.Horizon];
                model.Forecast(series.Values, forecast);
                Assert.All(forecast.Zip(reference.Forecast), pair => Assert.Equal(1, pair.First / pair.Second, 0.01));
                Assert.Equal(reference.Aicc, model.Aicc, 0.11);
            }
        }

        Assert.True(compared >= 10, $"Only {compared} fits were comparable.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_chosen_form_is_no_worse_than_the_references_choice(string name)
    {
        var series = ReferenceValues.Named(name);

        var model = EtsEstimator.Select(series.Values, series.Seasonality, EtsSearch.Full);

        Assert.True(model.Aicc <= series.EtsAuto.Aicc + 0.1, $"{name}: {model.Form} has AICc {model.Aicc:F2}, {series.EtsAuto.Letters} {series.EtsAuto.Aicc:F2}.");
    }

    [Fact]
    public void Where_the_same_form_is_chosen_its_forecasts_are_the_references()
    {
        var compared = 0;
        foreach (var series in ReferenceValues.LoadOrSkip().Series)
        {
            var model = EtsEstimator.Select(series.Values, series.Seasonality, EtsSearch.Full);
            if (model.Form.ToString() == series.EtsAuto.Letters && Math.Abs(model.Aicc - series.EtsAuto.Aicc) <= 0.1)
            {
                compared++;
                var forecast = new double[series.Horizon];
                model.Forecast(series.Values, forecast);
                Assert.All(forecast.Zip(series.EtsAuto.Forecast), pair => Assert.Equal(1, pair.First / pair.Second, 0.01));
            }
        }

        Assert.True(compared >= 1, "No choice was comparable.");
    }

    [Fact]
    public void Every_series_of_the_reference_is_tested() =>
        Assert.Equal(ReferenceValues.LoadOrSkip().Series.Select(series => series.Name), Names.Select(name => name.Data));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_fast_search_loses_little(string name)
    {
        var series = ReferenceValues.Named(name);

        var fast = EtsEstimator.Select(series.Values, series.Seasonality, EtsSearch.Fast);

        Assert.True(fast.Aicc <= series.EtsAuto.Aicc + 2, $"{name}: {fast.Form} has AICc {fast.Aicc:F2}, the reference {series.EtsAuto.Aicc:F2}.");
    }
}
