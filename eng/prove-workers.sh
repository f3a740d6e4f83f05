#!/usr/bin/env bash
# Trains a large panel with three workers over one folder, kills (SIGKILL) one of the four processes at random moments, the one that conducts the training
# included, and starts it again, until the training ends; the model must be that of an undisturbed training, byte for byte but for its times. Then two trainings
# at once must not mix, and a shard that cannot be read must be named and leave the model in place. Needs the .NET SDK and sha256sum.
#   eng/prove-workers.sh [SALES.parquet [KEY [KILLS]]]       30 kills at least
#   SEED=1 PAUSE=1.5     PAUSE: most seconds between two kills; more on a slow machine, so that a shard is done now and then
#   CLUSTER=1            an Orleans cluster hands the shards out; it takes seconds to tell that a worker is dead, so give PAUSE=15
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh

sales=${1:-../shared/data/iowa_store_item_2021h2_2022h1.parquet}
key=${2:-store,item_number}
kills=${3:-30}
RANDOM=${SEED:-1}
clustered=()
[ -z "${CLUSTER:-}" ] || clustered=(--cluster)
[ -e "$sales" ] || fail "There is no $sales; give Parquet sales of a large panel." 3
require_sdk
build_or_fail .state/logs/build-prove-workers.log IowaSales.Trainer
work=$(mktemp -d)
declare -A pids=()
end() {
  local pid
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap end EXIT

trainer=$PWD/IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll
train() { exec dotnet "$trainer" train --data "$sales" --key "$key" --preset fast "$@" --quiet; }
hashes() { (cd "$1" && sha256sum sales.bin families.bin ensemble.bin backtest.bin forecasts.bin); }
same() { [ "$(hashes "$1")" = "$(hashes "$2")" ] || { hashes "$1"; hashes "$2"; fail "The models differ."; }; }
start() {
  if [ "$1" = conductor ]; then
    train --model "$work/model" "${clustered[@]}" >>"$work/log" 2>&1 &
  else
    (exec dotnet "$trainer" worker "${clustered[@]}" --model "$work/model" --quiet) >>"$work/log" 2>&1 &
  fi
  pids[$1]=$!
}

began=$(date +%s%N)
(train --model "$work/whole") >"$work/log" 2>&1 || { cat "$work/log"; fail "The undisturbed training failed."; }
echo "Undisturbed: $((($(date +%s%N) - began) / 1000000)) ms in one process."

began=$(date +%s%N)
for process in conductor one two three; do start "$process"; done
wait "${pids[conductor]}" || { cat "$work/log"; fail "The training with three workers failed."; }
unset 'pids[conductor]'
echo "With three workers: $((($(date +%s%N) - began) / 1000000)) ms."
same "$work/whole" "$work/model"
rm -rf "$work/model"

done=0 of_conductor=0
start conductor
while true; do
  sleep "$(awk -v n="$RANDOM" -v most="${PAUSE:-1.5}" 'BEGIN { printf "%.3f", n / 32767 * most }')"
  if ! kill -0 "${pids[conductor]}" 2>/dev/null; then
    wait "${pids[conductor]}" && break
    cat "$work/log"
    fail "The training ended by itself."
  fi
  names=(one two three conductor)
  # The one that conducts is killed more seldom: what it reads before there are shards has to be read in one go
  victim=${names[$((RANDOM % 100 < 10 ? 3 : RANDOM % 3))]}
  kill -9 "${pids[$victim]}" 2>/dev/null || true
  wait "${pids[$victim]}" 2>/dev/null || true
  done=$((done + 1))
  of_conductor=$((of_conductor + ($([ "$victim" = conductor ] && echo 1 || echo 0))))
  start "$victim"
done
unset 'pids[conductor]'
same "$work/whole" "$work/model"
[ ! -e "$work/model.training" ] || [ -z "$(find "$work/model.training" -name 'plan.json')" ] || fail "Parts are left in $work/model.training."
echo "Killed $done processes, $of_conductor of them the conductor; the model is the same."
[ "$done" -ge "$kills" ] || fail "The training ended after $done kills; make PAUSE smaller, or give more sales."
for worker in one two three; do kill -9 "${pids[$worker]}" 2>/dev/null || true; done
pids=()

# Two at once: the same options into two folders, and another horizon into the first
(train --model "$work/a") >"$work/log-a" 2>&1 & pids[a]=$!
(train --model "$work/b") >"$work/log-b" 2>&1 & pids[b]=$!
for one in a b; do
  wait "${pids[$one]}" || { cat "$work/log-$one"; fail "One of two trainings failed."; }
done
pids=()
same "$work/whole" "$work/a"
same "$work/whole" "$work/b"
echo "Two trainings at once did not mix."

before=$(hashes "$work/a")
(train --model "$work/a" --horizon 5) >"$work/log" 2>&1 & pids[poisoned]=$!
until compgen -G "$work/a.training/*/whole.bin" >/dev/null; do
  kill -0 "${pids[poisoned]}" 2>/dev/null || { cat "$work/log"; fail "The training ended before it could be poisoned."; }
  sleep 0.02
done
last=$(find "$work/a.training" -name 'sales-*.bin' | sort | tail -n 1)
printf '\007' >"$last.poison" && mv "$last.poison" "$last"
if wait "${pids[poisoned]}"; then fail "A training with a poisoned shard ended well."; fi
pids=()
grep -E 'Shard [0-9]+ of [0-9]+ failed in the step fit 3 times' "$work/log" || { cat "$work/log"; fail "The poisoned shard is not named."; }
[ "$before" = "$(hashes "$work/a")" ] || fail "The model in place has changed."
echo "A poisoned shard is named after three tries, and the model stays."
