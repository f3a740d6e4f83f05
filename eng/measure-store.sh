#!/usr/bin/env bash
# Measures a sales store in one run: a million rows coming in (time, memory), /predict meanwhile against /predict at rest, and 500 items forecast
# again after a day's batch. Needs the .NET SDK, curl, wrk and awk.
#   eng/measure-store.sh                                    SQLite, a file of its own
#   eng/measure-store.sh 'Host=localhost;Database=…;…'      PostgreSQL, an EMPTY database
#   SALES=FILE.csv ROWS=1000000 SECONDS_PER_RUN=10 PORT_BASE=8590
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${ROWS:-1000000}
run_seconds=${SECONDS_PER_RUN:-10}
port=${PORT_BASE:-8590}
work=$(mktemp -d)
store=${1:-$work/sales.db}
sales=${SALES:-}
pid=
# shellcheck disable=SC2317 # reached by the trap, which is not seen past the last exit
stop() { if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; fi; }
# shellcheck disable=SC2317 # reached by the trap
cleanup() { stop; rm -rf "$work"; }
trap cleanup EXIT
for tool in dotnet curl wrk awk sha256sum; do
  command -v "$tool" >/dev/null || { echo "measure-store.sh needs $tool on the PATH." >&2; exit 1; }
done
if [ -z "$sales" ]; then
  for candidate in ../shared/data/iowa_top500_2020_2022h1.csv.gz data/iowa_sales.csv; do
    if [ -f "$candidate" ]; then sales=$candidate; break; fi
  done
fi

dotnet build IowaSales.Api -c Release --nologo -v quiet >/dev/null
dotnet build IowaSales.Trainer -c Release --nologo -v quiet >/dev/null
dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll train --data "$sales" --model "$work/model" --preset fast --quiet
through=$(awk -F '"' '/"data_through"/ { print $4 }' "$work/model/manifest.json")

key=measure
hash=$(printf %s $key | sha256sum | cut -d ' ' -f 1)
(cd "$work" && exec env PORT="$port" Model__Path="$work/model" Sales__Store="$store" Guard__ApiKeySha256="$hash" \
  Logging__LogLevel__Default=Information dotnet "$OLDPWD/IowaSales.Api/bin/Release/net10.0/IowaSales.Api.dll") >"$work/log" 2>&1 &
pid=$!
until curl -sf -o /dev/null "http://127.0.0.1:$port/accuracy"; do
  kill -0 "$pid" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.2
done

report() { printf '%-52s %s\n' "$1" "$2"; }
resident() { awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status"; }
rate() { wrk -t1 -c20 -d"$1s" "http://127.0.0.1:$port/predict/$item" | awk '/Requests\/sec/ { printf "%.0f", $2 }'; }
item=$(curl -s "http://127.0.0.1:$port/items" | sed 's/^{"items":\["//; s/".*//; s/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g; s|/|%2F|g')

report "store" "$(case $store in *=*) echo PostgreSQL ;; *) echo SQLite ;; esac), $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
rate 3 >/dev/null
report "/predict at rest" "$(rate "$run_seconds") requests/s, $(resident) MB"

# A day of all items: forecasts follow within the request.
next=$(date -u -d "$through + 1 day" +%F)
curl -s "http://127.0.0.1:$port/items" | sed 's/^{"items":\["//; s/"\]}$//; s/","/\n/g' | awk -v day="$next" \
  'BEGIN { print "date,item_name,total_amount_sold" } { gsub(/"/, "\"\""); printf "%s,\"%s\",%d\n", day, $0, 10 + NR % 90 }' >"$work/day.csv"
report "a day of all items, forecasts included" "$(curl -sS -o /dev/null -w '%{http_code}, %{time_total} s' -X POST -H "X-Api-Key: $key" -H 'Content-Type: text/csv' --data-binary "@$work/day.csv" "http://127.0.0.1:$port/sales")"
report "of these, forecasts and answers" "$(grep -o 'ready in [0-9.]* ms' "$work/log" | tail -1)"

# A million rows of items and days that the model does not look at, so that what is measured is the store.
awk -v rows="$rows" 'BEGIN {
  print "date,item_name,total_amount_sold"
  for (row = 0; row < rows; row++) {
    day = int(row / 1000)
    printf "%04d-%02d-%02d,BULK %03d,%d\n", 1991 + int(day / 336), 1 + int(day % 336 / 28), 1 + day % 28, row % 1000, 1 + row % 97
  }
}' >"$work/bulk.csv"
before=$(resident)
(while sleep 0.1; do resident 2>/dev/null || exit 0; done) >"$work/memory" &
watcher=$!
(curl -sS -o "$work/answer" -w '%{http_code}, %{time_total} s' -X POST -H "X-Api-Key: $key" -H 'Content-Type: text/csv' -T "$work/bulk.csv" "http://127.0.0.1:$port/sales?accept_unusual=true" >"$work/bulk-time") &
poster=$!
sleep 1
during=$(rate "$(((run_seconds + 1) / 2))")
kill -0 "$poster" 2>/dev/null || during="$during (the batch was in before the run ended: more ROWS or fewer SECONDS_PER_RUN)"
wait "$poster"
kill "$watcher" 2>/dev/null || true
report "$rows rows, under load" "$(cat "$work/bulk-time"), memory $before MB -> at most $(sort -n "$work/memory" | tail -1) MB"
report "/predict meanwhile, requests/s" "$during"

# The same again with other totals and nothing else going on: every row a correction.
awk -F , 'NR == 1 { print; next } { print $1 "," $2 "," $3 + 1 }' "$work/bulk.csv" >"$work/again.csv"
report "$rows corrections, alone" "$(curl -sS -o /dev/null -w '%{http_code}, %{time_total} s' -X POST -H "X-Api-Key: $key" -H 'Content-Type: text/csv' -T "$work/again.csv" "http://127.0.0.1:$port/sales?accept_unusual=true")"
# The same once more, so that every row states what is in force already: a statement each, and no other forecast.
awk '{ print } END { print "1991-01-01,BULK REPEATED,1" }' "$work/again.csv" >"$work/repeat.csv"
report "$rows repeated, alone" "$(curl -sS -o /dev/null -w '%{http_code}, %{time_total} s' -X POST -H "X-Api-Key: $key" -H 'Content-Type: text/csv' -T "$work/repeat.csv" "http://127.0.0.1:$port/sales?accept_unusual=true")"
sed 's/BULK/MORE/' "$work/bulk.csv" >"$work/more.csv"
report "$rows new rows, alone" "$(curl -sS -o /dev/null -w '%{http_code}, %{time_total} s' -X POST -H "X-Api-Key: $key" -H 'Content-Type: text/csv' -T "$work/more.csv" "http://127.0.0.1:$port/sales?accept_unusual=true"), $(resident) MB after"
[ -d "${store%/*}" ] && [ -f "$store" ] && report "size of the store, $((4 * rows)) statements" "$(du -m "$store" | cut -f 1) MB"
exit 0
