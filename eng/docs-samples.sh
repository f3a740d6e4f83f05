#!/usr/bin/env bash
# Writes the sample outputs of docs/trainer.md anew: every block after a comment "sample" holds a command, which is run on the bundled sales.
# IowaSales.Tests/Docs says how blocks are marked; its test fails while a sample differs from what its command prints.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build IowaSales.Tests --nologo -v quiet
IOWASALES_WRITE_SAMPLES=1 dotnet IowaSales.Tests/bin/Release/net10.0/IowaSales.Tests.dll --filter-class '*SamplePageTests' --no-ansi --progress off
git --no-pager diff --stat -- docs
