#!/usr/bin/env bash
# Kills (SIGKILL) the API at random points of migration, import, undo, applying again and roll-forward, and the trainer at random points of a promotion, and
# checks that every acknowledged batch and change is there, no half batch is, every day has what the newest applied batch states, the store opens and
# there is a champion; in the end that the forecasts agree with a fresh computation from the same sales. Needs the .NET SDK, curl, awk and python3.
#   eng/kill-store.sh [TIMES [STORE]]       100 times on an SQLite file; STORE is an EMPTY PostgreSQL database: 'Host=…;Database=…;…'
#   PORT_BASE=8595 SEED=1 LIVES=1    LIVES: most seconds between ready and killed; more on a slow machine, so that batches are acknowledged
set -euo pipefail
cd "$(dirname "$0")/.."

times=${1:-100}
port=${PORT_BASE:-8595}
RANDOM=${SEED:-1}
work=$(mktemp -d)
store=${2:-$work/sales.db}
repository=$PWD
pid=
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
for tool in dotnet curl awk python3 sha256sum; do
  command -v "$tool" >/dev/null || { echo "kill-store.sh needs $tool on the PATH." >&2; exit 1; }
done
dotnet build IowaSales.Api -c Release --nologo -v quiet >/dev/null
dotnet build IowaSales.Trainer -c Release --nologo -v quiet >/dev/null
trainer() { dotnet "$repository/IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll" "$@"; }
trainer train --data data/iowa_sales.csv --model "$work/model" --preset fast --quiet
through=$(awk -F '"' '/"data_through"/ { print $4 }' "$work/model/manifest.json")

key="kill"
hash=$(printf %s $key | sha256sum | cut -d ' ' -f 1)
start() {
  (cd "$work" && exec env PORT="$port" Model__Path="$work/model" Sales__Store="$store" Sales__PollInterval=00:00:00.05 Guard__ApiKeySha256="$hash" \
    Logging__LogLevel__Default=Warning dotnet "$repository/IowaSales.Api/bin/Release/net10.0/IowaSales.Api.dll") >>"$work/log" 2>&1 &
  pid=$!
}
stop() { kill -9 "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; }
ready() {
  local tries=0
  until [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/accuracy")" = 200 ]; do
    kill -0 "$pid" 2>/dev/null || { echo "The API ended by itself:" >&2; tail -20 "$work/log" >&2; exit 1; }
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || { echo "The API is not ready after a minute:" >&2; tail -20 "$work/log" >&2; exit 1; }
    sleep 0.1
  done
}
pause() { sleep "$(awk -v n="$RANDOM" -v most="$1" 'BEGIN { printf "%.3f", n / 32767 * most }')"; }
# A batch states a day of its own, and the first day again with a total that returns: 1300, 2999, 1300, ...
batch() {
  local day first
  day=$(date -u -d "$through + $(($1 + 1)) day" +%F)
  first=$(date -u -d "$through + 1 day" +%F)
  echo date,item_name,total_amount_sold
  sed 's/^{"items":\["//; s/"\]}$//; s/","/\n/g' "$work/items" | awk -v day="$day" -v first="$first" -v n="$1" '{
    printf "%s,\"%s\",%d\n%s,\"%s\",%d\n", first, $0, n % 2 ? 1300 : 2999, day, $0, 1000 + 17 * n + NR }'
}

# Undoes a batch, or applies it again; what is tried and what is acknowledged is noted: change DELETE|APPLY ID PATH
change() {
  local code method=DELETE
  [ "$1" = DELETE ] || method=POST
  echo "tried $1 $2" >>"$work/changes"
  code=$(curl -s -o /dev/null -w '%{http_code}' -X "$method" -H "X-Api-Key: $key" "http://127.0.0.1:$port/sales/$3") || true
  [ "$code" != 200 ] || echo "done $1 $2" >>"$work/changes"
}

echo "Migration: killed 10 times while the store is made."
for _ in $(seq 10); do start; pause 1.5; stop; done
start; ready
curl -s "http://127.0.0.1:$port/items" >"$work/items"
stop

echo "Import, undo and roll-forward: killed $times times."
sent=0
: >"$work/acknowledged"
: >"$work/changes"
for round in $(seq "$times"); do
  start; ready
  last=$((sent + 12))
  (for n in $(seq $((sent + 1)) "$last"); do
    batch "$n" >"$work/batch-$n"
    answer=$(curl -s -w '\n%{http_code}' -X POST -H "X-Api-Key: $key" -H 'Content-Type: text/csv' --data-binary "@$work/batch-$n" "http://127.0.0.1:$port/sales?source=$n") || true
    [ "${answer##*$'\n'}" = 201 ] || continue
    echo "$n" >>"$work/acknowledged"
    id=$(sed -n '1s/[^0-9]*\([0-9]*\).*/\1/p' <<<"${answer#*\"id\"}")
    [ $((n % 3)) -eq 0 ] || change DELETE "$id" "batches/$id"
    [ $((n % 3)) -ne 1 ] || change APPLY "$id" "batches/$id/apply"
  done) &
  sender=$!
  # Every other life lasts until something is acknowledged, so that a slow machine gets on too
  if [ $((round % 2)) -eq 0 ]; then
    before=$(wc -l <"$work/acknowledged")
    deadline=$((SECONDS + 60))
    until [ "$(wc -l <"$work/acknowledged")" -gt "$before" ] || [ "$SECONDS" -ge "$deadline" ]; do sleep 0.05; done
  fi
  pause "${LIVES:-1}"
  stop
  kill "$sender" 2>/dev/null || true
  wait "$sender" 2>/dev/null || true
  sent=$(sort -n "$work/acknowledged" | tail -1)
  sent=${sent:-0}
  [ $((round % 10)) -ne 0 ] || echo "  $round kills, $(wc -l <"$work/acknowledged") batches acknowledged"
done

start; ready
python3 - "$port" "$work/acknowledged" "$work/items" "$(date -u -d "$through + 1 day" +%F)" "$work/changes" >"$work/summary" <<'PY' || { cat "$work/summary"; exit 1; }
import datetime, json, sys, urllib.parse, urllib.request
port, path, items, first, changes = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3]))["items"], datetime.date.fromisoformat(sys.argv[4]), sys.argv[5]
page, batches = 1, []
while True:
    answer = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/sales/batches?page={page}"))
    batches += answer["batches"]
    if len(batches) >= answer["total"]:
        break
    page += 1
ours = {batch["source"]: batch for batch in batches if batch["source"].isdigit()}
acknowledged = [line.strip() for line in open(path)]
lost = [number for number in acknowledged if number not in ours]
count = 2 * len(items)
half = [source for source, batch in ours.items() if batch["rows"] != count or batch["added"] + batch["corrected"] + batch["unchanged"] != count]

# A change that was tried and not acknowledged may have been made or not; one that was acknowledged has been.
state, done = {}, 0
for line in open(changes):
    step, kind, number = line.split()
    state[int(number)] = None if step == "tried" else "undone" if kind == "DELETE" else "applied"
    done += step == "done"
states = {batch["id"]: batch["state"] for batch in batches}
wrong = [f"batch {number} is {states.get(number)}" for number, wanted in state.items() if wanted is not None and states.get(number) != wanted]

# Every day has what the newest applied batch states of it, or nothing.
expected = {}
for batch in sorted(ours.values(), key=lambda batch: batch["id"]):
    number = int(batch["source"])
    if batch["state"] == "applied":
        expected[first] = 1300 if number % 2 else 2999
        expected[first + datetime.timedelta(days=number)] = 1000 + 17 * number + 1
name = urllib.parse.quote(items[0], safe="")
history = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/items/{name}/history"))
sold = ((datetime.date.fromisoformat(day["date"]), day.get("sales")) for day in history["days"])
stored = {day: sales for day, sales in sold if day >= first and sales is not None}
wrong += [f"{day}: {stored.get(day)}, not {expected.get(day)}" for day in sorted(set(expected) | set(stored)) if stored.get(day) != expected.get(day)]
print(f"{len(acknowledged)} acknowledged batches and {done} undone or applied again: {len(lost)} lost, {len(half)} half, {len(wrong)} wrong; {len(batches)} batches in the store.", *wrong[:5])
sys.exit(1 if lost or half or wrong or not acknowledged or not done else 0)
PY
cat "$work/summary"

# The same sales, computed afresh from a file.
python3 - "$port" "$work" <<'PY'
import csv, json, sys, urllib.parse, urllib.request
port, work = sys.argv[1], sys.argv[2]
with open(f"{work}/all.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["date", "item_name", "total_amount_sold"])
    for item in json.load(open(f"{work}/items"))["items"]:
        history = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/items/{urllib.parse.quote(item, safe='')}/history"))
        for day in history["days"]:
            if day.get("sales") is not None:
                writer.writerow([day["date"], item, day["sales"]])
PY
trainer predict --model "$work/model" --data "$work/all.csv" --output "$work/fresh.csv" --quiet
python3 - "$port" "$work" <<'PY'
import csv, json, sys, urllib.parse, urllib.request
port, work = sys.argv[1], sys.argv[2]
worst, count = 0.0, 0
served = {}
for row in csv.DictReader(open(f"{work}/fresh.csv")):
    item = row["item_name"]
    if item not in served:
        answer = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/predict/{urllib.parse.quote(item, safe='')}"))
        served[item] = {day["date"]: day for day in answer["predictions"]}
    day = served[item][row["date"][:10]]
    for level in ("0.1", "0.5", "0.9"):
        worst = max(worst, abs(day["quantiles"][level] - float(row[f"quantile_{level}"])))
        count += 1
print(f"{count} quantiles agree with a fresh computation, largest difference {worst:.4f}.")
sys.exit(0 if count and worst < 0.02 else 1)
PY
stop

promotions=$(((times + 4) / 5))
echo "Promotion: killed $promotions times."
(cd "$work" && trainer retrain --model model --store "$store" --preset fast --quiet >/dev/null)
for n in $(seq "$promotions"); do
  trainer train --data data/iowa_sales.csv --model "$work/model" --preset fast --quiet --seed "$n" >/dev/null 2>&1 &
  pid=$!
  pause 4
  stop
  trainer inspect --model "$work/model" --quiet >/dev/null || { echo "No champion after kill $n." >&2; exit 1; }
done
echo "$((times + 10)) kills of the API: $(cat "$work/summary") There was a champion after each of $promotions kills of the trainer."
