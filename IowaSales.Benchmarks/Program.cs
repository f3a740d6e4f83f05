using BenchmarkDotNet.Running;
using IowaSales.Benchmarks.Scale;

if (args is ["scale", ..])
{
    return await ScaleCommand.RunAsync(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
