#!/usr/bin/env bash
# Builds, trains when there is no model, and runs the forecasting API and the dashboard until Ctrl-C.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: ./run.sh [--data FILE]

Builds the system, trains a model when model/ has none, starts the forecasting API and the dashboard, and stops both on Ctrl-C.

  --data FILE   train on this CSV (date,item_name,total_amount_sold) and serve that model, now and at the next start
  -h, --help    this text

Variables: API_PORT (8003), WEB_PORT (8501), BIND (localhost; * listens on every address of this machine, with Auth__Mode=none or oidc).
TEXT
}

here=$(pwd)
cd "$(dirname "${BASH_SOURCE[0]}")"
. eng/shell/sdk.sh
. eng/shell/services.sh

readonly MODEL=model SERVED_DATA=.state/served-data BUNDLED_DATA=data/iowa_sales.csv
API_PORT=${API_PORT:-8003}
WEB_PORT=${WEB_PORT:-8501}
BIND=${BIND:-localhost}

# Reads the arguments into DATA, an absolute path or empty.
read_arguments() {
  DATA=
  while [ $# -gt 0 ]; do
    case "$1" in
      --data) [ $# -ge 2 ] || fail "--data needs a file, as in: ./run.sh --data sales.csv" 2
        DATA=$2
        shift 2
        ;;
      --data=*)
        DATA=${1#--data=}
        shift
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) fail "'$1' is not an option of run.sh; ./run.sh --help lists them." 2 ;;
    esac
  done
  if [ -n "$DATA" ]; then
    case "$DATA" in /*) ;; *) DATA=$here/$DATA ;; esac
    { [ -f "$DATA" ] && [ -r "$DATA" ]; } || fail "'$DATA' is not a file that can be read: give --data a CSV with date,item_name,total_amount_sold." 3
  fi
}

# The sales that belong to the model: the file it was trained on, else the bundled one.
sales_file() {
  local file
  if [ -n "$DATA" ]; then
    echo "$DATA"
  elif [ -f $SERVED_DATA ] && file=$(cat $SERVED_DATA) && [ -f "$file" ]; then
    echo "$file"
  else
    echo "$PWD/$BUNDLED_DATA"
  fi
}

# Trains when asked to or when there is no model.
train_if_needed() {
  local sales=$1 status=0
  [ -n "$DATA" ] || [ ! -f $MODEL/manifest.json ] || return 0
  echo "Training a model on ${sales#"$PWD/"} ..."
  dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll train --data "$sales" --model $MODEL || status=$?
  [ "$status" -eq 0 ] || fail "Training did not finish, so nothing was started; the reason stands above." "$status"
  printf '%s\n' "$sales" >$SERVED_DATA
}

read_arguments "$@"
require_sdk
require_free_port "$API_PORT" API_PORT "the API"
require_free_port "$WEB_PORT" WEB_PORT "the dashboard"
[ "$API_PORT" != "$WEB_PORT" ] || fail "API_PORT and WEB_PORT are both $API_PORT; the API and the dashboard need a port each."

echo "Building ..."
build_or_fail .state/logs/build.log eng/services.slnf
sales=$(sales_file)
train_if_needed "$sales"

trap stop_services EXIT
trap 'exit 0' INT TERM HUP
Model__Path=$PWD/$MODEL Data__Path=$sales start_service api "$API_PORT" IowaSales.Api
Api__BaseUrl=http://localhost:$API_PORT start_service web "$WEB_PORT" IowaSales.Web
wait_until_healthy api "$API_PORT" "the API" "To train another model: ./run.sh --data FILE"
wait_until_healthy web "$WEB_PORT" "the dashboard"
cat <<TEXT

  Dashboard  http://localhost:$WEB_PORT
  API        http://localhost:$API_PORT   (its pages: http://localhost:$API_PORT/docs)

Ctrl-C stops both. Logs: .state/logs/api.log, .state/logs/web.log
TEXT
watch_services
