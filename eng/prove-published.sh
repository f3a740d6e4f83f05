#!/usr/bin/env bash
# Publishes API and dashboard to folders, runs them from there over the trained model, and visits the dashboard in a real browser.
# Needs a trained model and Chromium; without either it says so and leaves with 0.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh
. eng/shell/checks.sh
. eng/shell/browser.sh

API_PORT=${API_PORT:-18023}
WEB_PORT=${WEB_PORT:-18521}
skip() { echo "Skipped the published folders: $1"; exit 0; }
[ -f model/manifest.json ] || skip "no model; train first: dotnet run --project IowaSales.Trainer -- train"
find_browser || skip "$NO_BROWSER"

work=$(mktemp -d)
pids=()
stop() {
  if [ "${#pids[@]}" -gt 0 ]; then
    kill "${pids[@]}" 2>/dev/null || true
    wait "${pids[@]}" 2>/dev/null || true
  fi
  rm -rf "$work" "$log"
}
trap stop EXIT

publishes() { dotnet publish "IowaSales.$1" --output "$work/$1" --nologo --verbosity quiet; }
# From its own folder, as a service would run: runs PROJECT PORT
runs() {
  (cd "$work/$1" && Auth__Mode=none PORT=$2 exec dotnet "IowaSales.$1.dll" >"$work/$1.log" 2>&1) &
  pids+=("$!")
}
is_healthy() { eventually 60 curl -fsS --max-time 5 --output /dev/null "http://localhost:$1/health" || { cat "$work/$2.log"; return 1; }; }

check "API is published" publishes Api
check "dashboard is published" publishes Web
[ "$failures" -eq 0 ] || exit 1
Model__Path=$PWD/model Data__Path=$PWD/data/iowa_sales.csv runs Api "$API_PORT"
Api__BaseUrl=http://localhost:$API_PORT DataProtection__KeyPath=$work/keys runs Web "$WEB_PORT"
check "published API is healthy" is_healthy "$API_PORT" Api
check "published dashboard is healthy" is_healthy "$WEB_PORT" Web
check "published dashboard draws a chart of data in a browser" visit "http://localhost:$WEB_PORT"

[ "$failures" -eq 0 ] || { echo "$failures checks failed."; exit 1; }
