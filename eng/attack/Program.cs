using System.Globalization;
using System.Net.Sockets;
using IowaSales.Attack;

// attack URL NAME COUNT SECONDS [KEY]; attack damage FILE SEED
//   idle, readers, slowloris       COUNT connections that ask nothing, do not read, or never finish asking
//   page-readers                   the same of the dashboard's first page
//   batches                        COUNT rounds of imports that are too large, endless or malformed; needs KEY
//   tables                         COUNT rounds of tables of drivers and attributes and of JSON that are too large, packed or too many; needs KEY
//   fuzz                           COUNT random requests made from the OpenAPI document; needs KEY
//   circuits, circuits-many        COUNT sessions of the dashboard, from one address or from many
//   messages                       messages without end through COUNT sessions
//   uploads                        COUNT large bodies to the dashboard
//   damaged                        whether a store that was damaged takes no batch that it cannot give back; needs KEY
//   silent                         COUNT questions about a store whose database does not answer; needs KEY
//   late                           COUNT clients that ask for an answer which takes longer than it may; needs the service's process as KEY
//   load                           COUNT clients until the service is gone; somebody else stops it
if (args is ["damage", var file, var seed])
{
    Console.WriteLine(Stores.Damage(file, int.Parse(seed, CultureInfo.InvariantCulture)));
    return 0;
}

if (args is not [var address, var name, var counted, var timed, ..]
    || !Uri.TryCreate(address, UriKind.Absolute, out var target)
    || !target.IsLoopback
    || !int.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
    || !int.TryParse(timed, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
{
    Console.Error.WriteLine("attack URL NAME COUNT SECONDS [KEY], where URL is on this machine");
    return 2;
}

const string Api = "/items";
const string Dashboard = "/";
var time = TimeSpan.FromSeconds(seconds);
var key = args.Length > 4 ? args[4] : "";
var html = $"GET / HTTP/1.1\r\nHost: {target.Authority}\r\nAccept: text/html\r\n\r\n";
(string Healthy, Func<Task<string>> Run)? attack = name switch
{
    "idle" => (Api, () => Connections.HoldAsync(target, count, time, "")),
    "readers" => (Api, () => Connections.HoldAsync(target, count, time, $"GET /overview HTTP/1.1\r\nHost: {target.Authority}\r\n\r\n")),
    "page-idle" => (Dashboard, () => Connections.HoldAsync(target, count, time, "")),
    "page-readers" => (Dashboard, () => Connections.HoldAsync(target, count, time, html)),
    "page-slowloris" => (Dashboard, () => Connections.DripAsync(target, count, time)),
    "slowloris" => (Api, () => Connections.DripAsync(target, count, time)),
    "batches" => (Api, () => Batches.SendAsync(target, count, key)),
    "tables" => (Api, () => Tables.SendAsync(target, count, key)),
    "fuzz" => (Api, () => Fuzz.SendAsync(target, count, key)),
    "damaged" => (Api, () => Stores.DamagedAsync(target, key)),
    "silent" => (Api, () => Stores.SilentAsync(target, count, key)),
    "late" => (Api, () => Late.AskAsync(target, count, key)),
    "circuits" => (Dashboard, () => Sessions.OfOneClientAsync(target, count, time)),
    "circuits-many" => (Dashboard, () => Sessions.OfManyClientsAsync(target, count, time)),
    "messages" => (Dashboard, () => Sessions.FloodAsync(target, count, time)),
    "uploads" => (Dashboard, () => Uploads.SendAsync(target, count)),
    "load" => ("", () => Load.UntilGoneAsync(target, count, time)),
    _ => null,
};
if (attack is not var (asked, run))
{
    Console.Error.WriteLine($"There is no attack {name}.");
    return 2;
}

try
{
    var outcome = await run();
    var healthy = asked.Length == 0 ? "" : $"; {await Healthy.WithinAsync(target, asked, TimeSpan.FromSeconds(2))}";
    Console.WriteLine($"held    {name,-13} {outcome}{healthy}");
    return 0;
}
catch (Exception exception) when (exception is AttackSucceededException or HttpRequestException or TaskCanceledException or SocketException)
{
    Console.WriteLine($"FAILED  {name,-13} {exception.Message}");
    return 1;
}
