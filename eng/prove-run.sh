#!/usr/bin/env bash
# Tries run.sh as a person meets it: without an SDK, with a broken file, with ports taken, with a wrong option, and in a clean copy where it
# builds, trains, serves and stops. Needs a Release build of the solution for the port that is taken.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/checks.sh

API_PORT=${API_PORT:-18013}
WEB_PORT=${WEB_PORT:-18511}
export API_PORT WEB_PORT
work=$(mktemp -d)
copy=$work/copy
started=
stop() {
  [ -z "$started" ] || kill -KILL -- "-$started" 2>/dev/null || true
  rm -rf "$work" "$log"
}
trap stop EXIT

# Runs a command that has to end by itself, with an exit code and a sentence on standard error: ends_with CODE SENTENCE COMMAND…
ends_with() {
  local code=$1 sentence=$2 status=0
  shift 2
  "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  cat "$work/out" "$work/err"
  is "$status" "$code" && grep -qF -- "$sentence" "$work/err"
}

# A path with the shell's usual tools and no dotnet, or one that answers like an SDK of an earlier year
tools() {
  local tool
  mkdir -p "$work/$1"
  for tool in bash dirname cat awk sed grep mkdir; do ln -sf "$(command -v "$tool")" "$work/$1/$tool"; done
}
without_sdk() { tools none && ends_with 1 "The .NET SDK is missing: install the .NET 10 SDK" env PATH="$work/none" ./run.sh; }
with_old_sdk() {
  tools old
  cat >"$work/old/dotnet" <<'SCRIPT'
#!/bin/bash
case "$1" in --list-sdks) echo "8.0.100 [/sdk]" ;; *) exit 1 ;; esac
SCRIPT
  chmod +x "$work/old/dotnet"
  ends_with 1 "The .NET SDK is too old (installed: 8.0.100): install the .NET 10 SDK" env PATH="$work/old" ./run.sh
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
port_taken() {
  local status=0 holder
  DOTNET_USE_POLLING_FILE_WATCHER=1 dotnet IowaSales.Api/bin/Release/net10.0/IowaSales.Api.dll --urls "http://127.0.0.1:$API_PORT" >/dev/null 2>&1 &
  holder=$!
  eventually 60 listens "$API_PORT" && ends_with 1 "Port $API_PORT is taken" ./run.sh || status=1
  kill "$holder"
  wait "$holder" 2>/dev/null || true
  return "$status"
}

# Another healthy program answers on the port that run.sh found free before it built
# shellcheck disable=SC2016 # expanded by the inner shell
port_taken_meanwhile() {
  local status=0 holder
  dotnet IowaSales.Web/bin/Release/net10.0/IowaSales.Web.dll --urls "http://127.0.0.1:$API_PORT" >/dev/null 2>&1 &
  holder=$!
  eventually 60 curl -fsS --output /dev/null "http://127.0.0.1:$API_PORT/health" \
    && ends_with 1 "Port $API_PORT was taken by another program while the API started" env BIND=localhost bash -c '
      . eng/shell/sdk.sh
      . eng/shell/services.sh
      trap stop_services EXIT
      start_service api "$API_PORT" IowaSales.Api
      wait_until_healthy api "$API_PORT" "the API"' || status=1
  kill "$holder"
  wait "$holder" 2>/dev/null || true
  return "$status"
}

failed_build() {
  printf '\nthis does not compile\n' >>"$copy/IowaSales.Contracts/Items.cs"
  ends_with 1 "The build failed; the last errors stand above" "$copy/run.sh" && grep -q "IowaSales.Contracts/Items.cs" "$work/err" \
    && git show HEAD:IowaSales.Contracts/Items.cs >"$copy/IowaSales.Contracts/Items.cs"
}

# Starts run.sh as a terminal does, waits until it says how to stop it: starts ARGUMENTS…
starts() {
  set -m
  # Whoever runs this in the background may have it ignore Ctrl-C, and what is ignored is inherited
  env --default-signal=INT "$copy/run.sh" "$@" >"$work/out" 2>&1 </dev/null &
  started=$!
  set +m
  eventually 600 said_or_ended
  cat "$work/out"
  grep -q "Ctrl-C stops both" "$work/out"
}
said_or_ended() { grep -q "Ctrl-C stops both" "$work/out" || ! kill -0 "$started" 2>/dev/null; }
has_ended() { ! kill -0 "$started" 2>/dev/null; }
stops_on_interrupt() {
  local status=0
  kill -INT -- "-$started"
  eventually 60 has_ended || { echo "run.sh did not stop on Ctrl-C within a minute."; kill -TERM -- "-$started"; }
  wait "$started" || status=$?
  started=
  is "$status" 0 && ! listens "$API_PORT" && ! listens "$WEB_PORT"
}
first_start_trains_and_serves() {
  grep -E '^date|BLACK VELVET' data/iowa_sales.csv >"$work/sales.csv"
  starts --data "$work/sales.csv" || return 1
  is "$(curl -fsS "http://localhost:$API_PORT/items")" '{"items":["BLACK VELVET"]}' \
    && curl -fsS --output /dev/null "http://localhost:$WEB_PORT/" && stops_on_interrupt
}
second_start_serves_the_same() {
  starts || return 1
  ! grep -q Training "$work/out" && is "$(curl -fsS "http://localhost:$API_PORT/items")" '{"items":["BLACK VELVET"]}' && stops_on_interrupt
}

check "no SDK" without_sdk
check "an SDK that is too old" with_old_sdk
check "an unknown option" ends_with 2 "'--dta' is not an option of run.sh" ./run.sh --dta x
check "--data without a file" ends_with 2 "--data needs a file" ./run.sh --data
check "--data with a file that is not there" ends_with 3 "is not a file that can be read" ./run.sh --data "$work/missing.csv"
check "a port that is no port" ends_with 2 "API_PORT is 'eight'" env API_PORT=eight ./run.sh
check "one port for both" ends_with 1 "the API and the dashboard need a port each" env WEB_PORT="$API_PORT" ./run.sh
check "a port that is taken" port_taken
check "a port that is taken while the service starts" port_taken_meanwhile

mkdir "$copy"
git archive HEAD | tar -x -C "$copy"
# What restores here has been found out
mkdir "$copy/.state"
[ ! -d .state/packages ] || cp -r .state/packages "$copy/.state/"
check "a build that fails" failed_build
check "a first start builds, trains on --data, serves, and stops on Ctrl-C with both ports free" first_start_trains_and_serves
check "a second start serves the same model without training" second_start_serves_the_same

[ "$failures" -eq 0 ] || { echo "$failures checks failed."; exit 1; }
