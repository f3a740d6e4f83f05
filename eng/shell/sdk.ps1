# Dot-sourced by run.ps1 and test.ps1: one way to fail, and the .NET SDK they both need.

# Ends the script with one sentence on standard error.
function Stop-WithError([string] $message, [int] $exitCode = 1) {
    [Console]::Error.WriteLine($message)
    exit $exitCode
}

# The SDK that global.json asks for, or one sentence saying what to install. Call in the repository's root.
function Assert-Sdk {
    $get = 'install the .NET 10 SDK (https://dotnet.microsoft.com/download) and start again.'
    if (-not (Get-Command dotnet -ErrorAction Ignore)) { Stop-WithError "The .NET SDK is missing: $get" }
    $script:sdkVersion = & dotnet --version 2>$null
    if ($LASTEXITCODE -ne 0) {
        $installed = (& dotnet --list-sdks 2>$null | ForEach-Object { ($_ -split ' ')[0] }) -join ', '
        if (-not $installed) { $installed = 'none' }
        Stop-WithError "The .NET SDK is too old (installed: $installed): $get"
    }

    $env:DOTNET_NOLOGO = '1'
    $env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
}

# Runs dotnet on this console with arguments taken as they are, where PowerShell would put the names of files for '*Tests*'; sets $LASTEXITCODE.
function Invoke-Dotnet([string[]] $arguments) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.UseShellExecute = $false
    $start.WorkingDirectory = $PWD.ProviderPath
    foreach ($argument in $arguments) { $start.ArgumentList.Add($argument) }
    $process = [Diagnostics.Process]::Start($start)
    $process.WaitForExit()
    $global:LASTEXITCODE = $process.ExitCode
}

# Builds, and repeats what the build says is left out of it; on failure shows the last errors, each once.
function Invoke-Build([string] $log, [string] $solution) {
    New-Item -ItemType Directory -Force (Split-Path $log) | Out-Null
    & dotnet build $solution --nologo --verbosity minimal --tl:off *> $log
    $status = $LASTEXITCODE
    Select-String -Path $log -Pattern '^\s*(Left out: .*)' | ForEach-Object { $_.Matches[0].Groups[1].Value } | Select-Object -Unique | Write-Host
    if ($status -eq 0) { return }
    Select-String -Path $log -Pattern '(: |^)error ' |
        ForEach-Object { $_.Line.Trim() -replace ' \[[^\]]*proj\]$', '' } |
        Select-Object -Unique |
        Select-Object -Last 5 |
        ForEach-Object { [Console]::Error.WriteLine($_) }
    # A package that was there may be gone: the next build asks again (OptionalPackages.props)
    if (Select-String -Path $log -Pattern 'error NU1' -Quiet) { Remove-Item -Recurse -Force .state/packages -ErrorAction Ignore }
    Stop-WithError "The build failed; the last errors stand above, all of it is in $log."
}
