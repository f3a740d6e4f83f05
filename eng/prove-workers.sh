#!/usr/bin/env bash
# Trains a large panel with three workers over one folder, kills (SIGKILL) one of the four processes at random moments, the one that conducts the training
# included, and starts it again, until the training ends; the model must be that of an undisturbed training, byte for byte but for its times. A training that
# ends before there were enough kills is followed by another. Then two trainings at once must not mix, and a shard that cannot be read must be named and leave
# the model in place. With CLUSTER=1, a worker whose network is cut must be given up and its shards done elsewhere. Needs the .NET SDK and sha256sum.
#   eng/prove-workers.sh [SALES.parquet [KEY [KILLS]]]       30 kills at least
#   SERIES=45000         makes a panel of so many series instead of reading one: minutes on a small machine
#   SEED=1 PAUSE=1.5     PAUSE: most seconds between two kills; more on a slow machine, so that a shard is done now and then
#   CLUSTER=1            an Orleans cluster hands the shards out; it takes seconds to tell that a worker is dead, so give PAUSE=15 for a large panel
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh

sales=${1:-../shared/data/iowa_store_item_2021h2_2022h1.parquet}
key=${2:-store,item_number}
kills=${3:-30}
RANDOM=${SEED:-1}
clustered=()
[ -z "${CLUSTER:-}" ] || clustered=(--cluster)
[ -n "${SERIES:-}" ] || [ -e "$sales" ] || fail "There is no $sales; give Parquet sales of a large panel." 3
require_sdk
build_or_fail .state/logs/build-prove-workers.log IowaSales.Trainer
work=$(mktemp -d)
namespace=
declare -A pids=()
end() {
  local pid
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  [ -z "$namespace" ] || ip netns delete "$namespace" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT

# A year of sales of series that sell every 5 to 64 days
make_panel() {
  local day
  for day in $(seq 0 363); do date -u -d "2021-07-05 +$day days" +%F; done | awk -v series="$1" '
    { dates[days++] = $1 }
    END {
      srand(1)
      print "date,item_name,total_amount_sold"
      for (s = 0; s < series; s++) {
        gap = 5 + int(rand() * 60)
        for (day = int(rand() * gap); day < days; day += 1 + int(rand() * 2 * gap)) {
          if (day % 7 < 5) printf "%s,item %d,%d\n", dates[day], s, 1 + int(rand() * 6)
        }
      }
    }'
}
if [ -n "${SERIES:-}" ]; then
  sales=$work/sales.csv key=item_name
  make_panel "$SERIES" >"$sales"
fi

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

killed=0 of_conductor=0 trainings=0
while [ "$killed" -lt "$kills" ]; do
  rm -rf "$work/model"
  trainings=$((trainings + 1))
  start conductor
  while true; do
    sleep "$(awk -v n="$RANDOM" -v most="${PAUSE:-1.5}" 'BEGIN { printf "%.3f", n / 32767 * most }')"
    if ! kill -0 "${pids[conductor]}" 2>/dev/null; then
      wait "${pids[conductor]}" && break
      cat "$work/log"
      fail "The training ended by itself."
    fi
    [ "$killed" -lt "$kills" ] || continue
    names=(one two three conductor)
    # The one that conducts is killed more seldom: what it reads before there are shards has to be read in one go
    victim=${names[$((killed % 8 == 5 ? 3 : RANDOM % 3))]}
    kill -9 "${pids[$victim]}" 2>/dev/null || true
    wait "${pids[$victim]}" 2>/dev/null || true
    killed=$((killed + 1))
    [ "$victim" != conductor ] || of_conductor=$((of_conductor + 1))
    start "$victim"
  done
  unset 'pids[conductor]'
  same "$work/whole" "$work/model"
  [ ! -e "$work/model.training" ] || [ -z "$(find "$work/model.training" -name 'plan.json')" ] || fail "Parts are left in $work/model.training."
done
echo "Killed $killed processes in $trainings trainings, $of_conductor of them the conductor; the model is the same."
for worker in one two three; do kill -9 "${pids[$worker]}" 2>/dev/null || true; done
pids=()

# A worker behind a wire of its own, which is cut once it does shards: the others hear nothing of it, not even that it is gone
if [ -n "${CLUSTER:-}" ] && [ "$(id -u)" -eq 0 ] && command -v ip >/dev/null && ip netns add "iowasales-$$" 2>/dev/null; then
  namespace=iowasales-$$
  ip link add "iowa$$" type veth peer name wire netns "$namespace"
  ip address add 10.203.0.1/30 dev "iowa$$"
  ip link set "iowa$$" up
  ip -n "$namespace" address add 10.203.0.2/30 dev wire
  ip -n "$namespace" link set wire up
  (exec ip netns exec "$namespace" dotnet "$trainer" worker --cluster --address 10.203.0.2 --model "$work/cut") >"$work/log-cut" 2>&1 &
  pids[cut]=$!
  (exec dotnet "$trainer" train --data "$sales" --key "$key" --preset fast --cluster --address 10.203.0.1 --model "$work/cut") >"$work/log" 2>&1 &
  pids[conductor]=$!
  until grep 'A worker has joined' "$work/log" >/dev/null; do
    kill -0 "${pids[conductor]}" 2>/dev/null || { cat "$work/log" "$work/log-cut"; fail "The training ended before its worker had joined; give more SERIES."; }
    sleep 0.05
  done
  ip -n "$namespace" link set wire down
  wait "${pids[conductor]}" || { cat "$work/log"; fail "The training whose worker was cut off failed."; }
  grep 'is done again elsewhere' "$work/log" || { cat "$work/log"; fail "The worker that was cut off had no shard."; }
  same "$work/whole" "$work/cut"
  kill -9 "${pids[cut]}" 2>/dev/null || true
  pids=()
  echo "A worker that was cut off is given up, and the model is the same."
elif [ -n "${CLUSTER:-}" ]; then
  echo "Left out: a worker that is cut off; only root can make a network namespace, with the ip of iproute2."
fi

# Two at once: the same options into two folders, and another horizon into the first
(train "${clustered[@]}" --model "$work/a") >"$work/log-a" 2>&1 & pids[a]=$!
(train "${clustered[@]}" --model "$work/b") >"$work/log-b" 2>&1 & pids[b]=$!
for one in a b; do
  wait "${pids[$one]}" || { cat "$work/log-$one"; fail "One of two trainings failed."; }
done
pids=()
same "$work/whole" "$work/a"
same "$work/whole" "$work/b"
echo "Two trainings at once did not mix."

before=$(hashes "$work/a")
(train "${clustered[@]}" --model "$work/a" --horizon 5) >"$work/log" 2>&1 & pids[poisoned]=$!
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
