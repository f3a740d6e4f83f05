using System.Globalization;
using IowaSales.Attack;

// attack URL NAME COUNT SECONDS [KEY]
//   idle, readers, slowloris   COUNT connections that ask nothing, do not read, or never finish asking
//   batches                    COUNT rounds of imports that are too large, endless or malformed; needs KEY
//   load                       COUNT clients until the service is gone; somebody else stops it
if (args is not [var address, var name, var counted, var timed, ..]
    || !Uri.TryCreate(address, UriKind.Absolute, out var target)
    || !target.IsLoopback
    || !int.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
    || !int.TryParse(timed, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
{
    Console.Error.WriteLine("attack URL NAME COUNT SECONDS [KEY], where URL is on this machine");
    return 2;
}

var time = TimeSpan.FromSeconds(seconds);
Func<Task<string>>? attack = name switch
{
    "idle" => () => Connections.HoldAsync(target, count, time, ""),
    "readers" => () => Connections.HoldAsync(target, count, time, $"GET /overview HTTP/1.1\r\nHost: {target.Authority}\r\n\r\n"),
    "slowloris" => () => Connections.DripAsync(target, count, time),
    "batches" => () => Batches.SendAsync(target, count, args.Length > 4 ? args[4] : ""),
    "load" => () => Load.UntilGoneAsync(target, count, time),
    _ => null,
};
if (attack is null)
{
    Console.Error.WriteLine($"There is no attack {name}.");
    return 2;
}

try
{
    var outcome = await attack();
    var healthy = name == "load" ? "" : $"; {await Healthy.WithinAsync(target, TimeSpan.FromSeconds(2))}";
    Console.WriteLine($"held    {name,-10} {outcome}{healthy}");
    return 0;
}
catch (AttackSucceededException success)
{
    Console.WriteLine($"FAILED  {name,-10} {success.Message}");
    return 1;
}
