# shellcheck shell=bash
# Sourced by .ci/run: installs and starts what the checks need, where that may be; what cannot be had is named and left out.

readonly ENGINE_SCRIPTS=../shared/containers
STARTED_CLUSTER=
STARTED_ENGINE=

is_root() { [ "$(id -u)" -eq 0 ]; }

# Installs the Debian packages that are not there yet; a package that cannot be had is named and left out.
install_packages() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep 'install ok' >/dev/null || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  if ! is_root || ! command -v apt-get >/dev/null 2>&1; then
    echo "Left out: ${missing[*]}: not installed, and only root can install them here."
    return 0
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q update >/dev/null 2>&1 || true
  for package in "${missing[@]}"; do
    apt-get -qy install --no-install-recommends "$package" >/dev/null 2>&1 || echo "Left out: $package: it could not be installed."
  done
}

# Starts a PostgreSQL cluster of the tests' own, by Debian's means, and names it to the tests of the store, unless the caller named a server.
start_postgres() {
  local version port status password cluster=iowasales_tests
  [ -z "${IOWASALES_TEST_POSTGRES:-}" ] || return 0
  if ! is_root || ! command -v pg_lsclusters >/dev/null 2>&1; then
    echo "Left out: PostgreSQL: it is not installed, or only root can start it here."
    return 0
  fi
  version=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -V | tail -n 1)
  pg_lsclusters --no-header "$version" "$cluster" >/dev/null 2>&1 || pg_createcluster --start-conf manual "$version" "$cluster" -- --no-sync >/dev/null 2>&1 || true
  read -r _ _ port status _ <<<"$(pg_lsclusters --no-header "$version" "$cluster" 2>/dev/null)" || true
  if [ "${status:-}" != online ]; then
    # Nobody needs the data of tests after a power cut
    if ! pg_ctlcluster "$version" "$cluster" start -o "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"; then
      echo "Left out: PostgreSQL: cluster $version/$cluster did not start."
      return 0
    fi
    STARTED_CLUSTER="$version $cluster"
  fi
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  if ! su postgres -c "psql --port $port --quiet --set ON_ERROR_STOP=1" >/dev/null <<SQL; then
DO \$\$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'iowasales_tests') THEN CREATE ROLE iowasales_tests LOGIN CREATEDB; END IF;
END \$\$;
ALTER ROLE iowasales_tests PASSWORD '$password';
SQL
    echo "Left out: PostgreSQL: no role for the tests could be made."
    return 0
  fi
  export IOWASALES_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=iowasales_tests;Password=$password;Database=postgres"
}

# Brings up a container engine where there is none and the means to do it lie beside the repository.
start_engine() {
  # an older client without compose may come first on the path
  export PATH=/usr/bin:$PATH
  if docker compose version >/dev/null 2>&1 && docker version >/dev/null 2>&1; then
    return 0
  fi
  if ! is_root || [ ! -f "$ENGINE_SCRIPTS/engine-up.sh" ]; then
    echo "Left out: a container engine: none answers, and there is no means to bring one up here."
    return 0
  fi
  mkdir -p .state/logs
  if timeout 480 bash "$ENGINE_SCRIPTS/engine-up.sh" >.state/logs/engine.log 2>&1; then
    STARTED_ENGINE=yes
  else
    echo "Left out: a container engine: it did not come up; the last line of .state/logs/engine.log: $(tail -n 1 .state/logs/engine.log)"
  fi
}

# Stops what this run started, and nothing else.
stop_started() {
  if [ -n "$STARTED_CLUSTER" ]; then
    # shellcheck disable=SC2086 # version and name
    pg_ctlcluster $STARTED_CLUSTER stop --mode fast || true
  fi
  [ -z "$STARTED_ENGINE" ] || bash "$ENGINE_SCRIPTS/engine-down.sh" >/dev/null 2>&1 || true
}
