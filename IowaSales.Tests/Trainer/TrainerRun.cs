using System.Diagnostics;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Tests.Api;
using IowaSales.Trainer;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data.DuckDb;
using Xunit;

namespace IowaSales.Tests.Trainer;

/// <summary>Runs the trainer's command line in the process, in a scratch folder of its own.</summary>
internal sealed class TrainerRun : IDisposable
{
    private Func<string> _soFar = () => "";

    /// <summary>Scratch folder, the run's current one.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("trainer-").FullName;

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Standard output of the last run.</summary>
    public string Out { get; private set; } = "";

    /// <summary>Standard error of the last run.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Standard error of a run that is under way.</summary>
    public string SoFar => _soFar();

    /// <summary>The first line of standard error.</summary>
    public string Complaint => Error.Split('\n')[0].TrimEnd();

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Names of all files and folders in the scratch folder, ordered.</summary>
    public IEnumerable<string> Entries() => Directory.GetFileSystemEntries(Folder).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal);

    public Task<int> RunAsync(params string[] args) => RunUntilAsync(TestContext.Current.CancellationToken, args);

    /// <summary>Runs until it is done or cancelled, as by Ctrl-C.</summary>
    public async Task<int> RunUntilAsync(CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var told = TextWriter.Synchronized(error);
        _soFar = () =>
        {
            // What a synchronized writer itself locks
            lock (told)
            {
                return error.ToString();
            }
        };
        var surroundings = new Surroundings(
            output, told, false, false, name => Environment.GetValueOrDefault(name), Folder, Time);
        var code = await new TrainerCommandLine(surroundings, TrainerVerbs.All()).RunAsync(args, cancellationToken);
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>Runs, and holds the run to have done its work.</summary>
    public async Task DoAsync(params string[] args)
    {
        var code = await RunAsync(args);
        Assert.True(code == ExitCode.Done, $"{string.Join(' ', args)} ended with {code}: {Error}");
    }

    /// <summary>Runs the trainer as a process of its own, with the run's environment.</summary>
    public async Task<int> RunProcessAsync(params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory.Replace("IowaSales.Tests", "IowaSales.Trainer", StringComparison.Ordinal), "IowaSales.Trainer.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. args]) { WorkingDirectory = Folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Out = await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>Runs as a process, and holds the run to have done its work.</summary>
    public async Task DoProcessAsync(params string[] args)
    {
        var code = await RunProcessAsync(args);
        Assert.True(code == ExitCode.Done, $"{string.Join(' ', args)} ended with {code}: {Error}");
    }

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return name;
    }

    /// <summary>Writes weekday sales around a level of 100 from <see cref="ModelFactory.FirstDate"/> on.</summary>
    public SalesPanel WriteSales(string name, int days, params string[] items)
    {
        var panel = ModelFactory.Sales(100, days, items).Build();
        using var stream = File.Create(PathOf(name));
        SalesCsvWriter.Write(panel, stream, TestContext.Current.CancellationToken);
        return panel;
    }

    /// <summary>Turns a CSV of the scratch folder into Parquet, every column as text.</summary>
    public void ToParquet(string csv, string parquet)
    {
        using var engine = new DuckDbEngine(128);
        engine.Execute(
            $"COPY (SELECT * FROM read_csv({DuckDbEngine.Literal(PathOf(csv))}, header = true, all_varchar = true)) TO {DuckDbEngine.Literal(PathOf(parquet))} (FORMAT parquet)",
            TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
