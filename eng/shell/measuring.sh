# shellcheck shell=bash
# Measures commands. Sourced; needs $work, a scratch folder, and fail of sdk.sh.
# shellcheck disable=SC2154 # the caller makes $work

# Runs a command; leaves its wall seconds in $seconds and its peak resident kilobytes in $peak, watched by polling.
measured() {
  local started pid now
  started=$(date +%s.%N)
  peak=0
  "$@" >"$work/out" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    now=$(awk '/VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null || echo 0)
    [ "${now:-0}" -gt "$peak" ] && peak=$now
    sleep 0.02
  done
  wait "$pid" || fail "$* failed: $(tail -n 1 "$work/out")"
  # shellcheck disable=SC2034 # read by the caller
  seconds=$(awk -v a="$started" -v b="$(date +%s.%N)" 'BEGIN { printf "%.2f", b - a }')
}

row() { printf '%-44s %s\n' "$1" "$2"; }
