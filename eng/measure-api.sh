#!/usr/bin/env bash
# Measures the API in one run: start-up time, memory, requests per second and latency under wrk, beside a bare endpoint of the same
# framework that answers "hi". Needs the .NET SDK, curl and wrk.
#   SECONDS_PER_RUN=15 SOAK_SECONDS=120 PORT_BASE=8580 eng/measure-api.sh [SALES.csv [MANY-ITEMS.csv[.gz]]]
set -euo pipefail
cd "$(dirname "$0")/.."

sales=${1:-}
many=${2:-}
run_seconds=${SECONDS_PER_RUN:-15}
soak_seconds=${SOAK_SECONDS:-120}
port=${PORT_BASE:-8580}
work=$(mktemp -d)
pid=
stop() { if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; fi; }
trap 'stop; rm -rf "$work"' EXIT
for tool in dotnet curl wrk; do
  command -v "$tool" >/dev/null || { echo "measure-api.sh needs $tool on the PATH." >&2; exit 1; }
done
if [ -z "$sales" ]; then
  for candidate in ../shared/data/iowa_sales.csv data/iowa_sales.csv; do
    if [ -f "$candidate" ]; then sales=$candidate; break; fi
  done
fi
[ -n "$sales" ] || { echo "No sales to train on: give a CSV as the first argument." >&2; exit 3; }
if [ -z "$many" ] && [ -f ../shared/data/iowa_top500_2020_2022h1.csv.gz ]; then many=../shared/data/iowa_top500_2020_2022h1.csv.gz; fi

rid=linux-$(case "$(uname -m)" in aarch64) echo arm64 ;; *) echo x64 ;; esac)
dotnet publish IowaSales.Api -c Release -r "$rid" --self-contained false -o "$work/api" --nologo -v quiet
dotnet publish eng/bare-endpoint -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true -o "$work/bare" --nologo -v quiet
dotnet build IowaSales.Trainer -c Release --nologo -v quiet >/dev/null
train() { dotnet run --no-build -c Release --project IowaSales.Trainer -- train --data "$1" --model "$2" --preset fast --quiet; }
train "$sales" "$work/few"

# start FOLDER DLL READY-PATH [NAME=VALUE...]: starts a service; `started` is then the time until READY-PATH answered.
start() {
  local folder=$1 dll=$2 path=$3 began
  shift 3
  began=$(date +%s%N)
  (cd "$folder" && exec env PORT="$port" ASPNETCORE_URLS="http://127.0.0.1:$port" Logging__LogLevel__Default=Warning "$@" dotnet "$dll") >"$work/log" 2>&1 &
  pid=$!
  until curl -sf -o /dev/null "http://127.0.0.1:$port$path"; do
    kill -0 "$pid" 2>/dev/null || { echo "$dll ended at once:" >&2; cat "$work/log" >&2; exit 1; }
    sleep 0.005
  done
  started="$(( ($(date +%s%N) - began) / 1000000 )) ms"
}
resident() { awk '/VmRSS/ { printf "%d MB", $2 / 1024 }' "/proc/$pid/status"; }
# load SECONDS URL [LUA]: drives one address, or those of a script, with 50 connections.
load() {
  wrk -t1 -c50 -d"$1s" --latency ${3:+-s "$3"} "http://127.0.0.1:$port$2" | awk '
    /Requests\/sec/ { rate = $2 } $1 == "50%" { p50 = $2 } $1 == "99%" { p99 = $2 } /Non-2xx|Socket errors/ { bad = bad "; FAILED: " $0 }
    END { printf "%.0f requests/s, p50 %s, p99 %s%s\n", rate, p50, p99, bad }'
}
report() { printf '%-34s %s\n' "$1" "$2"; }

start "$work/bare" bare-endpoint.dll /
report "bare: start, memory" "$started, $(resident)"
load 5 / >/dev/null
report "bare: GET /" "$(load "$run_seconds" /)"
stop

measure() {
  local name=$1 model=$2
  start "$work/api" IowaSales.Api.dll /health Model__Path="$model"
  report "$name: start, memory" "$started, $(resident)"
  curl -s "http://127.0.0.1:$port/items" | tr -d '[]{}' | sed 's/^"items"://' | tr ',' '\n' | sed 's/^"//; s/"$//; s/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g; s|/|%2F|g' >"$work/names"
  cat >"$work/items.lua" <<LUA
local paths = {}
for name in io.lines("$work/names") do paths[#paths + 1] = "/predict/" .. name end
local at = 0
request = function() at = at % #paths + 1; return wrk.format("GET", paths[at]) end
LUA
  load 5 / "$work/items.lua" >/dev/null
  report "$name: GET /predict/{item}" "$(load "$run_seconds" / "$work/items.lua")"
  report "$name: GET /overview" "$(load 5 /overview)"
  report "$name: memory after that" "$(resident)"
}

measure "five items" "$work/few"
before=$(resident)
load "$soak_seconds" / "$work/items.lua" >/dev/null
report "five items: memory over ${soak_seconds} s" "$before -> $(resident)"
stop
if [ -n "$many" ]; then
  train "$many" "$work/many"
  measure "many items" "$work/many"
  stop
else
  echo "Left out: many items, for want of a data file (give one as the second argument)."
fi
