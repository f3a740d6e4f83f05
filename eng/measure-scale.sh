#!/usr/bin/env bash
# Measures a panel of every store and item in one run: speed, memory and accuracy of a training by segment, then of a service that answers from the trained
# model: start to healthy, memory after many different items, /predict beside five items, and lists. Needs the .NET SDK, curl, wrk and awk.
#   eng/measure-scale.sh [SALES.parquet|FOLDER [DATE KEY VALUE]]
# SECONDS_PER_RUN (10), ITEMS (100000) and PORT_BASE (8570) may be set.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh

sales=${1:-../shared/data/iowa_store_item_2021h2_2022h1.parquet}
columns=(--date "${2:-date}" --key "${3:-store,item_number}" --value "${4:-total_amount_sold}")
run_seconds=${SECONDS_PER_RUN:-10}
items=${ITEMS:-100000}
port=${PORT_BASE:-8570}
for tool in curl wrk awk; do
  command -v "$tool" >/dev/null || fail "measure-scale.sh needs $tool on the PATH."
done
[ -e "$sales" ] || fail "There is no $sales; give Parquet sales by store and item, or a folder of them." 3

require_sdk
work=$(mktemp -d)
pid=
stop() { if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; fi; }
trap 'stop; rm -rf "$work"' EXIT

row() { printf '%-52s %-44s %s\n' "$1" "$2" "${3:-}"; }
megabytes() { awk -v field="$1" '$1 == field ":" { printf "%.0f", $2 / 1024 }' "/proc/$pid/status"; }

build_or_fail .state/logs/build-measure-scale.log IowaSales.Trainer
rid=linux-$(case "$(uname -m)" in aarch64) echo arm64 ;; *) echo x64 ;; esac)
dotnet publish IowaSales.Api -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true -p:NuGetLockFilePath=obj/published.lock.json -o "$work/api" --nologo -v quiet

# Accuracy and speed with the last week unseen. The benchmark reads one file with the usual columns.
if [ -f "$sales" ] && [ $# -lt 2 ]; then
  build_or_fail .state/logs/build-measure-scale-benchmarks.log IowaSales.Benchmarks
  dotnet IowaSales.Benchmarks/bin/Release/net10.0/IowaSales.Benchmarks.dll scale "$sales"
fi

began=$(date +%s%N)
dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll train --data "$sales" "${columns[@]}" --preset fast --model "$work/model" --quiet &
pid=$!
peak=0
while kill -0 "$pid" 2>/dev/null; do
  now=$(megabytes VmHWM 2>/dev/null || echo 0)
  peak=$((now > peak ? now : peak))
  sleep 0.2
done
wait "$pid" || fail "The training failed."
pid=
row "train, reading and saving included" "$((($(date +%s%N) - began) / 1000000)) ms, $peak MB at most"
row "the model" "$(du -sm "$work/model" | cut -f1) MB, forecasts $(du -sm "$work/model/forecasts.bin" | cut -f1) MB"

began=$(date +%s%N)
(cd "$work/api" && exec env ASPNETCORE_URLS="http://127.0.0.1:$port" Logging__LogLevel__Default=Warning Model__Path="$work/model" dotnet IowaSales.Api.dll) >"$work/log" 2>&1 &
pid=$!
until curl -sf -o /dev/null "http://127.0.0.1:$port/health"; do
  kill -0 "$pid" 2>/dev/null || fail "The API ended at once: $(cat "$work/log")"
  sleep 0.01
done
row "start to healthy" "$((($(date +%s%N) - began) / 1000000)) ms, $(megabytes VmRSS) MB" "aim <= 3,000 ms"

# Different items, in a fixed order that has nothing to do with theirs.
curl -sf -H 'Accept: text/csv' "http://127.0.0.1:$port/items" | tr -d '\r' | tail -n +2 | awk -F'"' '{ print $NF == "" ? $2 : $0 }' \
  | awk '{ gsub(/%/, "%25"); gsub(/\|/, "%7C"); gsub(/ /, "%20"); print (NR * 7919) % 1000003, $0 }' | sort -n | awk -v most="$items" 'NR <= most { print $2 }' >"$work/many"
head -n 5 "$work/many" >"$work/five"
drive() {
  cat >"$work/$1.lua" <<LUA
local paths, at = {}, 0
for line in io.lines("$work/$1") do paths[#paths + 1] = "/predict/" .. line end
request = function() at = at % #paths + 1 return wrk.format("GET", paths[at]) end
LUA
  wrk -t1 -c32 -d"${2}s" -s "$work/$1.lua" "http://127.0.0.1:$port" >"$work/wrk"
  ! grep -E 'Non-2xx|Socket errors' "$work/wrk" || fail "/predict gave errors under load."
  awk '/Requests\/sec/ { printf "%.0f", $2 }' "$work/wrk"
}
drive five 3 >/dev/null
drive many "$run_seconds" >/dev/null
five=$(drive five "$run_seconds")
many=$(drive many "$run_seconds")
row "/predict, five items" "$five requests/s"
row "/predict, $(wc -l <"$work/many") different items" "$many requests/s, $((many * 100 / five)) %" "aim >= 80 %"
row "memory after them" "$(megabytes VmRSS) MB, of it $(megabytes RssFile) MB mapped" "aim <= 600 MB"
for address in '/overview' '/overview?sort=volume&page=7' '/items?page=3' '/forecasts?sort=growth&page_size=50' '/predict/no-such-item'; do
  row "$address" "$(curl -s -o "$work/answer" -w '%{http_code}, %{time_total} s, %{size_download} bytes' "http://127.0.0.1:$port$address")"
done
row "memory after lists" "$(megabytes VmRSS) MB"
first=$(head -n 1 "$work/five")
row "/items/.../history, which loads the whole model" "$(curl -s -o "$work/answer" -w '%{http_code}, %{time_total} s' "http://127.0.0.1:$port/items/$first/history")"
row "memory at the end" "$(megabytes VmRSS) MB, $(megabytes VmHWM) MB at most"
