# Dot-sourced after sdk.ps1: which parts of the solution have packages that this machine's NuGet sources do not offer.
# The answer becomes the environment variables UseAspire, UseAspireDocker and UseMLNetTimeSeries, which MSBuild reads.

$script:packageAnswers = '.state/packages'

# The release of Aspire that is taken where the pinned one is not to be had: of the packages, of the SDK.
$script:otherAspire = '13.6.5'
$script:otherAspireSdk = '13.6.4'

$script:leftOut = @()

# What an answer depends on: the SDK, the pinned versions, and every NuGet.Config in force.
function Get-PackageAnswerKey {
    $files = @(Get-Item Directory.Packages.props) + @(Get-ChildItem eng/feed/*.csproj | Sort-Object Name)
    for ($folder = Get-Item .; $folder; $folder = $folder.Parent) {
        $files += @(Get-ChildItem -LiteralPath $folder.FullName -File -ErrorAction Ignore | Where-Object Name -eq 'NuGet.Config')
    }

    foreach ($user in "$HOME/.nuget/NuGet/NuGet.Config", "$env:APPDATA/NuGet/NuGet.Config") {
        if (Test-Path $user) { $files += Get-Item $user }
    }

    $text = $script:sdkVersion + (($files | ForEach-Object { Get-Content -LiteralPath $_.FullName -Raw }) -join '')
    $hash = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($text))
    return [Convert]::ToHexString($hash).Substring(0, 16)
}

# Whether a probe project restores, with build properties if any: 'true', 'false' (the sources answer, and do not have it) or 'unknown' (no answer).
# Remembered, for a day when it is no, so that a feed that gains the packages is noticed.
function Get-PackageAnswer([string] $probe, [string] $key, [string] $name = $probe, [string[]] $properties = @()) {
    $file = "$script:packageAnswers/$name-$key.ps1.txt"
    if (Test-Path $file) {
        $answer = (Get-Content $file -Raw).Trim()
        if ($answer -eq 'true' -or (Get-Item $file).LastWriteTimeUtc -gt [DateTime]::UtcNow.AddDays(-1)) { return $answer }
    }

    $output = & dotnet restore "eng/feed/$probe.csproj" --nologo @properties 2>&1 | Out-String
    if ($LASTEXITCODE -ne 0 -and $output -match 'NU1301|NU1801|timed out|Unable to load the service index') { return 'unknown' }
    $answer = if ($LASTEXITCODE -eq 0) { 'true' } else { 'false' }
    Set-Content $file $answer
    return $answer
}

function Clear-PackageAnswers { Remove-Item -Recurse -Force $script:packageAnswers -ErrorAction Ignore }

# Sets one build property unless the caller did.
function Set-Part([string] $property, [string] $probe, [string] $key, [string] $part) {
    $given = [Environment]::GetEnvironmentVariable($property)
    if ($given) {
        if ($given -eq 'false') { $script:leftOut += "${part}: $property is set to false." }
        return
    }

    $answer = Get-PackageAnswer $probe $key
    [Environment]::SetEnvironmentVariable($property, $(if ($answer -eq 'true') { 'true' } else { 'false' }))
    if ($answer -eq 'false') { $script:leftOut += "${part}: its packages are not on this machine's NuGet sources." }
    elseif ($answer -eq 'unknown') { $script:leftOut += "${part}: the NuGet sources did not answer." }
}

# Where the pinned release of Aspire is not to be had, another one is.
function Select-Aspire([string] $key) {
    if ($env:UseAspire -or $env:AspireVersion -or (Get-PackageAnswer Aspire $key) -ne 'false') { return }
    $properties = "-p:AspireVersion=$script:otherAspire", "-p:AspireSdkVersion=$script:otherAspireSdk"
    if ((Get-PackageAnswer Aspire $key OtherAspire $properties) -ne 'true') { return }
    $env:UseAspire = 'true'
    $env:AspireVersion = $script:otherAspire
    $env:AspireSdkVersion = $script:otherAspireSdk
    Write-Host "Aspire: built with $script:otherAspire, since this machine's NuGet sources lack the release that is pinned."
}

# Finds out once and sets the properties and the lines of $leftOut.
function Find-MissingPackages {
    New-Item -ItemType Directory -Force $script:packageAnswers, .state/feed | Out-Null
    $key = Get-PackageAnswerKey
    Select-Aspire $key
    Set-Part UseAspire Aspire $key 'Aspire (IowaSales.AppHost and its tests)'
    if ($env:UseAspire -ne 'false') { Set-Part UseAspireDocker AspireDocker $key "Aspire's publishing of a compose file" }
    Set-Part UseMLNetTimeSeries MLNetTimeSeries $key "ML.NET's singular-spectrum model"
}
