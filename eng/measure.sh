#!/usr/bin/env bash
# Measures the product on a sales file: training time and memory, the API's start and memory, image sizes where an engine is, one item's forecast, and, where
# Chromium is, what a person waits for in the dashboard: first paint, cold load, product switch, and what a session holds.
# Usage: eng/measure.sh [--data FILE] [--item NAME] [--port PORT]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh
. eng/shell/measuring.sh
. eng/shell/browser.sh

data=data/iowa_sales.csv
item="BLACK VELVET"
port=8093
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data=$2; shift 2 ;;
    --item) item=$2; shift 2 ;;
    --port) port=$2; shift 2 ;;
    *) fail "There is no option $1; the options are --data FILE, --item NAME and --port PORT." 2 ;;
  esac
done

[ -f "$data" ] || fail "There is no file $data." 3

require_sdk
build_or_fail .state/logs/build-measure.log eng/services.slnf
mkdir -p .state
work=$(mktemp -d -p .state)
api=
web=
stop() {
  [ -z "$api" ] || kill "$api" 2>/dev/null || true
  [ -z "$web" ] || kill "$web" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

measured dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll train --data "$data" --model "$work/model" --quiet
row "train ($data), wall" "$seconds s"
row "train, peak memory" "$((peak / 1024)) MB"

started=$(date +%s.%N)
Model__Path="$work/model" dotnet IowaSales.Api/bin/Release/net10.0/IowaSales.Api.dll --urls "http://127.0.0.1:$port" >"$work/api" 2>&1 &
api=$!
until curl -fs -o /dev/null "http://127.0.0.1:$port/health"; do
  kill -0 "$api" 2>/dev/null || fail "The API ended: $(tail -n 1 "$work/api")"
  sleep 0.02
done
row "API, start to first healthy answer" "$(awk -v a="$started" -v b="$(date +%s.%N)" 'BEGIN { printf "%.2f", b - a }') s"
row "API, resident memory after start" "$(($(awk '/VmRSS/ { print $2 }' "/proc/$api/status") / 1024)) MB"

if command -v docker >/dev/null 2>&1 && docker version >/dev/null 2>&1; then
  docker images --format '{{.Repository}} {{.Size}}' | awk '/iowasales/ { print "image " $1 " " $2 }' | while read -r _ name size; do row "image $name" "$size"; done
else
  echo "Left out: image sizes, for no container engine answers."
fi

printf '\n%s\n' "$item"
curl -fsG "http://127.0.0.1:$port/predict/$(printf %s "$item" | sed 's/%/%25/g; s/ /%20/g; s#/#%2F#g')" |
  sed 's/{"timestamp"/\n&/g' | sed -n 's/.*"date":"\([^"]*\)","mean":\([^,]*\),"quantiles":{"0.1":\([^,]*\),.*"0.5":\([^,]*\),.*"0.9":\([^}]*\)},"closed":\([a-z]*\).*/\1  mean \2  median \4  80 % \3 .. \5  closed \6/p'

printf '\ndashboard\n'
if ! find_browser; then
  echo "Left out: $NO_BROWSER"
  exit 0
fi
# More sessions than one client may have are opened
(
  cd IowaSales.Web
  Api__BaseUrl="http://127.0.0.1:$port" Visitors__MaxSessionsPerClient=100 exec dotnet bin/Release/net10.0/IowaSales.Web.dll --urls "http://localhost:$((port + 1))"
) >"$work/web" 2>&1 &
web=$!
until curl -fs -o /dev/null "http://localhost:$((port + 1))/health"; do
  kill -0 "$web" 2>/dev/null || fail "The dashboard ended: $(tail -n 1 "$work/web")"
  sleep 0.1
done
dotnet "$BROWSING" measure "http://localhost:$((port + 1))" "$web"
