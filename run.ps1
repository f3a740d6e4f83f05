#!/usr/bin/env pwsh
# Builds, trains when there is no model, and runs the forecasting API and the dashboard until Ctrl-C.
# Usage: ./run.ps1 [--data FILE] [--help]

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/eng/shell/sdk.ps1"
. "$PSScriptRoot/eng/shell/services.ps1"

$usage = @'
Usage: ./run.ps1 [--data FILE]

Builds the system, trains a model when model/ has none, starts the forecasting API and the dashboard, and stops both on Ctrl-C.

  --data FILE   train on this CSV (date,item_name,total_amount_sold) and serve that model, now and at the next start
  -h, --help    this text

Variables: API_PORT (8003), WEB_PORT (8501), BIND (localhost; * listens on every address of this machine, with Auth__Mode=none or oidc).
'@

# The file of --data as an absolute path, or nothing.
function Read-Arguments([string[]] $arguments) {
    $data = $null
    for ($index = 0; $index -lt $arguments.Count; $index++) {
        $argument = $arguments[$index]
        if ($argument -in '-h', '--help') { Write-Host $usage; exit 0 }
        elseif ($argument -in '--data', '-data') {
            if (++$index -ge $arguments.Count) { Stop-WithError '--data needs a file, as in: ./run.ps1 --data sales.csv' 2 }
            $data = $arguments[$index]
        }
        elseif ($argument -like '--data=*') { $data = $argument.Substring('--data='.Length) }
        else { Stop-WithError "'$argument' is not an option of run.ps1; ./run.ps1 --help lists them." 2 }
    }

    if ($data) {
        $data = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($data)
        if (-not (Test-Path -LiteralPath $data -PathType Leaf)) {
            Stop-WithError "'$data' is not a file that can be read: give --data a CSV with date,item_name,total_amount_sold." 3
        }
    }

    return $data
}

# The sales that belong to the model: the file it was trained on, else the bundled one.
function Get-SalesFile([string] $data) {
    if ($data) { return $data }
    if (Test-Path .state/served-data) {
        $served = (Get-Content .state/served-data -Raw).Trim()
        if (Test-Path -LiteralPath $served -PathType Leaf) { return $served }
    }

    return Join-Path $PSScriptRoot 'data/iowa_sales.csv'
}

# Trains when asked to or when there is no model.
function Invoke-TrainingIfNeeded([string] $data, [string] $sales) {
    if (-not $data -and (Test-Path model/manifest.json)) { return }
    Write-Host "Training a model on $sales ..."
    Invoke-Dotnet 'IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll', 'train', '--data', $sales, '--model', 'model'
    if ($LASTEXITCODE -ne 0) { Stop-WithError 'Training did not finish, so nothing was started; the reason stands above.' $LASTEXITCODE }
    Set-Content .state/served-data $sales
}

$data = Read-Arguments $args
Set-Location -LiteralPath $PSScriptRoot
Assert-Sdk
$apiPort = Get-FreePort API_PORT 8003 'the API'
$webPort = Get-FreePort WEB_PORT 8501 'the dashboard'
if ($apiPort -eq $webPort) { Stop-WithError "API_PORT and WEB_PORT are both $apiPort; the API and the dashboard need a port each." }
$bind = if ($env:BIND) { $env:BIND } else { 'localhost' }

Write-Host 'Building ...'
Invoke-Build .state/logs/build.log eng/services.slnf
$sales = Get-SalesFile $data
Invoke-TrainingIfNeeded $data $sales

try {
    Start-SalesService api "http://${bind}:$apiPort" IowaSales.Api @{ Model__Path = Join-Path $PSScriptRoot 'model'; Data__Path = $sales }
    Start-SalesService web "http://${bind}:$webPort" IowaSales.Web @{ Api__BaseUrl = "http://localhost:$apiPort" }
    Wait-UntilHealthy api $apiPort 'The API' 'To train another model: ./run.ps1 --data FILE'
    Wait-UntilHealthy web $webPort 'The dashboard'
    Write-Host @"

  Dashboard  http://localhost:$webPort
  API        http://localhost:$apiPort   (its pages: http://localhost:$apiPort/docs)

Ctrl-C stops both. Logs: .state/logs/api.log, .state/logs/web.log
"@
    Watch-SalesServices
}
finally {
    Stop-SalesServices
}
