#!/usr/bin/env bash
# Attacks API and dashboard, published and set as their images are (compiled ahead, no diagnostics) and held to the memory and the processor of
# docker-compose.yml, and prints one line for each attack: what was done, and how soon a healthy client was answered afterwards. Traffic stays on this
# machine and is bounded in count and time.
#   eng/attack.sh [--short] [NAME…]      --short: less of each, in about a minute after the builds; NAME: only these parts of
#                                        dashboard, api, stop, folder, store and, not in the short form, database, large, artifacts, kills
# Where no control group can be made, the collector's limit stands in for the memory limit, and it says so. Parts that need root or PostgreSQL are named
# and left out without. MEMORY (256m in bytes) and PORT_BASE (8790) may be set; PUBLISHED names a folder that keeps what is built for the next run.
# Exit code 1: an attack succeeded.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh
. eng/shell/attacked.sh

short=
parts=()
for argument in "$@"; do
  case "$argument" in
    --short) short=1 ;;
    dashboard | api | stop | folder | store | database | large | artifacts | kills) parts+=("$argument") ;;
    *) fail "attack.sh takes --short and the names of parts, not '$argument'; its first lines list them." 2 ;;
  esac
done
memory=${MEMORY:-$((256 << 20))}
port=${PORT_BASE:-8790}
key=attack-key
products=500
api=http://127.0.0.1:$port
web=http://127.0.0.1:$((port + 1))
hash=$(printf %s "$key" | sha256sum | cut -d' ' -f1)

require_sdk
work=$(mktemp -d)
chmod 755 "$work"
failures=0
trap clean_up EXIT

# The short form or the whole: amount SHORT WHOLE
amount() { if [ -n "$short" ]; then echo "$1"; else echo "$2"; fi; }
wanted() { [ "${#parts[@]}" -eq 0 ] || [[ " ${parts[*]} " == *" $1 "* ]]; }
trainer() { dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll "$@" --quiet; }
held() { printf 'held    %-13s %s\n' "$1" "$2"; }
failed() { printf 'FAILED  %-13s %s\n' "$1" "$2"; failures=$((failures + 1)); }
left_out() { printf 'Left out: %s: %s\n' "$1" "$2"; }
client() { dotnet "$work/attack/attack.dll" "$@"; }

# Daily sales of products, five days a week: sales PRODUCTS DAYS
sales() {
  awk -v items="$1" -v days="$2" 'BEGIN {
    print "date,item_name,total_amount_sold"
    for (day = 200 - days; day < 200; day++) {
      stamp = strftime("%Y-%m-%d", 1696118400 + 86400 * day, 1); weekday = strftime("%u", 1696118400 + 86400 * day, 1)
      if (weekday < 6) for (item = 0; item < items; item++) printf "%s,PRODUCT %03d,%d\n", stamp, item, 50 + 10 * weekday + (item * 7 + day * 13) % 40
    }
  }'
}

start_api() { start api "$port" Api Model__Path="$work/model" Sales__Store="$work/sales.db" Guard__ApiKeySha256="$hash" "$@"; }

# One attack on a service that runs; one that ended is an attack that succeeded: attack SERVICE URL NAME COUNT SECONDS
attack() {
  local line
  if line=$(client "$2" "$3" "$4" "$5" "$key"); then echo "$line$(peak "$1")"; else
    echo "${line:-FAILED  $3: the client failed}"
    failures=$((failures + 1))
  fi
  if ! runs "$1"; then
    failed "$3" "the service ended: $(tail -n 1 "$work/$1.log")"
    return 1
  fi
}

# One line for a script that attacks on its own: step NAME COMMAND…
step() {
  local name=$1 output=$work/step.log
  shift
  if "$@" >"$output" 2>&1; then held "$name" "$(tail -n 1 "$output")"; else failed "$name" "$(tail -n 3 "$output" | tr '\n' ' ')"; fi
}

attack_dashboard() {
  start web $((port + 1)) Web Api__BaseUrl="$api"
  for page in / /product?item=PRODUCT%20001 /data /alive; do curl -s -o /dev/null "$web$page"; done
  for one in "circuits $(amount 60 350) $(amount 2 10)" "circuits-many $(amount 80 350) $(amount 2 10)" "messages 8 $(amount 2 20)" \
    "uploads $(amount 8 64) 0" "page-idle 2100 $(amount 3 20)" "page-readers $(amount 500 1990) $(amount 4 20)" "page-slowloris 500 $(amount 3 20)"; do
    # shellcheck disable=SC2086 # three words
    attack web "$web" $one || start web $((port + 1)) Web Api__BaseUrl="$api"
  done
  end web
}

attack_api() {
  curl -sf -o /dev/null "$api/overview"
  for one in "idle 2100 $(amount 3 20)" "readers 1990 $(amount 4 20)" "slowloris 500 $(amount 3 20)" "batches 1 0" "fuzz $(amount 1000 50000) 0" "tables 1 0"; do
    # shellcheck disable=SC2086 # three words
    attack api "$api" $one || start_api
  done
}

stop_under_load() {
  client "$api" load 32 60 &
  local load=$!
  sleep 3
  kill -TERM "${PIDS[api]}" 2>/dev/null || failed stop "the service had ended before it was told to"
  wait "$load" || failures=$((failures + 1))
  end api
}

# A model folder that nobody may read, as a user who is not root: held before the start and while it serves.
attack_folder() {
  if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then left_out folder "only root can become another user, with setpriv"; return; fi
  cp -r "$work/model" "$work/closed"
  chown -R nobody "$work/closed"
  chmod 000 "$work/closed"
  local as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  (cd "$work/Api" && exec "${as[@]}" env ASPNETCORE_URLS="$api" Model__Path="$work/closed" dotnet IowaSales.Api.dll) >>"$work/api.log" 2>&1 &
  PIDS[api]=$!
  status_becomes folder 503 /health "an unreadable folder at the start is 503" || return 0
  chmod 755 "$work/closed"
  status_becomes folder 200 /health "a folder that can be read again is served" || return 0
  chmod 000 "$work/closed"
  if ! eventually_degraded; then failed folder "/health does not say degraded of a folder that cannot be read"; fi
  status_becomes folder 200 /items "and its forecasts still are, while it cannot be read" || return 0
  chmod 755 "$work/closed"
  end api
}

eventually_degraded() {
  local deadline=$((SECONDS + 20))
  while [ "$SECONDS" -lt "$deadline" ]; do
    curl -s "$api/health" | grep '"status":"degraded"' >/dev/null && return 0
    sleep 0.2
  done
  return 1
}

# Whether an address comes to be answered with a status: status_becomes NAME STATUS PATH MEANING [SECONDS]
status_becomes() {
  local got='' deadline=$((SECONDS + ${5:-30}))
  while [ "$SECONDS" -lt "$deadline" ]; do
    got=$(curl -s -o /dev/null -w '%{http_code}' --max-time 2 "$api$3") || true
    if [ "$got" = "$2" ]; then held "$1" "$4"; return 0; fi
    if ! runs api; then failed "$1" "the service ended: $(tail -n 1 "$work/api.log")"; return 1; fi
    sleep 0.2
  done
  failed "$1" "$3 was answered $got after ${5:-30} s, not $2"
  return 1
}

# Damages of the SQLite file while nobody has it open.
attack_store() {
  local seed line taken=0 refused=0 count
  count=$(amount 2 24)
  start_api
  status_becomes store 200 /accuracy "a whole store is read" || return 0
  end api
  cp "$work/sales.db" "$work/whole.db"
  for seed in $(seq 0 $((count - 1))); do
    rm -f "$work"/sales.db*
    cp "$work/whole.db" "$work/sales.db"
    client damage "$work/sales.db" "$seed" >/dev/null
    start_api
    if line=$(client "$api" damaged 1 0 "$key"); then
      case "$line" in *taken*) taken=$((taken + 1)) ;; *) refused=$((refused + 1)) ;; esac
    else
      failed store "damage $seed: $line"
    fi
    end api
  done
  held store "$count damaged SQLite files: $refused refused batches, $taken took one and can be read"
  rm -f "$work"/sales.db*
}

# PostgreSQL frozen and killed while forecasts are asked for and batches come in.
attack_database() {
  if ! start_database $((port + 2)); then left_out database "PostgreSQL is not installed, or only root can start a server of its own"; return; fi
  database $((port + 2)) attacked
  start_api Sales__Store="Host=127.0.0.1;Port=$((port + 2));Database=attacked;Username=postgres"
  status_becomes database 200 /sales/batches "the database answers"
  signal_database STOP
  attack api "$api" silent 24 0 || true
  signal_database CONT
  status_becomes database 200 /sales/batches "a database that was frozen answers again"
  signal_database KILL
  attack api "$api" silent 24 0 || true
  runuser -u postgres -- sh -c "$POSTGRES start" >/dev/null 2>&1
  status_becomes database 200 /sales/batches "a database that was killed answers again"
  end api
}

# Whether a model that hardly fits comes to be served, or to be refused in words.
served_or_too_small() {
  local deadline=$((SECONDS + 60))
  while [ "$SECONDS" -lt "$deadline" ]; do
    if curl -sf --max-time 2 -o /dev/null "$api/health"; then held large "100,000 items in $((memory >> 20)) MiB are served"; return 0; fi
    if curl -s --max-time 2 "$api/health" | grep 'memory of this service is too small' >/dev/null; then held large "100,000 items in $((memory >> 20)) MiB are refused: the memory is too small"; return 0; fi
    if ! runs api; then return 1; fi
    sleep 0.2
  done
  return 1
}

# More items than fit, and an answer that takes longer than it may.
attack_large() {
  sales 100000 40 >"$work/large.csv"
  trainer train --data "$work/large.csv" --model "$work/large" --preset fast
  launch api "$port" Api Model__Path="$work/large"
  if ! served_or_too_small; then failed large "100,000 items in $((memory >> 20)) MiB are neither served nor refused because the memory is too small: $(curl -s "$api/health")"; fi
  end api
  launch roomy "$port" Api Model__Path="$work/large" Guard__RequestTimeout=00:00:01
  PIDS[api]=${PIDS[roomy]}
  status_becomes large 200 /health "100,000 items are served without the limit" 300
  if line=$(client "$api" late 4 0 "${PIDS[api]}"); then echo "$line"; else echo "$line"; failures=$((failures + 1)); fi
  end api
}

suite() {
  build_or_fail .state/logs/build-attack-tests.log IowaSales.Tests
  dotnet IowaSales.Tests/bin/Release/net10.0/IowaSales.Tests.dll --filter-class "$1" --no-ansi --progress off | grep -E 'total|failed' | tr -s ' \n' ' '
}

published=$(realpath -m "${PUBLISHED:-$work}")
if [ ! -d "$published/model" ]; then
  case "$(uname -m)" in aarch64 | arm64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
  for project in Api Web; do
    dotnet publish "IowaSales.$project" -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true -p:UseAppHost=false -p:DebugType=none \
      -p:NuGetLockFilePath=obj/published.lock.json -o "$published/$project" --nologo -v quiet
  done
  dotnet publish eng/attack -c Release -o "$published/attack" --nologo -v quiet
  build_or_fail .state/logs/build-attack.log IowaSales.Trainer
  sales "$products" 200 >"$published/sales.csv"
  trainer train --data "$published/sales.csv" --model "$published/model" --preset fast
fi
if [ -n "${PUBLISHED:-}" ]; then
  cp -r "$published/model" "$work/model"
  ln -s "$published/Api" "$published/Web" "$published/attack" "$work/"
fi
make_groups api
make_groups web
echo "limits: $LIMIT"

start_api
if wanted dashboard; then attack_dashboard; fi
if wanted api; then attack_api; fi
if wanted stop; then stop_under_load; fi
end api
if wanted folder; then attack_folder; fi
if wanted store; then attack_store; fi
if [ -z "$short" ]; then
  if wanted database; then attack_database; fi
  if wanted large; then attack_large; fi
  if wanted artifacts; then
    step artifacts suite '*ArtifactFuzzTests'
    step damaged suite '*DamagedFolderTests'
  fi
  if wanted kills; then
    step kills env PORT_BASE=$((port + 3)) eng/kill-store.sh 100
    if [ -n "$POSTGRES" ] || start_database $((port + 2)); then
      database $((port + 2)) killed
      step kills env PORT_BASE=$((port + 3)) eng/kill-store.sh 100 "Host=127.0.0.1;Port=$((port + 2));Database=killed;Username=postgres"
    else
      left_out kills "PostgreSQL is not installed, or only root can start a server of its own"
    fi
  fi
fi

[ "$failures" -eq 0 ] || fail "$failures attacks succeeded; the services' logs end: $(tail -qn 3 "$work"/*.log)"
