# shellcheck shell=bash
# Sourced after sdk.sh: starts the API and the dashboard from their Release builds, watches and stops them.
# Needs nothing but bash and dotnet: HTTP goes through bash's own /dev/tcp.

readonly LOGS=.state/logs
SERVICE_NAMES=()
SERVICE_PIDS=()

# Names the process that listens on a port, where a tool that knows is installed and may tell.
port_owner() {
  local name=
  if command -v ss >/dev/null 2>&1; then
    name=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p' | head -n 1)
  fi
  if [ -z "$name" ] && command -v lsof >/dev/null 2>&1; then
    name=$(lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 { print $1 ", process " $2 }')
  fi
  printf '%s' "$name"
}

somebody_listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null; }

# Fails with one sentence when a port is no port or is taken: require_free_port PORT VARIABLE "the service"
require_free_port() {
  local owner
  case "$1" in '' | *[!0-9]*) fail "$2 is '$1'; it must be a port number from 1 to 65535." 2 ;; esac
  { [ "${#1}" -le 5 ] && [ "$1" -ge 1 ] && [ "$1" -le 65535 ]; } || fail "$2 is $1; it must be a port number from 1 to 65535." 2
  if somebody_listens "$1"; then
    owner=$(port_owner "$1")
    fail "Port $1 is taken${owner:+ (by $owner)}: stop what uses it, or give $3 another port, as in: $2=$(($1 > 65525 ? 1024 : $1 + 10)) ./run.sh"
  fi
}

# Starts one service in the background, which says in its log when it listens: start_service NAME PORT PROJECT
start_service() {
  mkdir -p $LOGS
  # PORT would make the service listen on every address
  (
    unset PORT
    cd "$3" || exit
    exec env Logging__LogLevel__Microsoft.Hosting.Lifetime=Information dotnet "bin/Release/net10.0/$3.dll" --urls "http://$BIND:$2" </dev/null
  ) >"$LOGS/$1.log" 2>&1 &
  SERVICE_NAMES+=("$1")
  SERVICE_PIDS+=("$!")
}

service_runs() {
  local index
  for index in "${!SERVICE_NAMES[@]}"; do
    if [ "${SERVICE_NAMES[$index]}" = "$1" ]; then
      kill -0 "${SERVICE_PIDS[$index]}" 2>/dev/null
      return
    fi
  done
  return 1
}

# The whole answer to GET on loopback, status line first; nothing when nobody answers: http_get PORT PATH
http_get() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
    cat <&3
  ) 2>/dev/null
}

# Whether a service found its port in use: it has ended, or listens on one of the two loopback addresses only.
port_was_taken() { grep -qi 'address already in use' "$LOGS/$1.log"; }

# Waits for the service's own /health to be 200, or fails with the reason the service gives: wait_until_healthy NAME PORT "the service" ["what else to do"]
# Another program may have taken the port while this one was built and trained, and answer in its place.
wait_until_healthy() {
  local answer='' deadline=$((SECONDS + 60))
  until case "$answer" in HTTP/1.?' 200 '*) grep -q 'Now listening on:' "$LOGS/$1.log" ;; *) false ;; esac; do
    service_runs "$1" || port_was_taken "$1" || fail "$(tail -n 5 "$LOGS/$1.log")
$3 ended while it started; its last lines stand above, all of them are in $LOGS/$1.log."
    ! port_was_taken "$1" || fail "Port $2 was taken by another program while $3 started: stop it, or give $3 another port."
    [ "$SECONDS" -lt "$deadline" ] || fail "$(printf '%s\n' "$answer" | tail -n 1)
$3 is not ready after a minute; what it answered last stands above, its log is $LOGS/$1.log.${4:+ $4}"
    sleep 0.2
    answer=$(http_get "$2" /health) || answer=
  done
}

# Returns only by failing, when a service has ended by itself.
watch_services() {
  local name
  while :; do
    for name in "${SERVICE_NAMES[@]}"; do
      service_runs "$name" || fail "$(tail -n 5 "$LOGS/$name.log")
$name ended by itself, so the other was stopped too; its last lines stand above, all of them are in $LOGS/$name.log."
    done
    # a signal interrupts wait at once, but not sleep
    sleep 1 &
    wait "$!"
  done
}

# Asks every service to stop, waits ten seconds for it, then insists.
stop_services() {
  local index deadline
  trap '' INT TERM HUP
  for index in "${!SERVICE_PIDS[@]}"; do
    kill -TERM "${SERVICE_PIDS[$index]}" 2>/dev/null || true
  done
  deadline=$((SECONDS + 10))
  for index in "${!SERVICE_PIDS[@]}"; do
    while kill -0 "${SERVICE_PIDS[$index]}" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.1; done
    if kill -KILL "${SERVICE_PIDS[$index]}" 2>/dev/null; then
      echo "${SERVICE_NAMES[$index]} did not stop within ten seconds and was ended." >&2
    fi
  done
}
