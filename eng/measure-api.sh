#!/usr/bin/env bash
# Measures the API in one run, beside a bare endpoint of the same framework that answers "hi": start-up time, memory, requests per second
# and latency under wrk with 50 connections, and memory over a longer load; each figure with what is aimed at. Needs curl and wrk.
#   eng/measure-api.sh [SALES.csv [MANY-ITEMS.csv[.gz]]]
# SECONDS_PER_RUN (15), SOAK_SECONDS (120), STARTS (5) and PORT_BASE (8580) may be set.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh

sales=${1:-}
many=${2:-}
run_seconds=${SECONDS_PER_RUN:-15}
soak_seconds=${SOAK_SECONDS:-120}
starts=${STARTS:-5}
port=${PORT_BASE:-8580}
for tool in curl wrk; do
  command -v "$tool" >/dev/null || fail "measure-api.sh needs $tool on the PATH."
done
for candidate in ../shared/data/iowa_sales.csv data/iowa_sales.csv; do
  [ -n "$sales" ] || [ ! -f "$candidate" ] || sales=$candidate
done
[ -f "$sales" ] || fail "No sales to train on: give a CSV as the first argument." 3
[ -n "$many" ] || [ ! -f ../shared/data/iowa_top500_2020_2022h1.csv.gz ] || many=../shared/data/iowa_top500_2020_2022h1.csv.gz

require_sdk
work=$(mktemp -d)
pid=
stop() { if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; fi; }
trap 'stop; rm -rf "$work"' EXIT

rid=linux-$(case "$(uname -m)" in aarch64) echo arm64 ;; *) echo x64 ;; esac)
# Published as the image is: compiled ahead, on the shared framework.
publish() { dotnet publish "$1" -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true -o "$work/$2" --nologo -v quiet; }
publish IowaSales.Api api
publish eng/bare-endpoint bare
build_or_fail .state/logs/build-measure-api.log IowaSales.Trainer
train() { dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll train --data "$1" --model "$2" --preset fast --quiet; }

row() { printf '%-44s %-54s %s\n' "$1" "$2" "${3:-}"; }
# verdict VALUE COMPARISON AIM "the aim in words": whether a figure is what is aimed at.
verdict() { awk -v value="$1" -v sign="$2" -v aim="$3" -v words="$4" 'BEGIN { met = sign == "<=" ? value <= aim : value >= aim; print words ": " (met ? "met" : "MISSED") }'; }
resident() { awk '/VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status"; }

# Starts a service and leaves in $started the milliseconds until READY-PATH answered: start FOLDER DLL READY-PATH [NAME=VALUE...]
start() {
  local folder=$1 dll=$2 path=$3 began
  shift 3
  began=$(date +%s%N)
  (cd "$folder" && exec env ASPNETCORE_URLS="http://127.0.0.1:$port" Logging__LogLevel__Default=Warning "$@" dotnet "$dll") >"$work/log" 2>&1 &
  pid=$!
  until curl -sf -o /dev/null "http://127.0.0.1:$port$path"; do
    kill -0 "$pid" 2>/dev/null || fail "$dll ended at once: $(cat "$work/log")"
    sleep 0.005
  done
  started=$((($(date +%s%N) - began) / 1000000))
}

# Starts a service a few times and leaves it running; $median is then the median milliseconds until it was ready.
start_often() {
  local times=() i
  for ((i = 1; i <= starts; i++)); do
    stop
    start "$@"
    times+=("$started")
  done
  median=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((starts + 1) / 2))p")
}

# Drives addresses with 50 connections; leaves $rate, $p50 and $p99 (milliseconds) and prints nothing: load SECONDS PATH [LUA]
load() {
  wrk -t1 -c50 -d"$1s" --latency ${3:+-s "$3"} "http://127.0.0.1:$port$2" >"$work/wrk"
  ! grep -E 'Non-2xx|Socket errors' "$work/wrk" || fail "$2 gave errors under load."
  read -r rate p50 p99 < <(awk '
    function ms(text) { return text ~ /us$/ ? text / 1000 : text ~ /ms$/ ? text + 0 : text * 1000 }
    /Requests\/sec/ { rate = $2 } $1 == "50%" { p50 = ms($2) } $1 == "99%" { p99 = ms($2) }
    END { printf "%.0f %.2f %.2f\n", rate, p50, p99 }' "$work/wrk")
}
described() { echo "$rate requests/s, p50 $p50 ms, p99 $p99 ms"; }

# Asks for every item's forecast, one after the other; put together beforehand, so that the load costs as little as that of one address.
write_script() {
  curl -s -H 'Accept: text/csv' "http://127.0.0.1:$port/items" | tail -n +2 | tr -d '\r' |
    sed 's/^"//; s/"$//; s/""/"/g; s/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g; s|/|%2F|g' >"$work/names"
  cat >"$work/items.lua" <<LUA
local requests, at = {}, 0
init = function()
  for name in io.lines("$work/names") do requests[#requests + 1] = wrk.format("GET", "/predict/" .. name) end
end
request = function() at = at % #requests + 1; return requests[at] end
LUA
}

# measure NAME MODEL MOST-MILLISECONDS MOST-MEGABYTES
measure() {
  start_often "$work/api" IowaSales.Api.dll /health Model__Path="$2"
  row "$1: start to healthy, median of $starts" "$median ms ($(awk -v a="$median" -v b="$bare_start" 'BEGIN { printf "%.2f", a / b }') of bare)" "$(verdict "$median" '<=' "$3" "<= $3 ms")"
  row "$1: resident after start" "$(resident) MB" "$(verdict "$(resident)" '<=' "$4" "<= $4 MB")"
  write_script
  load 5 / "$work/items.lua"
  load "$run_seconds" / "$work/items.lua"
  row "$1: GET /predict/{item}" "$(described)" "$(verdict "$rate" '>=' 10000 ">= 10000/s"), $(verdict "$p99" '<=' 25 'p99 <= 25 ms')"
  row "$1: share of the bare endpoint's rate" "$(awk -v a="$rate" -v b="$bare_rate" 'BEGIN { printf "%.2f", a / b }')" "$(verdict "$rate" '>=' "$(awk -v b="$bare_rate" 'BEGIN { print b / 2 }')" '>= 0.50')"
  load 5 /overview
  row "$1: GET /overview" "$(described)"
  row "$1: resident after that" "$(resident) MB" "$(verdict "$(resident)" '<=' "$4" "<= $4 MB")"
}

start_often "$work/bare" bare-endpoint.dll /
bare_start=$median
row "bare: start, median of $starts" "$bare_start ms"
row "bare: resident after start" "$(resident) MB"
load 5 /
load "$run_seconds" /
bare_rate=$rate
row "bare: GET /" "$(described)"
row "bare: resident after that" "$(resident) MB"
stop

train "$sales" "$work/few"
measure "five items" "$work/few" 1000 120
before=$(resident)
quarter=$(((soak_seconds + 3) / 4))
seen=$before
for _ in 1 2 3 4; do
  load "$quarter" / "$work/items.lua"
  seen="$seen, $(resident)"
done
row "five items: resident over $((4 * quarter)) s of load" "$seen MB" "$(verdict "$(($(resident) - before))" '<=' 2 'growth <= 2 MB')"
stop

if [ -n "$many" ]; then
  train "$many" "$work/many"
  measure "many items" "$work/many" 3000 250
  stop
else
  echo "Left out: many items, for want of a data file (give one as the second argument)."
fi
