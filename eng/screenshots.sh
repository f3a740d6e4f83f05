#!/usr/bin/env bash
# Takes the pictures of docs/images of the dashboard over a trained model. Needs the .NET SDK and Chromium.
#   eng/screenshots.sh [MODEL-FOLDER [SALES.csv]]   starts API and dashboard itself; without a model, trains one on sales simulated up to yesterday
#   DASHBOARD=http://localhost:8501 eng/screenshots.sh   takes them of a dashboard that already runs
# Variables: CHROMIUM_PATH, API_PORT (8603), WEB_PORT (8601)
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh
. eng/shell/services.sh

readonly IMAGES=docs/images
API_PORT=${API_PORT:-8603}
WEB_PORT=${WEB_PORT:-8601}
BIND=localhost

# An argument as an absolute path: relative ones are meant from where the script was called.
absolute() { case "$1" in /*) echo "$1" ;; *) echo "$here/$1" ;; esac; }

trainer() { dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll "$@"; }

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
  if [ $# -eq 0 ]; then
    mkdir -p "$(dirname "$sales")"
    trainer simulate --output "$sales" --from "$(day_before 730)" --through "$(day_before 1)" --quiet
    trainer train --data "$sales" --model "$model" --quiet
  fi
  [ -f "$model/manifest.json" ] || fail "There is no model in '$model': name a folder that holds one, or none to train one."
  trap stop_services EXIT
  trap 'exit 1' INT TERM HUP
  Model__Path=$model Data__Path=$sales start_service api "$API_PORT" IowaSales.Api
  Api__BaseUrl=http://localhost:$API_PORT start_service web "$WEB_PORT" IowaSales.Web
  wait_until_healthy api "$API_PORT" "the API"
  wait_until_healthy web "$WEB_PORT" "the dashboard"
  DASHBOARD=http://localhost:$WEB_PORT
fi
dotnet eng/browser/bin/Release/net10.0/IowaSales.Browsing.dll screenshots "$DASHBOARD" $IMAGES
