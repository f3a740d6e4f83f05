#!/usr/bin/env bash
# Attacks the API, published as its image is and held to the memory and processor of docker-compose.yml, and prints one line for each attack:
# what was done, and how soon a healthy client was answered afterwards. Traffic stays on this machine and is bounded in count and time.
#   eng/attack.sh [--short]      --short: less of each, in about a minute after the builds
# Where no control group can be made, the collector's limit stands in for the memory limit, and it says so. MEMORY (256m in bytes) and
# PORT_BASE (8790) may be set. Exit code 1: an attack succeeded.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh

short=
case "${1:-}" in '') ;; --short) short=1 ;; *) fail "attack.sh takes --short or nothing." 2 ;; esac
memory=${MEMORY:-$((256 << 20))}
port=${PORT_BASE:-8790}
key=attack-key
products=500

require_sdk
work=$(mktemp -d)
pid=
group=
failures=0
stop() { if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; fi; }
cleanup() { stop; [ -z "$group" ] || rmdir "$group" 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT

dotnet publish IowaSales.Api -c Release -o "$work/api" --nologo -v quiet
dotnet publish eng/attack -c Release -o "$work/attack" --nologo -v quiet
build_or_fail .state/logs/build-attack.log IowaSales.Trainer
trainer() { dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll "$@" --quiet; }
awk -v items="$products" 'BEGIN {
  print "date,item_name,total_amount_sold"
  for (day = 0; day < 200; day++) {
    stamp = strftime("%Y-%m-%d", 1696118400 + 86400 * day, 1); weekday = strftime("%u", 1696118400 + 86400 * day, 1)
    if (weekday < 6) for (item = 0; item < items; item++) printf "%s,PRODUCT %03d,%d\n", stamp, item, 50 + 10 * weekday + (item * 7 + day * 13) % 40
  }
}' >"$work/sales.csv"
trainer train --data "$work/sales.csv" --model "$work/model" --preset fast

# A control group of its own where that may be made; else nothing, and $limit says what stands in.
make_group() {
  if [ -w /sys/fs/cgroup/cgroup.subtree_control ] && mkdir "/sys/fs/cgroup/iowasales-attack-$$" 2>/dev/null; then
    group=/sys/fs/cgroup/iowasales-attack-$$
    if echo "$memory" >"$group/memory.max" 2>/dev/null; then limit="control group v2, $((memory >> 20)) MiB"; return; fi
    rmdir "$group"; group=
  fi
  if [ -d /sys/fs/cgroup/memory ] && mkdir "/sys/fs/cgroup/memory/iowasales-attack-$$" 2>/dev/null; then
    group=/sys/fs/cgroup/memory/iowasales-attack-$$
    if echo "$memory" >"$group/memory.limit_in_bytes" 2>/dev/null; then limit="control group v1, $((memory >> 20)) MiB"; return; fi
    rmdir "$group"; group=
  fi
  limit="no control group may be made here: DOTNET_GCHeapHardLimit of $((memory * 3 / 4 >> 20)) MiB instead"
  export DOTNET_GCHeapHardLimit
  DOTNET_GCHeapHardLimit=$(printf '0x%x' $((memory * 3 / 4)))
}

start() {
  (
    [ -z "$group" ] || echo "$BASHPID" >"$group/cgroup.procs"
    cd "$work/api"
    exec env ASPNETCORE_URLS="http://127.0.0.1:$port" Model__Path="$work/model" Sales__Store="$work/sales.db" \
      Guard__ApiKeySha256="$(printf %s "$key" | sha256sum | cut -d' ' -f1)" Logging__LogLevel__Default=Warning \
      DOTNET_PROCESSOR_COUNT=1 dotnet IowaSales.Api.dll
  ) >>"$work/log" 2>&1 &
  pid=$!
  for _ in $(seq 600); do
    if curl -sf -o /dev/null "http://127.0.0.1:$port/health"; then return; fi
    kill -0 "$pid" 2>/dev/null || fail "The API ended at once: $(tail -n 5 "$work/log")"
    sleep 0.1
  done
  fail "The API was not healthy within a minute: $(tail -n 5 "$work/log")"
}

# attack NAME COUNT SECONDS: one line; a service that ended is an attack that succeeded.
attack() {
  dotnet "$work/attack/attack.dll" "http://127.0.0.1:$port" "$1" "$2" "$3" "$key" || failures=$((failures + 1))
  if ! kill -0 "$pid" 2>/dev/null; then
    printf 'FAILED  %-10s the service ended: %s\n' "$1" "$(tail -n 1 "$work/log")"
    failures=$((failures + 1))
    start
  fi
}

stop_under_load() {
  dotnet "$work/attack/attack.dll" "http://127.0.0.1:$port" load 32 60 &
  local client=$!
  sleep 3
  kill -TERM "$pid"
  wait "$client" || failures=$((failures + 1))
  wait "$pid" 2>/dev/null || true
  pid=
}

# step NAME COMMAND...: one line for a script that attacks on its own.
step() {
  local name=$1 log="$work/step.log"
  shift
  if "$@" >"$log" 2>&1; then printf 'held    %-10s %s\n' "$name" "$(tail -n 1 "$log")"; else
    printf 'FAILED  %-10s %s\n' "$name" "$(tail -n 1 "$log")"
    failures=$((failures + 1))
  fi
}

attack_api() {
  curl -sf -o /dev/null "http://127.0.0.1:$port/overview"
  attack idle 2100 "${1}"
  attack readers 1990 "${1}"
  attack slowloris 500 "${1}"
  attack batches "${2}" 0
  stop_under_load
}

suite() {
  build_or_fail .state/logs/build-attack-tests.log IowaSales.Tests
  dotnet IowaSales.Tests/bin/Release/net10.0/IowaSales.Tests.dll --filter-class "$1" --no-ansi --progress off | grep -E 'total|failed' | tr -s ' \n' ' '
}

make_group
echo "limits: $limit, one processor"
start
if [ -n "$short" ]; then
  attack_api 5 1
else
  attack_api 20 3
  step artifacts suite '*ArtifactFuzzTests'
  step folder suite '*DamagedFolderTests'
  step requests eng/random-requests.sh 50000
  step kills eng/kill-store.sh
fi

[ "$failures" -eq 0 ] || fail "$failures attacks succeeded; the service's log ends: $(tail -n 3 "$work/log")"
