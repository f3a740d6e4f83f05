#!/usr/bin/env bash
# Measures the trainer: wall time and peak memory of aggregating invoice lines, of training and of evaluating.
# Usage: eng/measure-trainer.sh [--data DIR] [--windows N]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/sdk.sh
. eng/shell/measuring.sh

data=../shared/data
windows=8
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data=$2; shift 2 ;;
    --windows) windows=$2; shift 2 ;;
    *) fail "There is no option $1; the options are --data DIR and --windows N." 2 ;;
  esac
done

require_sdk
build_or_fail .state/logs/build-measure.log IowaSales.Trainer
mkdir -p .state
work=$(mktemp -d -p .state)
trap 'rm -rf "$work"' EXIT

trainer=(dotnet IowaSales.Trainer/bin/Release/net10.0/IowaSales.Trainer.dll)

# Measures one run of the trainer and prints it; a file that is not there is named and left out.
trainer_row() {
  local name=$1 file=$2
  shift 2
  if [ ! -f "$file" ]; then
    row "$name" "left out: there is no file $file"
    return
  fi
  measured "${trainer[@]}" "$@" --quiet
  row "$name" "$seconds s, $((peak / 1024)) MB"
}

lines=$data/invoice_lines_2022_08_to_10.csv.gz
five=$data/iowa_sales.csv
many=$data/iowa_top500_2020_2022h1.csv.gz

trainer_row "aggregate invoice lines by item" "$lines" aggregate --input "$lines" --output "$work/items.csv"
trainer_row "aggregate invoice lines by store and item" "$lines" aggregate --input "$lines" --by store,item --output "$work/shops.parquet"
trainer_row "quality, 500 items" "$many" quality --data "$many"
trainer_row "train, 5 items, preset fast" "$five" train --data "$five" --model "$work/fast" --preset fast
trainer_row "train, 5 items, preset medium" "$five" train --data "$five" --model "$work/medium"
trainer_row "train, 500 items, preset medium" "$many" train --data "$many" --model "$work/many"
trainer_row "evaluate, 5 items, $windows windows, preset fast" "$five" evaluate --data "$five" --preset fast --windows "$windows" --output "$work/report.html"
trainer_row "evaluate, 5 items, $windows windows, preset medium" "$five" evaluate --data "$five" --windows "$windows"
trainer_row "predict, 500 items" "$many" predict --model "$work/many" --output "$work/forecasts.csv"
