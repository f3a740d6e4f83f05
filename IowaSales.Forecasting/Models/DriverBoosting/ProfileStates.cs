namespace IowaSales.Forecasting.Models.DriverBoosting;

/// <summary>
/// Chooses the drivers whose states profiles tell apart: forward selection by the error of each day against its profile without that day. A
/// promotion whose weekdays differ is told apart, a level that says nothing only thins the data.
/// </summary>
internal static class ProfileStates
{
    /// <summary>States of a driver, at most.</summary>
    private const int MaxStates = 4;

    /// <summary>Cells of a profile, at most.</summary>
    private const int MaxCells = 60;

    /// <summary>Share of the squared error that a driver must take off.</summary>
    private const double WorthwhileGain = 0.02;

    /// <summary>Chooses.</summary>
    /// <param name="panel">The panel.</param>
    /// <returns>The panel with the chosen drivers in its plan.</returns>
    public static DrivenPanel Choose(DrivenPanel panel)
    {
        var plan = panel.Plan;
        var cells = 7;
        var candidates = Enumerable.Range(0, plan.Drivers.Count)
            .Where(driver => plan.Drivers[driver] is { Use: DriverUse.State, Count: <= MaxStates }).ToList();
        var error = candidates.Count > 0 ? new DrivenProfiles(panel, panel.Origin).ErrorWithoutDay() : 0;
        while (candidates.Count > 0)
        {
            var (best, bestError) = (-1, double.PositiveInfinity);
            foreach (var driver in candidates.Where(driver => cells * plan.Drivers[driver].Count <= MaxCells))
            {
                var tried = new DrivenProfiles(panel.With(With(plan, driver)), panel.Origin).ErrorWithoutDay();
                (best, bestError) = tried < bestError ? (driver, tried) : (best, bestError);
            }

            if (best < 0 || bestError > (1 - WorthwhileGain) * error)
            {
                break;
            }

            (plan, error) = (With(plan, best), bestError);
            cells *= plan.Drivers[best].Count;
            candidates.Remove(best);
            panel = panel.With(plan);
        }

        return panel;
    }

    private static DriverPlan With(DriverPlan plan, int driver) =>
        plan with { Drivers = [.. plan.Drivers.Select((planned, index) => index == driver ? planned with { InProfile = true } : planned)] };
}
