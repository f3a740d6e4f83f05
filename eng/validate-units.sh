#!/usr/bin/env bash
# Installs the systemd units below a folder, has systemd check them, and holds how far each is shut off (systemd-analyze security) against a limit.
# Needs systemd-analyze; without it says so and leaves with 0.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/shell/checks.sh

readonly MOST_EXPOSED=20    # tenths, of 10: 2.0 is "OK" in systemd's words

command -v systemd-analyze >/dev/null 2>&1 || { echo "Skipped the systemd units: systemd-analyze is not installed."; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work" "$log"' EXIT

# What is published: programs that do nothing will do here. The copy comes from a home that nobody else may look into.
mkdir -p "$work/home/iowasales" "$work/root/usr/bin"
for part in api web trainer model; do
  mkdir "$work/home/iowasales/$part"
  echo "$part" >"$work/home/iowasales/$part/content"
done
cp -r deploy/systemd "$work/home/iowasales/"
chmod 750 "$work/home"
printf '#!/bin/sh\n' >"$work/root/usr/bin/dotnet"
chmod 755 "$work/root/usr/bin/dotnet"

installs() { DESTDIR=$work/root sh "$work/home/iowasales/systemd/install.sh"; }
keeps_settings_and_model() {
  echo PORT=9000 >"$work/root/etc/iowasales/api.env"
  echo retrained >"$work/root/var/lib/iowasales/model/content"
  echo newer >"$work/home/iowasales/api/content"
  installs && is "$(cat "$work/root/etc/iowasales/api.env")" PORT=9000 \
    && is "$(cat "$work/root/var/lib/iowasales/model/content")" retrained \
    && is "$(cat "$work/root/opt/iowasales/api/content")" newer
}
refuses_half_a_copy() {
  mv "$work/home/iowasales/trainer" "$work/trainer"
  local status=0
  installs || status=$?
  mv "$work/trainer" "$work/home/iowasales/trainer"
  is "$status" 3
}
secrets_are_roots() { is "$(stat -c %a "$work/root/etc/iowasales/jobs.env")" 600; }
verifies() {
  local found
  # Units of the system itself are not below the folder, and are no matter of ours
  found=$({ systemd-analyze verify --root="$work/root" --man=no "$1" 2>&1 || true; } | { grep -F "${1##*/}" || true; } | { grep -vE 'Failed to (load|add|create)|Unit .* not found' || true; })
  is "$found" ""
}
exposure() { systemd-analyze security --offline=true --root="$work/root" --no-pager "$1" | awk '/Overall exposure level/ { print $(NF - 2) }'; }

check "installs below a folder, from a home that others cannot read" installs
check "an update keeps settings and model" keeps_settings_and_model
check "half a copy is refused" refuses_half_a_copy
check "settings with secrets are root's alone" secrets_are_roots
for unit in "$work"/root/etc/systemd/system/iowasales-*; do
  name=$(basename "$unit")
  check "$name is understood by systemd" verifies "$unit"
  case $name in
    *.service)
      level=$(exposure "$name")
      check "$name is shut off: exposure $level of 10" test "$(tr -d . <<<"$level")" -le "$MOST_EXPOSED"
      ;;
  esac
done
understands_faults() {
  sed 's/^ProtectClock=.*/ProtectClock=perhaps/' deploy/systemd/iowasales-api.service >"$work/root/etc/systemd/system/iowasales-broken.service"
  ! verifies "$work/root/etc/systemd/system/iowasales-broken.service"
}
check "a unit with a fault is found" understands_faults
for timer in deploy/systemd/*.timer; do
  check "$(basename "$timer") has a time" systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$timer")"
done
[ "$failures" -eq 0 ] || { echo "$failures checks failed."; exit 1; }
