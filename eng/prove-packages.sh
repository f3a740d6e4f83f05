#!/usr/bin/env bash
# Packs the libraries and the trainer, looks into the packages, installs the trainer as a tool in a folder of its own and forecasts with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh
. eng/shell/checks.sh

require_sdk
work=$(mktemp -d)
trap 'rm -rf "$work" "$log"' EXIT
readonly VERSION=1.0.0-proof

# The version of the packages alone: what is built for the tests need not be built again
packs() { dotnet pack IowaSales.sln --output "$work/packages" -p:PackageVersion=$VERSION --nologo --verbosity quiet; }
# The three packages that are meant to be, each with its README, and symbols beside the libraries
holds_what_it_should() {
  is "$(cd "$work/packages" && printf '%s ' *.nupkg)" "IowaSales.Contracts.$VERSION.nupkg IowaSales.Forecasting.$VERSION.nupkg IowaSales.Trainer.$VERSION.nupkg " \
    && [ -f "$work/packages/IowaSales.Contracts.$VERSION.snupkg" ] && [ -f "$work/packages/IowaSales.Forecasting.$VERSION.snupkg" ] || return 1
  local package
  for package in "$work"/packages/*.nupkg; do
    unzip -Z1 "$package" | grep -x README.md >/dev/null || { echo "$package has no README.md."; return 1; }
  done
}
installs() { dotnet tool install IowaSales.Trainer --version $VERSION --tool-path "$work/tool" --source "$work/packages"; }
names_itself() { "$work/tool/iowasales" train --help | tee "$log.help" | grep '^  iowasales train' >/dev/null || { cat "$log.help"; return 1; }; }
forecasts() {
  "$work/tool/iowasales" train --data data/iowa_sales.csv --model "$work/model" --preset fast --quiet \
    && "$work/tool/iowasales" predict --model "$work/model" --output "$work/forecast.csv" --quiet \
    && is "$(wc -l <"$work/forecast.csv")" 36
}

check "libraries and trainer are packed" packs
[ "$failures" -eq 0 ] || exit 1
check "packages hold what they should" holds_what_it_should
check "trainer installs as a tool" installs
check "its help names the command" names_itself
check "it trains and forecasts" forecasts
printf '  %-40s %s\n' "trainer: package" "$(du -h "$work/packages/IowaSales.Trainer.$VERSION.nupkg" | cut -f 1)"

[ "$failures" -eq 0 ] || { echo "$failures checks failed."; exit 1; }
