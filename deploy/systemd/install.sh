#!/bin/sh
# Installs or updates IowaSales on a machine with systemd, from the folder that was copied there: api/, web/, trainer/, model/ and this script's systemd/.
# Run as root: sudo sh systemd/install.sh
# An installed model is kept: a new one is put in place as docs/deploy.md says. Settings in /etc/iowasales are kept.
# DESTDIR=FOLDER installs below a folder, without users, owners and systemd: for packages, and to look.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
root=${DESTDIR:-}

for part in api web trainer model systemd; do
  [ -d "$here/$part" ] || { echo "There is no folder $part in $here; copy what was published, then run this again." >&2; exit 3; }
done
if [ -z "$root" ]; then
  [ "$(id -u)" -eq 0 ] || { echo "Only root can install: sudo sh $0" >&2; exit 2; }
  id iowasales >/dev/null 2>&1 || useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin iowasales
fi
own() { [ -n "$root" ] || chown -R iowasales:iowasales "$@"; }

# Programs: beside the old ones first, so that what runs never sees half a folder
install -d -m 755 "$root/opt/iowasales"
for part in api web trainer; do
  rm -rf "$root/opt/iowasales/$part.new" "$root/opt/iowasales/$part.old"
  cp -R "$here/$part" "$root/opt/iowasales/$part.new"
  chmod -R u=rwX,go=rX "$root/opt/iowasales/$part.new"
  [ -n "$root" ] || chown -R root:root "$root/opt/iowasales/$part.new"
  [ ! -d "$root/opt/iowasales/$part" ] || mv "$root/opt/iowasales/$part" "$root/opt/iowasales/$part.old"
  mv "$root/opt/iowasales/$part.new" "$root/opt/iowasales/$part"
  rm -rf "$root/opt/iowasales/$part.old"
done

# The model: copied by root, who can read any home, and given to the user that serves and retrains it
install -d -m 750 "$root/var/lib/iowasales"
if [ ! -d "$root/var/lib/iowasales/model" ]; then
  cp -R "$here/model" "$root/var/lib/iowasales/model"
  chmod -R u=rwX,g=rX,o= "$root/var/lib/iowasales/model"
  echo "Installed the model."
else
  echo "Kept the model in $root/var/lib/iowasales/model."
fi
own "$root/var/lib/iowasales"

install -d -m 755 "$root/etc/iowasales" "$root/etc/systemd/system"
for settings in api web jobs; do
  [ -f "$root/etc/iowasales/$settings.env" ] || { umask 077; : >"$root/etc/iowasales/$settings.env"; }
done
install -m 644 "$here"/systemd/*.service "$here"/systemd/*.timer "$root/etc/systemd/system/"
[ -n "$root" ] || systemctl daemon-reload
echo "Installed. Start with: systemctl enable --now iowasales-api iowasales-web"
echo "Daily and weekly jobs: systemctl enable --now iowasales-daily.timer iowasales-weekly.timer"
