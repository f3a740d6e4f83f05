using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Models.WeekdayProfiles;

namespace IowaSales.Benchmarks.Pretraining;

/// <summary>
/// Trees that were grown on other sales, applied to a panel that fits its weekday shape alone. A family of the benchmarks only: it beats the
/// weekday profile, but adds nothing to the ensemble (choice "boosting-pretrained").
/// </summary>
/// <param name="name">Name in the report.</param>
/// <param name="trees">The trees.</param>
internal sealed class PretrainedBoosting(string name, TreeEnsemble trees) : IModelFamily
{
    public string Name => name;

    public string Description => "trees grown on other sales, applied to this panel";

    public IFittedFamily Fit(History history, FitOptions options) => new BoostedForecasts(trees, WeekdayShape.Of(history));

    public IFittedFamily Read(BinaryReader reader) => BoostedForecasts.Read(reader);
}
