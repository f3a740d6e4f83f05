using System.Reflection;
using BenchmarkDotNet.Running;
using IowaSales.Benchmarks.Bench;
using IowaSales.Benchmarks.Calibration;
using IowaSales.Benchmarks.ColdStart;
using IowaSales.Benchmarks.Holidays;
using IowaSales.Benchmarks.Pretraining;
using IowaSales.Benchmarks.Protocols;
using IowaSales.Benchmarks.Replay;
using IowaSales.Benchmarks.Scale;
using IowaSales.Benchmarks.Selection;
using IowaSales.Benchmarks.Speed;

switch (args)
{
    case ["bench", ..]:
        return BenchCommand.Run(args[1..]);
    case ["protocols", ..]:
        return ProtocolCommand.Run(args[1..]);
    case ["calibration", ..]:
        return await CalibrationCommand.RunAsync(args[1..]);
    case ["holidays", ..]:
        return HolidaysCommand.Run(args[1..]);
    case ["coldstart", ..]:
        return ColdStartCommand.Run(args[1..]);
    case ["speed", ..]:
        return SpeedCommand.Run(args[1..]);
    case ["replay", ..]:
        return await ReplayCommand.RunAsync(args[1..]);
    case ["scale", ..]:
        return await ScaleCommand.RunAsync(args[1..]);
    case ["cluster", ..]:
        return await ClusterCommand.RunAsync(args[1..]);
    case ["selection", ..]:
        return await SelectionCommand.RunAsync(args[1..]);
    case ["pretrain", ..]:
        return await PretrainCommand.RunAsync(args[1..]);
    default:
        BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
        return 0;
}
