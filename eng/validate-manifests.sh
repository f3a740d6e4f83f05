#!/usr/bin/env bash
# Renders every overlay of deploy/kubernetes and holds what comes out against the schemas of its kinds and against rules of how it works together
# (eng/manifests/rules.mjs); checks the alert rules and the dashboard's queries with promtool where that is installed.
# Needs kubectl (or kustomize), node and npm; without one of them it says so and leaves with 0.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() { echo "Skipped the Kubernetes manifests: $1"; exit 0; }

if command -v kubectl >/dev/null 2>&1; then
  render() { kubectl kustomize "$1"; }
elif command -v kustomize >/dev/null 2>&1; then
  render() { kustomize build "$1"; }
else
  skip "neither kubectl nor kustomize is installed."
fi
command -v npm >/dev/null 2>&1 || skip "node and npm are not installed."
npm ci --prefix eng/manifests --no-audit --no-fund --loglevel error >/dev/null || skip "the validator's packages could not be installed."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for overlay in deploy/kubernetes/overlays/*/; do
  name=$(basename "$overlay")
  render "$overlay" >"$work/$name.yaml"
  printf '  %s: ' "$name"
  node eng/manifests/validate.mjs <"$work/$name.yaml"
done

echo "  rules, each on manifests with one fault:"
MANIFESTS=$work/cluster.yaml node --test eng/manifests/ >"$work/tests" 2>&1 || { grep -E '^(not ok|    )' "$work/tests"; exit 1; }
sed -n 's/^# \(pass\|fail\) /    \1 /p' "$work/tests"

if command -v promtool >/dev/null 2>&1; then
  node eng/manifests/queries.mjs "$work" deploy/kubernetes/components/monitoring/dashboard.json <"$work/living.yaml"
  for rules in "$work"/*.rules.yaml; do
    promtool check rules "$rules" >"$work/promtool" 2>&1 || { cat "$work/promtool"; exit 1; }
    printf '  %s: %s\n' "$(basename "$rules" .rules.yaml)" "$(sed -n 's/^ *SUCCESS: //p' "$work/promtool")"
  done
else
  echo "  left out: the alert rules' and the dashboard's queries, for promtool is not installed."
fi
