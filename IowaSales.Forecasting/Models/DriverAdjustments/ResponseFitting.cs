using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Models.DriverBoosting;

namespace IowaSales.Forecasting.Models.DriverAdjustments;

/// <summary>
/// How the series of a panel respond to its drivers, by backfitting (Buja, Hastie &amp; Tibshirani 1989): each day's logarithm is the series' weekday and
/// its level around the day, plus what every driver adds. A driver is used where it foretells weeks that its effects were not learnt from.
/// </summary>
internal sealed class ResponseFitting
{
    /// <summary>Days that effects are learnt from.</summary>
    private const int Window = 800;

    /// <summary>Days before and after a day that tell its level.</summary>
    private const int LevelDays = 28;

    /// <summary>Days in a row of which all are learnt from or none, in validation.</summary>
    private const int BlockDays = 28;

    private const int Rounds = 4;

    /// <summary>What a day with an event or a promotion tells of its weekday while effects are not known yet.</summary>
    private const double UnusualWeight = 0.02;

    /// <summary>Residuals beyond this are held to it.</summary>
    private const double MaxResidual = 2;

    /// <summary>What is added to sales, as a share of the level; whole numbers get 1 more.</summary>
    private const double OffsetShare = 0.01;
    private const double FractionOffsetShare = 0.03;

    /// <summary>Share of the squared residuals that a driver takes off at least: less does not carry over to days ahead (choice "driver-adjustment").</summary>
    private const double WorthwhileGain = 0.005;

    private readonly DrivenPanel _panel;
    private readonly float[][] _logs;
    private readonly float[][] _effects;

    private ResponseFitting(DrivenPanel panel)
    {
        _panel = panel;
        (_logs, _effects) = (new float[panel.SeriesCount][], new float[panel.SeriesCount][]);
        Offsets = new double[panel.SeriesCount];
        Responses = [.. Enumerable.Range(0, panel.Plan.Drivers.Count).SelectMany(driver => DriverResponse.Of(panel, driver))];
    }

    /// <summary>The responses, those without use among them.</summary>
    public DriverResponse[] Responses { get; }

    /// <summary>What is added to the sales of each series before the logarithm.</summary>
    public double[] Offsets { get; }

    /// <summary>Learns the responses; null where no driver matters.</summary>
    /// <param name="panel">The panel, up to its origin.</param>
    public static ResponseFitting? Of(DrivenPanel panel)
    {
        var fitting = new ResponseFitting(panel);
        fitting.Fit();
        return Array.Exists(fitting.Responses, response => response.IsUsed) ? fitting : null;
    }

    /// <summary>The effect of all drivers on a day before the origin; 0 on a day that is too long ago.</summary>
    public double EffectOn(int series, int day)
    {
        var first = FirstDay(series);
        return day >= first && day < _panel.Origin ? _effects[series][day - first] : 0;
    }

    private int FirstDay(int series) => Math.Max(_panel.FirstDays[series], _panel.Origin - Window);

    private void Fit()
    {
        var count = _panel.SeriesCount;
        var residuals = new float[count][];
        Parallel.For(0, count, series =>
        {
            _logs[series] = LogsOf(series);
            _effects[series] = new float[_logs[series].Length];
            residuals[series] = new float[_logs[series].Length];
        });
        for (var round = 0; round < Rounds; round++)
        {
            Parallel.For(0, count, series => FillResiduals(series, residuals[series], onlyUsual: round == 0));
            foreach (var response in Responses)
            {
                Learn(response, residuals);
            }

            Parallel.For(0, count, series => SumEffects(series));
        }
    }

    /// <summary>Learns one response from what the others leave.</summary>
    private void Learn(DriverResponse response, float[][] residuals)
    {
        response.Begin();
        var total = 0.0;
        for (var series = 0; series < residuals.Length; series++)
        {
            var first = FirstDay(series);
            for (var i = 0; i < residuals[series].Length; i++)
            {
                var residual = residuals[series][i];
                if (!float.IsNaN(residual))
                {
                    var cell = response.CellOn(series, first + i);
                    residual += (float)response.PreviousOf(series, cell);
                    response.Add(series, cell, (_panel.Origin - first - i) / BlockDays & 1, residual);
                    total += residual * residual;
                }
            }
        }

        response.Choose(WorthwhileGain * total);
        Parallel.For(0, residuals.Length, series =>
        {
            var first = FirstDay(series);
            for (var i = 0; i < residuals[series].Length; i++)
            {
                var cell = response.CellOn(series, first + i);
                residuals[series][i] += (float)(response.PreviousOf(series, cell) - response.EffectOf(series, cell));
            }
        });
    }

    private void SumEffects(int series)
    {
        var first = FirstDay(series);
        for (var i = 0; i < _effects[series].Length; i++)
        {
            var sum = 0.0;
            foreach (var response in Responses)
            {
                sum += response.EffectOf(series, response.CellOn(series, first + i));
            }

            _effects[series][i] = (float)sum;
        }
    }

    private float[] LogsOf(int series)
    {
        var first = FirstDay(series);
        var logs = new float[_panel.Origin - first];
        var (total, days) = (0.0, 0);
        for (var i = 0; i < logs.Length; i++)
        {
            var sold = _panel.SoldOn(series, first + i);
            total += float.IsNaN(sold) ? 0 : sold;
            days += float.IsNaN(sold) ? 0 : 1;
        }

        var level = total / Math.Max(1, days);
        Offsets[series] = level <= 0 ? 1 : _panel.IsWhole ? 1 + (OffsetShare * level) : FractionOffsetShare * level;
        for (var i = 0; i < logs.Length; i++)
        {
            var sold = _panel.SoldOn(series, first + i);
            logs[i] = level <= 0 || float.IsNaN(sold) ? float.NaN : (float)Math.Log(sold + Offsets[series]);
        }

        return logs;
    }

    /// <summary>What weekday and level leave of the logarithms without the effects known so far.</summary>
    private void FillResiduals(int series, float[] residuals, bool onlyUsual)
    {
        var (logs, effects, first) = (_logs[series], _effects[series], FirstDay(series));
        Span<double> sums = stackalloc double[Week.Days];
        Span<double> masses = stackalloc double[Week.Days];
        sums.Clear();
        masses.Clear();
        var weights = new float[logs.Length];
        for (var i = 0; i < logs.Length; i++)
        {
            if (!float.IsNaN(logs[i]))
            {
                var weekday = _panel.Calendar[first + i].Weekday;
                weights[i] = (float)(onlyUsual && Array.Exists(Responses, response => !response.IsUsualOn(series, first + i)) ? UnusualWeight : 1);
                sums[weekday] += weights[i] * (logs[i] - effects[i]);
                masses[weekday] += weights[i];
            }
        }

        var (sum, mass) = (new double[logs.Length + 1], new double[logs.Length + 1]);
        for (var i = 0; i < logs.Length; i++)
        {
            var weekday = _panel.Calendar[first + i].Weekday;
            residuals[i] = (float)(logs[i] - (sums[weekday] / Math.Max(1e-9, masses[weekday])));
            var known = !float.IsNaN(logs[i]);
            sum[i + 1] = sum[i] + (known ? weights[i] * (residuals[i] - effects[i]) : 0);
            mass[i + 1] = mass[i] + weights[i];
        }

        for (var i = 0; i < logs.Length; i++)
        {
            var (from, to) = (Math.Max(0, i - LevelDays), Math.Min(logs.Length, i + LevelDays + 1));
            var weight = mass[to] - mass[from] - weights[i];
            var own = weights[i] > 0 ? weights[i] * (residuals[i] - effects[i]) : 0;
            var level = weight > 1e-6 ? (sum[to] - sum[from] - own) / weight : 0;
            residuals[i] = (float)Math.Clamp(residuals[i] - effects[i] - level, -MaxResidual, MaxResidual);
        }
    }
}
