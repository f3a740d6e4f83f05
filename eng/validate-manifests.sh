#!/usr/bin/env bash
# Renders every overlay of deploy/kubernetes and holds what comes out against the schemas of its kinds.
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

for overlay in deploy/kubernetes/overlays/*/; do
  printf '  %s: ' "$(basename "$overlay")"
  render "$overlay" | node eng/manifests/validate.mjs
done
