#!/usr/bin/env bash
# Takes the pictures of docs/images of the dashboard over a trained model. Needs the .NET SDK, curl and Chromium.
#   eng/screenshots.sh [MODEL-FOLDER [SALES.csv]]   starts API and dashboard itself. Without a model, trains one on simulated sales of 20 products, states
#                                                   their stock, and imports the last three days up to yesterday one by one
#   DASHBOARD=http://localhost:8501 eng/screenshots.sh   takes them of a dashboard that already runs
# Variables: CHROMIUM_PATH, API_PORT (8603), WEB_PORT (8601)
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh
. eng/shell/services.sh

readonly IMAGES=docs/images
readonly KEY=screenshots
API_PORT=${API_PORT:-8603}
WEB_PORT=${WEB_PORT:-8601}
BIND=localhost

# An argument as an absolute path: relative ones are meant from where the script was called.
absolute() { case "$1" in /*) echo "$1" ;; *) echo "$here/$1" ;; esac; }

trainer() { dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll "$@"; }

# Sales of the five simulated products in four sizes, each size with its own random numbers: simulate_sizes FILE
simulate_sizes() {
  local size seed=5
  echo date,item_name,total_amount_sold >"$1"
  for size in "" " 375ML" " 1L" " 1750ML"; do
    trainer simulate --output "${1%.csv}-size.csv" --seed $((seed++)) --from "$(day_before 730)" --through "$(day_before 1)" --quiet
    awk -F, -v OFS=, -v size="$size" 'NR > 1 { sub(/"?$/, size "&", $2); print }' "${1%.csv}-size.csv" >>"$1"
    rm "${1%.csv}-size.csv"
  done
}

# Category, vendor, packs, lead time and stock of every product of a file, some of it too little: state_stock FILE
state_stock() {
  echo item_name,category,vendor,pack_size,lead_time_days,review_days,stock_on_hand,on_order,unit_cost
  awk -F, 'NR > 1 { if (!($2 in sold)) names[++count] = $2; sold[$2] += $3; days[$2]++ }
    END {
      for (i = 1; i <= count; i++) {
        name = names[i]; whisky = name ~ /WHISKEY|VELVET/; day = sold[name] / days[name]
        printf "%s,%s,%s,%d,%d,1,%d,%d,%.2f\n", name, whisky ? "WHISKIES" : "VODKAS", whisky ? "HEAVEN HILL BRANDS" : "SAZERAC COMPANY", i % 3 ? 12 : 6, 1 + i % 4,
          day * (i % 5 == 0 ? 0.4 : i % 5 + 0.5), i % 4 == 1 ? day : 0, 4 + i * 7 % 13
      }
    }' "$1"
}

# Imports the last three days, each after the forecasts of the day before are served.
import_last_days() {
  local ago
  for ago in 3 2 1; do
    awk -F, -v day="$(day_before "$ago")" 'NR == 1 || $1 == day' "$sales" >"$work/day.csv"
    [ "$(wc -l <"$work/day.csv")" -gt 1 ] || continue
    IOWASALES_API_KEY=$KEY trainer push --data "$work/day.csv" --api "http://localhost:$API_PORT" --quiet
    until curl -s "http://localhost:$API_PORT/accuracy/last-week" | grep -F "$(day_before "$ago")" >/dev/null; do sleep 0.5; done
  done
}

# The date some days ago, with GNU's date or BSD's.
day_before() { date -u -d "$1 days ago" +%F 2>/dev/null || date -u -v "-$1d" +%F; }

require_sdk
mkdir -p $IMAGES
build_or_fail .state/logs/build-screenshots.log eng/browser
if [ -z "${DASHBOARD:-}" ]; then
  model=$(absolute "${1:-$PWD/.state/screenshots/model}")
  sales=$(absolute "${2:-$PWD/.state/screenshots/sales.csv}")
  require_free_port "$API_PORT" API_PORT "the API"
  require_free_port "$WEB_PORT" WEB_PORT "the dashboard"
  build_or_fail .state/logs/build.log eng/services.slnf
  history=$sales
  work=$PWD/.state/screenshots
  if [ $# -eq 0 ]; then
    rm -rf "$work"
    mkdir -p "$work"
    history=$work/history.csv
    simulate_sizes "$sales"
    awk -F, -v day="$(day_before 3)" 'NR == 1 || $1 < day' "$sales" >"$history"
    trainer train --data "$history" --model "$model" --quiet
    export Sales__Store=$work/sales.db
    Guard__ApiKeySha256=$(printf %s "$KEY" | sha256sum | cut -d ' ' -f 1)
    export Guard__ApiKeySha256
  fi
  [ -f "$model/manifest.json" ] || fail "There is no model in '$model': name a folder that holds one, or none to train one."
  trap stop_services EXIT
  trap 'exit 1' INT TERM HUP
  Model__Path=$model Data__Path=$history start_service api "$API_PORT" IowaSales.Api
  Api__BaseUrl=http://localhost:$API_PORT start_service web "$WEB_PORT" IowaSales.Web
  wait_until_healthy api "$API_PORT" "the API"
  wait_until_healthy web "$WEB_PORT" "the dashboard"
  if [ $# -eq 0 ]; then
    state_stock "$history" >"$work/stock.csv"
    # The store takes in the history first
    until curl -sf -o /dev/null "http://localhost:$API_PORT/accuracy"; do sleep 0.5; done
    curl -fsS -o /dev/null -H "X-Api-Key: $KEY" -H 'Content-Type: text/csv' --data-binary "@$work/stock.csv" "http://localhost:$API_PORT/attributes"
    import_last_days
  fi
  DASHBOARD=http://localhost:$WEB_PORT
fi
dotnet eng/browser/bin/Release/net10.0/IowaSales.Browsing.dll screenshots "$DASHBOARD" $IMAGES
