# shellcheck shell=bash
# Sourced by the scripts of eng/ that prove something: named checks whose output is shown only where they fail.

log=$(mktemp)
failures=0

# Runs a command as a named check.
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

# Tries a command each half second until it succeeds: eventually SECONDS COMMAND…
eventually() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.5
  done
}

is() { [ "$1" = "$2" ] || { echo "expected '$2', found '$1'"; return 1; }; }
