# shellcheck shell=bash
# Sourced by eng/attack.sh: the services that are attacked, each in control groups with the memory and the processor of docker-compose.yml, and a
# PostgreSQL server of its own that may be frozen and killed. Expects $work, a folder, and $memory, bytes.
# shellcheck disable=SC2154,SC2034

declare -A PIDS=()
CGROUPS=()
LIMIT=
POSTGRES=
POSTGRES_BINARIES=

# Control groups of a service, version 1 or 2; where none can be made the collector's limit stands in: make_groups NAME
make_groups() {
  local root=/sys/fs/cgroup name="iowasales-$1-$$"
  if [ -w $root/cgroup.subtree_control ] && mkdir "$root/$name" 2>/dev/null; then
    if echo "$memory" >"$root/$name/memory.max" 2>/dev/null && echo "100000 100000" >"$root/$name/cpu.max"; then
      CGROUPS+=("$root/$name"); LIMIT="control groups v2, $((memory >> 20)) MiB and one processor each"; return
    fi
    rmdir "$root/$name"
  elif [ -d $root/memory ] && mkdir "$root/memory/$name" 2>/dev/null; then
    if mkdir "$root/cpu/$name" && echo "$memory" >"$root/memory/$name/memory.limit_in_bytes" && echo 100000 >"$root/cpu/$name/cpu.cfs_quota_us"; then
      CGROUPS+=("$root/memory/$name" "$root/cpu/$name"); LIMIT="control groups v1, $((memory >> 20)) MiB and one processor each"; return
    fi
  fi
  LIMIT="no control group may be made here: DOTNET_GCHeapHardLimit of $((memory / 2 >> 20)) MiB and DOTNET_PROCESSOR_COUNT=1 instead"
  export DOTNET_PROCESSOR_COUNT=1
  DOTNET_GCHeapHardLimit=$(printf '0x%x' $((memory / 2)))
  export DOTNET_GCHeapHardLimit
}

# Starts a published service and waits until it is healthy: start NAME PORT PROJECT [VARIABLE=VALUE…]
start() {
  local name=$1 port=$2 project=$3
  shift 3
  launch "$name" "$port" "$project" "$@"
  is_healthy "$name" "$port" || fail "$name was not healthy within a minute: $(tail -n 5 "$work/$name.log") $(curl -s --max-time 2 "http://127.0.0.1:$port/health")"
}

launch() {
  local name=$1 port=$2 project=$3 group
  shift 3
  (
    for group in "${CGROUPS[@]}"; do case "$group" in */iowasales-"$name"-*) echo "$BASHPID" >"$group/cgroup.procs" ;; esac; done
    cd "$work/$project" || exit
    # Set as the images are
    exec env DOTNET_EnableDiagnostics=0 DOTNET_gcServer=0 ASPNETCORE_URLS="http://127.0.0.1:$port" Logging__LogLevel__Default=Warning "$@" dotnet "IowaSales.$project.dll"
  ) >>"$work/$name.log" 2>&1 &
  PIDS[$name]=$!
}

runs() { kill -0 "${PIDS[$1]}" 2>/dev/null; }

is_healthy() {
  local deadline=$((SECONDS + 60))
  while [ "$SECONDS" -lt "$deadline" ]; do
    curl -sf --max-time 5 -o /dev/null "http://127.0.0.1:$2/health" && return 0
    runs "$1" || return 1
    sleep 0.1
  done
  return 1
}

# Ends a service: end NAME [SIGNAL]
end() {
  [ -n "${PIDS[$1]:-}" ] || return 0
  kill "-${2:-TERM}" "${PIDS[$1]}" 2>/dev/null || true
  wait "${PIDS[$1]}" 2>/dev/null || true
  PIDS[$1]=
}

# The most memory that a service's group held, where the kernel says: peak NAME
peak() {
  local group file
  for group in "${CGROUPS[@]}"; do
    case "$group" in
      */iowasales-"$1"-*) for file in memory.max_usage_in_bytes memory.peak; do [ ! -r "$group/$file" ] || printf ', most memory %d MiB' $(($(cat "$group/$file") >> 20)); done ;;
    esac
  done
}

# A PostgreSQL server of its own, or a sentence why there is none: start_database PORT
start_database() {
  POSTGRES_BINARIES=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 2>/dev/null | sort -V | tail -n 1)/bin
  if [ ! -x "$POSTGRES_BINARIES/initdb" ] || [ "$(id -u)" -ne 0 ]; then return 1; fi
  install -d -o postgres -g postgres "$work/postgres"
  runuser -u postgres -- "$POSTGRES_BINARIES/initdb" -D "$work/postgres/data" -A trust >/dev/null
  POSTGRES="$POSTGRES_BINARIES/pg_ctl -D $work/postgres/data -o '-p $1 -k $work/postgres -c listen_addresses=127.0.0.1' -l $work/postgres/log -w"
  runuser -u postgres -- sh -c "$POSTGRES start" >/dev/null
}

# An empty database of that server: database PORT NAME
database() { runuser -u postgres -- "$POSTGRES_BINARIES/psql" -q -h "$work/postgres" -p "$1" -c "CREATE DATABASE $2" postgres; }

postmaster() { head -n 1 "$work/postgres/data/postmaster.pid"; }

# Sends a signal to the database and all that belongs to it; after a KILL returns when none of them holds its memory any more: signal_database SIGNAL
signal_database() {
  local server children pid deadline=$((SECONDS + 30))
  server=$(postmaster)
  # Its children first: a server that is gone tells nothing of them
  children=$(pgrep -P "$server") || true
  # shellcheck disable=SC2086 # numbers
  [ -z "$children" ] || kill "-$1" $children 2>/dev/null || true
  kill "-$1" "$server"
  [ "$1" = KILL ] || return 0
  for pid in $server $children; do
    while kill -0 "$pid" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.1; done
  done
}

stop_database() {
  [ -z "$POSTGRES" ] || { signal_database CONT; runuser -u postgres -- sh -c "$POSTGRES -m immediate stop"; } >/dev/null 2>&1 || true
}

clean_up() {
  local name
  for name in "${!PIDS[@]}"; do end "$name" KILL; done
  stop_database
  [ "${#CGROUPS[@]}" -eq 0 ] || rmdir "${CGROUPS[@]}" 2>/dev/null || true
  rm -rf "$work"
}
