#!/usr/bin/env bash
# Sends random requests, made from the OpenAPI document, to the API and prints how they were answered: the slice that the test suite sends,
# then the full count.
#   eng/random-requests.sh [COUNT]      100000 by default
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh

count=${1:-100000}
case "$count" in '' | *[!0-9]*) fail "The count must be a number, not '$count'." 2 ;; esac

require_sdk
build_or_fail .state/logs/build-random-requests.log IowaSales.Tests

# Runs the test with a count, or with the suite's own: send_requests [COUNT]
send_requests() {
  local log=.state/logs/random-requests.log status=0
  RANDOM_REQUESTS=${1:-} dotnet IowaSales.Tests/bin/Release/net10.0/IowaSales.Tests.dll \
    --filter-class IowaSales.Tests.Api.RandomRequestTests --show-live-output on --no-ansi >"$log" 2>&1 || status=$?
  grep -o '[0-9]* random requests to .*' "$log" | head -n 1 || true
  [ "$status" -eq 0 ] || fail "$(grep -A 3 '^failed' "$log" || tail -n 20 "$log")"
}

send_requests
send_requests "$count"
