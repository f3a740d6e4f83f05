#!/usr/bin/env bash
# Builds the images, runs them by docker-compose.yml on ports of their own, and checks what is promised of them; takes everything down again.
# Needs a Docker engine with Compose v2 and a trained model; without either it says so and leaves with 0.
# Aims that depend on the machine (sizes, times, memory) are printed beside what was measured and do not fail.
#   eng/prove-containers.sh [--rebuild]      --rebuild: also measures how long an image takes after an edit, in four more builds
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh
. eng/shell/checks.sh
. eng/shell/browser.sh
. eng/shell/containers.sh

export API_PORT=${API_PORT:-18003} WEB_PORT=${WEB_PORT:-18501}
readonly API=http://localhost:$API_PORT WEB=http://localhost:$WEB_PORT
readonly TRAIN_FIRST="train first: dotnet run --project IowaSales.Trainer -- train"

refuses_without_model() {
  if git archive HEAD | docker build --progress=plain --target shipped --file IowaSales.Api/Dockerfile - >"$log" 2>&1; then
    echo "The image was built without a model."
    return 1
  fi
  grep -q "$TRAIN_FIRST" "$log" || { cat "$log"; return 1; }
}

# Seven days from the day after the last sale, from the API
forecasts() { local body; body=$(curl -fsS --max-time 10 "$API/predict/BLACK%20VELVET") && is "$(grep -o '"date"' <<<"$body" | wc -l)" 7; }
# The dashboard's page names a product only when the API has answered it
shows_forecasts() { eventually 15 page_names "$WEB/overview" "BLACK VELVET"; }
page_names() { curl -fsS --max-time 10 "$1" | grep "$2" >/dev/null; }

restarts_after_a_crash() {
  local before
  before=$(inspected "$1" '{{.State.StartedAt}}')
  kill -KILL "$(inspected "$1" '{{.State.Pid}}')"
  eventually 60 started_again "$1" "$before" && is "$(inspected "$1" '{{.RestartCount}}')" 1
}
started_again() { [ "$(inspected "$1" '{{.State.StartedAt}}')" != "$2" ] && [ "$(inspected "$1" '{{.State.Health.Status}}')" = healthy ]; }

web_outlives_api() {
  compose stop api \
    && curl -fsS --max-time 10 --output /dev/null "$WEB/" \
    && is "$(inspected web '{{.State.Running}}')" true \
    && compose up --detach --no-build --wait \
    && forecasts \
    && shows_forecasts
}

# The API's image over another model folder: stays up, is not healthy, and says what to do
refuses_model() {
  local folder=$1 sentence=$2 id status=0
  id=$(docker run --detach --read-only --publish "127.0.0.1::8003" --volume "$folder:/models:ro" --env Model__Path=/models/current --env Data__Path= "$(image_of api)")
  answers_unhealthy "$id" "$sentence" || status=$?
  docker rm --force "$id" >/dev/null
  return "$status"
}
answers_unhealthy() {
  local address
  address=http://$(docker port "$1" 8003/tcp | head -n 1)
  eventually 30 curl -fsS --max-time 5 --output /dev/null "$address/alive" \
    && is "$(curl -sS --max-time 5 --output "$log.answer" --write-out '%{http_code}' "$address/health")" 503 \
    && grep -q "$2" "$log.answer"
}
missing_model() { mkdir "$work/none" && refuses_model "$work/none" "dotnet run --project IowaSales.Trainer -- train"; }
damaged_model() {
  local file
  mkdir "$work/damaged" && cp -r model "$work/damaged/current" && chmod -R a+rX "$work/damaged"
  file=$(find "$work/damaged/current" -type f ! -name manifest.json | head -n 1)
  printf damaged >>"$file"
  refuses_model "$work/damaged" "damaged"
}

trains_into_volume() {
  compose --profile train run --rm --no-TTY --build trainer \
    && MODEL_PATH=/models/current DATA_PATH='' compose up --detach --no-build --wait \
    && is "$(inspected api '{{range .Config.Env}}{{println .}}{{end}}' | grep '^Model__Path=')" Model__Path=/models/current \
    && forecasts
}

# Seconds that an image takes after an edit of one file of code
rebuild_seconds() {
  local started
  git archive HEAD | tar -x -C "$work/edited"
  cp -r model "$work/edited/"
  build_edited "$1" || return 1
  started=$(now)
  # The time makes it an edit that no cache has seen
  printf '\n// An edit at %s\n' "$started" >>"$work/edited/$2"
  build_edited "$1" || return 1
  seconds_since "$started"
}
build_edited() { docker build --quiet --file "$work/edited/$1/Dockerfile" "$work/edited" >"$log" 2>&1; }

require_engine
[ -f model/manifest.json ] || skip "no model; $TRAIN_FIRST"
work=$(mktemp -d)
chmod 755 "$work"
mkdir "$work/edited"
trap 'compose --profile train down --volumes >/dev/null 2>&1 || true; rm -rf "$log" "$log.answer" "$work"' EXIT

check "API image is refused without a model" refuses_without_model
check "images build and both services become healthy" compose up --build --wait
[ "$failures" -eq 0 ] || exit 1
for service in api web; do
  figure "$service: memory at rest" "$(docker stats --no-stream --format '{{.MemUsage}}' "$(compose ps --quiet "$service")")" "60 MiB"
done
check "API forecasts seven days" forecasts
check "dashboard shows the forecasts" shows_forecasts
if find_browser; then
  check "dashboard draws a chart of data in a browser" visit "$WEB"
else
  echo "  left out: the dashboard in a browser: $NO_BROWSER"
fi
for service in api web; do
  check "$service has a read-only root" is "$(inspected "$service" '{{.HostConfig.ReadonlyRootfs}}')" true
  check "$service has no shell" has_no_shell "$service"
  if sees_processes; then
    check "$service runs without root, seen from inside" runs_without_root "$service"
    check "$service has no capability and can gain none, seen from inside" has_no_capabilities "$service"
    check "$service cannot write to its root, seen from inside" cannot_write "$service"
  else
    echo "  left out: user, capabilities and writes from inside, for the engine's processes are not this machine's."
  fi
done
figure "api: image" "$(megabytes api) MB" "160 MB"
figure "web: image" "$(megabytes web) MB" "150 MB"
for service in api web; do
  figure "$service: start to healthy" "$(health_after "$service") ms" "2000 ms"
done
if sees_processes; then
  check "API that was killed is started again" restarts_after_a_crash api
fi
check "dashboard outlives the API and finds it again" web_outlives_api
check "API without a model stays up and says what to do" missing_model
check "API with a damaged model stays up and says so" damaged_model
check "trainer trains into a volume and the API serves from it" trains_into_volume
figure "trainer: image" "$(megabytes_of "iowasales-trainer:${VERSION:-1.0.0}") MB" "none"
if [ "${1:-}" = --rebuild ]; then
  figure "api: image after an edit of its code" "$(rebuild_seconds IowaSales.Api IowaSales.Api/Program.cs || tail -n 3 "$log") s" "15 s"
  figure "web: image after an edit of its code" "$(rebuild_seconds IowaSales.Web IowaSales.Web/Program.cs || tail -n 3 "$log") s" "15 s"
fi

[ "$failures" -eq 0 ] || { echo "$failures checks failed."; exit 1; }
