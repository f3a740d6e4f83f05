using IowaSales.Browsing;

const string Usage = """
    Usage: IowaSales.Browsing find                        names the browser
           IowaSales.Browsing visit ADDRESS               opens the dashboard, a product and its chart, and fails when any of it does not work
           IowaSales.Browsing screenshots ADDRESS FOLDER  saves what a person sees first of each screen
           IowaSales.Browsing measure ADDRESS [PROCESS]   first paint, cold load and product switch; with the dashboard's process what a session holds
    """;

if (Chromium.Path is null)
{
    await Console.Error.WriteLineAsync("There is no Chromium on this machine: install one, or set CHROMIUM_PATH to it.");
    return 1;
}

switch (args)
{
    case ["find"]:
        Console.WriteLine(Chromium.Path);
        return 0;
    case ["visit", var dashboard] when Uri.TryCreate(dashboard, UriKind.Absolute, out var address):
        try
        {
            Console.WriteLine(await DashboardVisit.PayAsync(address));
            return 0;
        }
        catch (DashboardVisitException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

    case ["screenshots", var dashboard, var folder] when Uri.TryCreate(dashboard, UriKind.Absolute, out var address):
        await Screenshots.TakeAsync(address, folder);
        return 0;
    case ["measure", var dashboard] when Uri.TryCreate(dashboard, UriKind.Absolute, out var address):
        await Figures.PrintAsync(address, process: null);
        return 0;
    case ["measure", var dashboard, var process] when Uri.TryCreate(dashboard, UriKind.Absolute, out var address) && int.TryParse(process, out var id):
        await Figures.PrintAsync(address, id);
        return 0;
    default:
        await Console.Error.WriteLineAsync(Usage);
        return 2;
}
