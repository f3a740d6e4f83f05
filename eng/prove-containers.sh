#!/usr/bin/env bash
# Builds both images, runs them by docker-compose.yml on ports of their own, and checks what is promised of them; takes everything down again.
# Needs a Docker engine with Compose v2 and a trained model; without either it says so and leaves with 0.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export API_PORT=${API_PORT:-18003} WEB_PORT=${WEB_PORT:-18501} COMPOSE_PROGRESS=quiet
readonly PROJECT=iowasales-proof
readonly API=http://localhost:$API_PORT WEB=http://localhost:$WEB_PORT
log=$(mktemp)
failures=0

skip() { echo "Skipped the containers: $1"; exit 0; }
compose() { docker compose --project-name "$PROJECT" "$@"; }

# Runs a command as a named check; its output is shown only where it fails.
check() {
  local name=$1
  shift
  if "$@" >"$log" 2>&1; then
    echo "  ok      $name"
  else
    echo "  FAILED  $name"
    sed 's/^/          /' "$log" | tail -n 20
    failures=$((failures + 1))
  fi
}

refuses_without_model() {
  if git archive HEAD | docker build --progress=plain --target shipped --file IowaSales.Api/Dockerfile - >"$log" 2>&1; then
    echo "The image was built without a model."
    return 1
  fi
  grep -q "train first: dotnet run --project IowaSales.Trainer -- train" "$log" || { cat "$log"; return 1; }
}

inspected() { docker inspect --format "$2" "$(compose ps --quiet "$1")"; }
is() { [ "$1" = "$2" ] || { echo "expected '$2', found '$1'"; return 1; }; }
runs_without_root() { local user; user=$(inspected "$1" '{{.Config.User}}'); case "$user" in '' | 0 | 0:* | root*) echo "runs as '$user'"; return 1 ;; esac; }
cannot_write() { ! compose cp LICENSE "$1:/app/written" && ! compose cp LICENSE "$1:/written"; }
has_no_shell() { ! compose exec --no-TTY "$1" /bin/sh -c true; }
# Seven days from the day after the last sale
forecasts() { local body; body=$(curl -fsS --max-time 10 "$API/predict/BLACK%20VELVET") && is "$(grep -o '"date"' <<<"$body" | wc -l)" 7; }
web_outlives_api() {
  compose stop api \
    && curl -fsS --max-time 10 --output /dev/null "$WEB/" \
    && is "$(inspected web '{{.State.Running}}')" true \
    && compose up --detach --no-build --wait \
    && forecasts
}
# Milliseconds from a container's start to its first health check that passed
health_after() {
  local started passed
  started=$(date -d "$(inspected "$1" '{{.State.StartedAt}}')" +%s%3N)
  passed=$(inspected "$1" '{{range .State.Health.Log}}{{if eq .ExitCode 0}}{{.End.Format "2006-01-02T15:04:05.000Z07:00"}}{{"\n"}}{{end}}{{end}}' | head -n 1)
  echo $(($(date -d "$passed" +%s%3N) - started))
}

docker version >/dev/null 2>&1 || skip "no Docker engine answers."
docker compose version >/dev/null 2>&1 || skip "this Docker has no Compose v2."
[ -f model/manifest.json ] || skip "no model; train first: dotnet run --project IowaSales.Trainer -- train"
trap 'compose down --volumes >/dev/null 2>&1 || true; rm -f "$log"' EXIT

check "API image is refused without a model" refuses_without_model
check "images build and both services become healthy" compose up --build --wait
[ "$failures" -eq 0 ] || exit 1
check "forecast answers seven days" forecasts
check "dashboard answers" curl -fsS --max-time 10 --output /dev/null "$WEB/"
for service in api web; do
  check "$service runs without root" runs_without_root "$service"
  check "$service has a read-only root" is "$(inspected "$service" '{{.HostConfig.ReadonlyRootfs}}')" true
  check "$service refuses writes" cannot_write "$service"
  check "$service has no capabilities" is "$(inspected "$service" '{{.HostConfig.CapDrop}}')" "[ALL]"
  check "$service has no shell" has_no_shell "$service"
  image=$(inspected "$service" '{{.Image}}')
  size=$(docker image inspect --format '{{.Size}}' "$image")
  echo "  $service: image $((size / 1000000)) MB, healthy after $(health_after "$service") ms, memory $(docker stats --no-stream --format '{{.MemUsage}}' "$(compose ps --quiet "$service")")"
done
check "dashboard outlives the API and finds it again" web_outlives_api

[ "$failures" -eq 0 ] || { echo "$failures checks failed."; exit 1; }
