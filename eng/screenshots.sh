#!/usr/bin/env bash
# Takes docs/images/overview.png and product.png (1440x900, light) of the dashboard over a trained model. Needs the .NET SDK and Chromium.
#   eng/screenshots.sh [MODEL-FOLDER [SALES.csv]]   starts API and dashboard itself; without a model, trains one on the bundled sales
#   DASHBOARD=http://localhost:8501 eng/screenshots.sh   takes them of a dashboard that already runs
# Variables: CHROMIUM_PATH, API_PORT (8603), WEB_PORT (8601)
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh
. eng/shell/packages.sh
. eng/shell/services.sh

readonly IMAGES=docs/images
API_PORT=${API_PORT:-8603}
WEB_PORT=${WEB_PORT:-8601}
BIND=localhost

# An argument as an absolute path: relative ones are meant from where the script was called.
absolute() { case "$1" in /*) echo "$1" ;; *) echo "$here/$1" ;; esac; }

find_chromium() {
  local name
  if [ -n "${CHROMIUM_PATH:-}" ]; then
    [ -x "$CHROMIUM_PATH" ] || fail "CHROMIUM_PATH is '$CHROMIUM_PATH', which cannot be run."
    echo "$CHROMIUM_PATH"
    return
  fi
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" && return
  done
  fail "There is no Chromium on the PATH: install one, or set CHROMIUM_PATH to it."
}

require_sdk
chromium=$(find_chromium)
mkdir -p $IMAGES
build_or_fail .state/logs/build-screenshots.log eng/screenshots --configuration Release
if [ -z "${DASHBOARD:-}" ]; then
  model=$(absolute "${1:-$PWD/.state/screenshot-model}")
  sales=$(absolute "${2:-$PWD/data/iowa_sales.csv}")
  require_free_port "$API_PORT" API_PORT "the API"
  require_free_port "$WEB_PORT" WEB_PORT "the dashboard"
  find_missing_packages
  build_or_fail .state/logs/build.log eng/services.slnf --configuration Release
  if [ ! -f "$model/manifest.json" ]; then
    [ $# -eq 0 ] || fail "There is no model in '$model': name a folder that holds one, or none to train one."
    dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll train --data "$sales" --model "$model" --quiet
  fi
  trap stop_services EXIT
  trap 'exit 1' INT TERM HUP
  Model__Path=$model Data__Path=$sales start_service api "$API_PORT" IowaSales.Api
  Api__BaseUrl=http://localhost:$API_PORT start_service web "$WEB_PORT" IowaSales.Web
  wait_until_healthy api "$API_PORT" "the API"
  wait_until_healthy web "$WEB_PORT" "the dashboard"
  DASHBOARD=http://localhost:$WEB_PORT
fi
dotnet eng/screenshots/bin/Release/net10.0/screenshots.dll "$DASHBOARD" "$chromium" $IMAGES
