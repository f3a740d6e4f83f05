# Dot-sourced after sdk.ps1 by run.ps1: starts the API and the dashboard from their Release builds, watches and stops them.

$script:logs = '.state/logs'
$script:services = @()

# The port that a variable names, or its default; fails with one sentence when it is no port or is taken.
function Get-FreePort([string] $variable, [int] $default, [string] $service) {
    $text = [Environment]::GetEnvironmentVariable($variable)
    if ([string]::IsNullOrEmpty($text)) { $text = "$default" }
    $port = 0
    if (-not [int]::TryParse($text, [Globalization.NumberStyles]::None, [cultureinfo]::InvariantCulture, [ref] $port) -or $port -lt 1 -or $port -gt 65535) {
        Stop-WithError "$variable is '$text'; it must be a port number from 1 to 65535." 2
    }

    if (Test-Listening $port) {
        $other = if ($port -gt 65525) { 1024 } else { $port + 10 }
        Stop-WithError "Port $port is taken: stop what uses it, or give $service another port: set $variable, as in `$env:$variable = $other"
    }

    return $port
}

function Test-Listening([int] $port) {
    foreach ($address in [Net.IPAddress]::Loopback, [Net.IPAddress]::IPv6Loopback) {
        $client = [Net.Sockets.TcpClient]::new($address.AddressFamily)
        try { $client.Connect($address, $port); return $true }
        catch { }
        finally { $client.Dispose() }
    }

    return $false
}

# Starts one service, which says in its log when it listens; what it writes goes there.
function Start-SalesService([string] $name, [string] $address, [string] $project, [hashtable] $settings) {
    New-Item -ItemType Directory -Force $script:logs | Out-Null
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.WorkingDirectory = Join-Path $PWD $project
    $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
    $start.UseShellExecute = $false
    foreach ($argument in "bin/Release/net10.0/$project.dll", '--urls', $address) { $start.ArgumentList.Add($argument) }
    # PORT would make the service listen on every address
    [void] $start.Environment.Remove('PORT')
    $start.Environment['Logging__LogLevel__Microsoft.Hosting.Lifetime'] = 'Information'
    foreach ($setting in $settings.GetEnumerator()) { $start.Environment[$setting.Key] = "$($setting.Value)" }

    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $log = [IO.FileStream]::new((Join-Path $PWD "$script:logs/$name.log"), 'Create', 'Write', 'ReadWrite', 1)
    $copies = $process.StandardOutput.BaseStream.CopyToAsync($log), $process.StandardError.BaseStream.CopyToAsync($log)
    $script:services += [pscustomobject]@{ Name = $name; Process = $process; Log = $log; Copies = $copies }
}

function Get-LogEnd([string] $name) { (Get-Content "$script:logs/$name.log" -Tail 5) -join [Environment]::NewLine }

# Whether the service's log has a line like this.
function Test-Logged([string] $name, [string] $pattern) { [bool] (Select-String -Path "$script:logs/$name.log" -Pattern $pattern -Quiet) }

# Waits for the service's own /health to be 200, or fails with the reason the service gives.
# Another program may have taken the port while this one was built and trained, and answer in its place.
function Wait-UntilHealthy([string] $name, [int] $port, [string] $service, [string] $wayOut = '') {
    $running = $script:services | Where-Object Name -eq $name
    $deadline = [DateTime]::UtcNow.AddSeconds(60)
    $answer = ''
    while ($true) {
        if (Test-Logged $name 'address already in use') {
            Stop-WithError "Port $port was taken by another program while $service started: stop it, or give $service another port."
        }

        if ($running.Process.HasExited) {
            Stop-WithError "$(Get-LogEnd $name)`n$service ended while it started; its last lines stand above, all of them are in $script:logs/$name.log."
        }

        try {
            $response = Invoke-WebRequest "http://127.0.0.1:$port/health" -TimeoutSec 5 -SkipHttpErrorCheck
            if ($response.StatusCode -eq 200 -and (Test-Logged $name 'Now listening on:')) { return }
            $answer = $response.Content
        }
        catch { $answer = '' }
        if ([DateTime]::UtcNow -gt $deadline) {
            Stop-WithError "$answer`n$service is not ready after a minute; what it answered last stands above, its log is $script:logs/$name.log. $wayOut".TrimEnd()
        }

        Start-Sleep -Milliseconds 200
    }
}

# Returns only by failing, when a service has ended by itself.
function Watch-SalesServices {
    while ($true) {
        foreach ($service in $script:services) {
            if ($service.Process.HasExited) {
                $name = $service.Name
                Stop-WithError "$(Get-LogEnd $name)`n$name ended by itself, so the other was stopped too; its last lines stand above, all of them are in $script:logs/$name.log."
            }
        }

        Start-Sleep -Milliseconds 500
    }
}

# Ctrl-C reaches the services as well, which stop by themselves; what still runs after ten seconds, or was not told, is ended.
function Stop-SalesServices {
    $deadline = [DateTime]::UtcNow.AddSeconds(10)
    foreach ($service in $script:services) {
        if (-not $service.Process.HasExited -and -not $IsWindows) { & /bin/kill -TERM $service.Process.Id }
    }

    foreach ($service in $script:services) {
        $left = [Math]::Max(0, [int] ($deadline - [DateTime]::UtcNow).TotalMilliseconds)
        if (-not $service.Process.WaitForExit($left)) { $service.Process.Kill($true) }
        $service.Process.Dispose()
        $service.Log.Dispose()
    }
}
