# shellcheck shell=bash
# Sourced after checks.sh by prove-containers.sh: how to ask the engine about the services of docker-compose.yml.

readonly PROJECT=${PROJECT:-iowasales-proof}
export COMPOSE_PROGRESS=quiet

skip() { echo "Skipped the containers: $1"; exit 0; }
compose() { docker compose --project-name "$PROJECT" "$@"; }

require_engine() {
  docker version >/dev/null 2>&1 || skip "no Docker engine answers."
  docker compose version >/dev/null 2>&1 || skip "this Docker has no Compose v2."
}

# One line of a figure beside its aim
figure() { printf '  %-40s %-22s aim: %s\n' "$1" "$2" "$3"; }

now() { date +%s%3N; }
seconds_since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", (to - from) / 1000 }'; }

inspected() { docker inspect --format "$2" "$(compose ps --quiet "$1")"; }
image_of() { inspected "$1" '{{.Image}}'; }
megabytes_of() { awk -v bytes="$(docker image inspect --format '{{.Size}}' "$1")" 'BEGIN { printf "%.1f", bytes / 1000000 }'; }
megabytes() { megabytes_of "$(image_of "$1")"; }
has_no_shell() { ! compose exec --no-TTY "$1" /bin/sh -c true; }

# The service's program, which is a child of the container's init
process_of() { pgrep --newest --parent "$(inspected "$1" '{{.State.Pid}}')"; }
status_of() { awk -v key="$2:" '$1 == key { print $2 }' "/proc/$(process_of "$1")/status"; }
# Whether the engine runs on this machine's kernel, so that a container can be looked into from outside
sees_processes() { [ "$(id -u)" -eq 0 ] && [ -e "/proc/$(process_of api)/root/app" ]; }
runs_without_root() { [ "$(status_of "$1" Uid)" -gt 0 ]; }
has_no_capabilities() { is "$(status_of "$1" CapEff)" 0000000000000000 && is "$(status_of "$1" CapBnd)" 0000000000000000 && is "$(status_of "$1" NoNewPrivs)" 1; }
# Through the program's own view of the file system, even as root
cannot_write() {
  local root
  root=/proc/$(process_of "$1")/root
  ! touch "$root/app/written" && ! touch "$root/written" && touch "$root/tmp/written"
}

# Milliseconds from a container's start to its first health check that passed
health_after() {
  local started passed
  started=$(date -d "$(inspected "$1" '{{.State.StartedAt}}')" +%s%3N)
  passed=$(inspected "$1" '{{range .State.Health.Log}}{{if eq .ExitCode 0}}{{.End.Format "2006-01-02T15:04:05.000Z07:00"}}{{"\n"}}{{end}}{{end}}' | head -n 1)
  echo $(($(date -d "$passed" +%s%3N) - started))
}
