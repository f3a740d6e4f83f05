#!/usr/bin/env bash
# Writes THIRD-PARTY-NOTICES.md from the packages that the programs ship and the assets they bundle; with --check only compares. Restores first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh

readonly NOTICES=THIRD-PARTY-NOTICES.md
require_sdk
# Without the optional parts, so that every machine writes the same list; they are named in its text
for program in Api Web Trainer; do
  dotnet restore "IowaSales.$program" --nologo --verbosity quiet -p:UseMLNetTimeSeries=false >/dev/null
done

# The text of an element of a package's description: element NAME FILE
element() { tr -d '\r' <"$2" | tr '\n' ' ' | sed -n "s|.*<$1[^>]*>\([^<]*\)</$1>.*|\1|p" | sed 's/&amp;/\&/g; s/^ *//; s/ *$//'; }

# One row for each package below the programs; those that only build, and the SDK's own, are not shipped
rows() {
  local folder package id version spec license
  folder=$(sed -n 's/.*"packagesPath": "\(.*\)".*/\1/p' IowaSales.Api/obj/project.assets.json | sed 's|\\\\|/|g')
  cat IowaSales.{Api,Web,Trainer}/obj/project.assets.json | sed -n '/^  "libraries": {/,/^  },/s|^    "\([^"/]*/[^"]*\)": {.*|\1|p' \
    | grep -v '^IowaSales\.\|^Microsoft\.AspNetCore\.App\.Internal\|^Microsoft\.NETCore\.App\.\|\.Design/\|^Microsoft\.Build\.\|^Microsoft\.CodeAnalysis\|^Mono\.TextTemplating\|^Humanizer' | LC_ALL=C sort -fu \
    | while IFS= read -r package; do
      id=${package%%/*} version=${package#*/}
      spec=$folder/$(printf '%s/%s/%s' "$id" "$version" "$id" | tr '[:upper:]' '[:lower:]').nuspec
      [ -f "$spec" ] || fail "The description of $package is not in the package folder ($spec)."
      license=$(element license "$spec")
      case "$license" in
        '') license=$(element licenseUrl "$spec") ;;
        *.txt | *.md | *.TXT | LICENSE) license="in the package: $license" ;;
      esac
      printf '| %s | %s | %s | %s |\n' "$id" "$version" "${license:-not stated}" "$(element copyright "$spec" | tr '|' '/')"
    done
}

notices() {
  cat <<'TEXT'
# Third-party notices

IowaSales itself is under the MIT license ([LICENSE](LICENSE)). The API, the dashboard and the trainer ship the work of others below.
`eng/notices.sh` writes this file; what it says of packages is what they say of themselves.

## Assets in the dashboard

| what | where | license |
| --- | --- | --- |
| Apache ECharts | the bundle in the package Vizor.ECharts | Apache-2.0, © The Apache Software Foundation |
| Material icons | shapes from the package MudBlazor | Apache-2.0, © Google; the package is MIT |
TEXT
  find IowaSales.Web/wwwroot/fonts -type f \( -name '*.woff2' -o -name '*.ttf' \) | LC_ALL=C sort | while IFS= read -r font; do
    # shellcheck disable=SC2016 # Markdown's ticks
    printf '| %s | `%s` | SIL Open Font License 1.1, its text beside it |\n' "$(basename "${font%.*}")" "${font#IowaSales.Web/}"
  done
  cat <<'TEXT'

## Native libraries in the trainer

| what | where | license |
| --- | --- | --- |
| LightGBM | the package LightGBM | MIT, © Microsoft Corporation |
| DuckDB | the package DuckDB.NET.Bindings.Full | MIT, © Stichting DuckDB Foundation |
| GNU OpenMP runtime (libgomp) | the trainer's image | GPL-3.0 with the GCC Runtime Library Exception |
| Intel oneMKL, where the family SingularSpectrum is built | the package Microsoft.ML.Mkl.Redist | Intel Simplified Software License |

## Packages

| package | version | license | copyright |
| --- | --- | --- | --- |
TEXT
  rows
}

case "${1:-}" in
  --check)
    written=$(mktemp)
    trap 'rm -f "$written"' EXIT
    notices >"$written"
    diff -u "$NOTICES" "$written" || fail "$NOTICES does not say what is shipped: run eng/notices.sh."
    ;;
  '') notices >"$NOTICES" ;;
  *) fail "'$1' is not an option of notices.sh; --check is." 2 ;;
esac
