#!/usr/bin/env bash
# Proves the living system of docker-compose.yml (--profile jobs): the image's model is put on a volume, the daily job imports sales and has forecasts
# scored, the weekly job trains a challenger and promotes it, the API follows without a restart, and a rollback brings the old model back.
#   eng/prove-jobs.sh [postgres|sqlite]…      both stores when none is named
# Needs a Docker engine with Compose v2; without it says so and leaves with 0. Ends within PATIENCE seconds (1200), or fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PROJECT=iowasales-jobs
. eng/shell/checks.sh
. eng/shell/containers.sh

readonly PATIENCE=${PATIENCE:-1200}
[ "${LIMITED:-}" = yes ] || exec env LIMITED=yes timeout --kill-after 30 "$PATIENCE" "$0" "$@"

readonly KEY=the-key-of-the-proof PASSWORD=the-password-of-the-proof
API_KEY_SHA256=$(printf %s "$KEY" | sha256sum | cut -d ' ' -f 1)
export VERSION=jobs-proof API_PORT=${API_PORT:-18013} API_KEY=$KEY API_KEY_SHA256 POSTGRES_PASSWORD=$PASSWORD
export MODEL_PATH=/models/current DATA_PATH='' DAILY_STEPS='push score' PUSH_DATA=/inbox
# Each minute, so that the proof sees the schedule at work; the week's never, so that it decides when to train
export DAILY_AT='* * * * *' WEEKLY_AT='0 0 29 2 *'
readonly API=http://localhost:$API_PORT

# Sales of weekdays: DAYS days from day FROM on, alike on all weekdays (0) or rising through the week (1)
sales() {
  local from=$1 days=$2 rising=$3 day weekday product level
  echo date,item_name,total_amount_sold
  for ((day = from; day < from + days; day++)); do
    weekday=$((day % 7))
    [ "$weekday" -le 4 ] || continue
    for product in 1 2 3; do
      level=$((rising == 1 ? 300 * (weekday + 1) : 900))
      echo "$(date -u -d "2024-01-01 + $day days" +%F),PRODUCT $product,$((level * product + (day * 7919 + product * 104729) % 199))"
    done
  done
}

build() {
  git archive HEAD | tar -x -C "$work/context"
  rm -rf "$work/context/model" "$work/context/data"
  mkdir "$work/context/data"
  sales 0 203 0 >"$work/context/data/iowa_sales.csv"
  docker build --quiet --tag "iowasales-trainer:$VERSION" --file "$work/context/IowaSales.Trainer/Dockerfile" "$work/context" \
    && docker run --rm --user "$(id -u):$(id -g)" --volume "$work/context:/work" "iowasales-trainer:$VERSION" \
      train --data /work/data/iowa_sales.csv --model /work/model --preset fast --quiet \
    && docker build --quiet --tag "iowasales-api:$VERSION" --file "$work/context/IowaSales.Api/Dockerfile" "$work/context"
}
has_postgres() {
  docker image inspect "${POSTGRES_IMAGE:=postgres:17-alpine}" >/dev/null 2>&1 || timeout 60 docker pull --quiet "$POSTGRES_IMAGE" \
    || { POSTGRES_IMAGE=iowasales-postgres:proof; docker build --quiet --tag "$POSTGRES_IMAGE" eng/postgres; }
}

living() { compose --profile jobs "${store_profile[@]}" "$@"; }
starts() { living up --detach --no-build --wait "${services[@]}"; }
seeds() { living logs seed | grep "Put model $shipped into /models/current"; }
model() { curl -fsS --max-time 10 "$API/model" | sed 's/^{"version":"\([^"]*\)".*/\1/'; }
serves() { is "$(model)" "$1"; }
serves_other_than() { [ "$(model)" != "$1" ]; }
brings() { local name=$1; shift; sales "$@" >"$work/inbox/$name.part" && mv "$work/inbox/$name.part" "$work/inbox/$name"; }
daily() { living run --rm --no-TTY --env TRAINER_SCORE_WAIT=15 daily run push score; }
imports_history() { brings 1.csv 203 84 1 && daily; }
imports_weeks() {
  local week
  for week in 0 1 2 3; do
    brings "2-$week.csv" $((287 + 7 * week)) 7 1 && daily || return 1
  done
  daily | grep '60 item-days'
}
brings_by_itself() { brings 3.csv 315 7 1 && eventually 150 batch_of 3.csv; }
batch_of() { curl -fsS --max-time 10 "$API/sales/batches" | grep -F "\"source\":\"$1\""; }
retrains() { living run --rm --no-TTY weekly retrain --preset fast --json >"$work/outcome" && cat "$work/outcome" && grep '"outcome": "promoted"' "$work/outcome"; }
rolls_back() { living run --rm --no-TTY weekly rollback --reason "the proof"; }
was_not_restarted() { is "$(inspected api '{{.Id}} {{.State.StartedAt}} {{.RestartCount}}')" "$before"; }
forecasts_go_on() { is "$(curl -fsS --max-time 10 "$API/predict/PRODUCT%202" | grep -o '"date"' | wc -l)" 7; }
# shellcheck disable=SC2016 # a template of Docker's
reaches_no_network_but_the_stores() { is "$(inspected weekly '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}')" "${PROJECT}_internal "; }
cannot_write_models() { is "$(inspected api '{{range .Mounts}}{{if eq .Destination "/models"}}{{.RW}}{{end}}{{end}}')" false; }
stops_orderly() { living stop --timeout 20 daily weekly && is "$(living ps --all --format '{{.ExitCode}}' daily weekly | tr '\n' ' ')" "0 0 "; }

prove() {
  local started=$SECONDS
  echo "With $1:"
  case $1 in
    postgres)
      store_profile=(--profile postgres)
      services=(postgres api daily weekly)
      export SALES_STORE="Host=postgres;Database=sales;Username=sales;Password=$PASSWORD" POSTGRES_IMAGE
      check "PostgreSQL's image is there, or is built" has_postgres
      ;;
    *)
      store_profile=()
      services=(api daily weekly)
      export SALES_STORE=/store/sales.db
      ;;
  esac
  rm -f "$work"/inbox/*
  check "everything starts" starts
  [ "$failures" -eq 0 ] || { living logs --tail 20; return; }
  check "the volume begins with the image's model" seeds
  check "the API serves it" serves "$shipped"
  check "the API cannot write to the models" cannot_write_models
  check "the weekly job reaches the store and nothing else" reaches_no_network_but_the_stores
  before=$(inspected api '{{.Id}} {{.State.StartedAt}} {{.RestartCount}}')
  check "the daily job imports twelve weeks" imports_history
  check "the daily job imports four more, one by one, and forecasts are scored" imports_weeks
  check "on its schedule it imports the next by itself" brings_by_itself
  check "the weekly job trains a challenger, which is promoted" retrains
  check "the API serves it" eventually 30 serves_other_than "$shipped"
  check "forecasts go on" forecasts_go_on
  check "a rollback brings the old model back" rolls_back
  check "the API serves the old one" eventually 30 serves "$shipped"
  check "the API was not restarted" was_not_restarted
  check "the jobs stop orderly" stops_orderly
  living down --volumes --timeout 5 >/dev/null 2>&1 || true
  echo "  $((SECONDS - started)) s"
}

require_engine
work=$(mktemp -d)
chmod 755 "$work"
mkdir "$work/context" "$work/inbox"
export INBOX=$work/inbox
store_profile=(--profile postgres)
trap 'living down --volumes --timeout 5 >/dev/null 2>&1 || true; rm -rf "$log" "$work"' EXIT

check "images of the trainer, and of the API with a model, build" build
[ "$failures" -eq 0 ] || exit 1
shipped=$(sed -n 's/^ *"model_version": "\([^"]*\)".*/\1/p' "$work/context/model/manifest.json")
for store in "${@:-postgres sqlite}"; do
  for one in $store; do prove "$one"; done
done
[ "$failures" -eq 0 ] || { echo "$failures checks failed."; exit 1; }
