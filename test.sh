#!/usr/bin/env bash
# Builds everything and runs every test. Arguments go to the test runner, as in: ./test.sh --filter-class '*ModelStore*'
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
. eng/shell/sdk.sh

readonly RESULTS=.state/test-results
readonly REPORT=$RESULTS/tests.xml

# An attribute of the report, added up over its assemblies: report_total NAME
report_total() {
  grep -o '<assembly [^>]*>' $REPORT | grep -o " $1=\"[0-9]*\"" | awk -F '"' '{ sum += $2 } END { print sum + 0 }'
}

# One line for each reason that tests gave for not running.
report_skipped() {
  awk '
    /<test [^>]*result="Skip"/ { skipped = 1 }
    skipped && /<reason>/ {
      line = $0
      sub(/.*<reason>/, "", line); sub(/<\/reason>.*/, "", line)
      sub(/^<!\[CDATA\[/, "", line); sub(/\]\]>$/, "", line)
      gsub(/&quot;/, "\"", line); gsub(/&apos;/, "\x27", line); gsub(/&lt;/, "<", line); gsub(/&gt;/, ">", line); gsub(/&amp;/, "\\&", line)
      count[line]++
      skipped = 0
    }
    END { for (reason in count) printf "Skipped: %d, %s\n", count[reason], reason }' <(sed -e 's/<test /\n<test /g' -e 's/<reason>/\n<reason>/g' $REPORT) | sort
}

require_sdk
echo "Building ..."
build_or_fail .state/logs/build-tests.log IowaSales.sln

rm -rf $RESULTS
# Most code of a test run runs a few times; to watch it for a better compilation later costs more than that gives
export DOTNET_TieredPGO=0
status=0
# Tests wait for browsers, servers and clocks: half again as many at once as there are processors; with twice as many they take longer
dotnet IowaSales.Tests/bin/Release/net10.0/IowaSales.Tests.dll --max-threads 1.5x --results-directory "$PWD/$RESULTS" \
  --report-xunit-xml --report-xunit-xml-filename "${REPORT##*/}" --no-ansi --progress off --timeout 30m "$@" || status=$?

[ -s $REPORT ] || fail "The test runner ended with exit code $status before it could report; its output stands above." "$((status == 0 ? 1 : status))"
report_skipped
failed=$(($(report_total failed) + $(report_total errors)))
passed=$(report_total passed)
echo "$passed passed, $failed failed, $(($(report_total skipped) + $(report_total not-run))) skipped"
[ "$failed" -eq 0 ] || exit 1
[ "$status" -eq 0 ] || fail "The test runner ended with exit code $status." "$status"
[ "$passed" -gt 0 ] || fail "No test ran."
