#!/usr/bin/env pwsh
# Builds everything and runs every test. Arguments go to the test runner, as in: ./test.ps1 --filter-class '*ModelStore*'

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/eng/shell/sdk.ps1"

Set-Location -LiteralPath $PSScriptRoot
$results = '.state/test-results'
$report = "$results/tests.xml"
Assert-Sdk
Write-Host 'Building ...'
Invoke-Build .state/logs/build-tests.log IowaSales.sln

Remove-Item -Recurse -Force $results -ErrorAction Ignore
Invoke-Dotnet (@('IowaSales.Tests/bin/Release/net10.0/IowaSales.Tests.dll', '--max-threads', '1.5x', '--results-directory', (Join-Path $PWD $results),
    '--report-xunit-xml', '--report-xunit-xml-filename', 'tests.xml', '--no-ansi', '--progress', 'off', '--timeout', '30m') + $args)
$status = $LASTEXITCODE

if (-not (Test-Path $report)) {
    Stop-WithError "The test runner ended with exit code $status before it could report; its output stands above." $(if ($status -eq 0) { 1 } else { $status })
}

$tests = [xml] (Get-Content $report -Raw)
$tests.SelectNodes('//test[@result="Skip"]/reason') | ForEach-Object { $_.InnerText } | Group-Object | Sort-Object Name |
    ForEach-Object { Write-Host "Skipped: $($_.Count), $($_.Name)" }

# An attribute of the report, added up over its assemblies
function Get-Total([string] $name) {
    ($tests.SelectNodes('//assembly') | ForEach-Object { [int] $_.GetAttribute($name) } | Measure-Object -Sum).Sum
}

$passed = Get-Total passed
$failed = (Get-Total failed) + (Get-Total errors)
Write-Host "$passed passed, $failed failed, $((Get-Total skipped) + (Get-Total not-run)) skipped"
if ($failed -gt 0) { exit 1 }
if ($status -ne 0) { Stop-WithError "The test runner ended with exit code $status." $status }
if ($passed -eq 0) { Stop-WithError 'No test ran.' }
