# shellcheck shell=bash
# Sourced by run.sh, test.sh and the scripts of eng/: one way to fail, and the .NET SDK they all need.

# Ends the script with one sentence on standard error: fail MESSAGE [EXIT CODE]
fail() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

# The SDK that global.json asks for, or one sentence saying what to install. Call from the repository's root.
require_sdk() {
  local get='install the .NET 10 SDK (https://dotnet.microsoft.com/download) and start again.' installed
  command -v dotnet >/dev/null 2>&1 || fail "The .NET SDK is missing: $get"
  if ! SDK_VERSION=$(dotnet --version 2>/dev/null); then
    installed=$(dotnet --list-sdks 2>/dev/null | awk '{ printf "%s%s", separator, $1; separator = ", " }')
    fail "The .NET SDK is too old (installed: ${installed:-none}): $get"
  fi
  export SDK_VERSION DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}

# The lines of a build log that say what went wrong, each once, without the project they repeat.
build_errors() {
  grep -E '(: |^)error ' "$1" | sed -e 's/^[[:space:]]*//' -e 's/ \[[^]]*proj\]$//' -e "s|$PWD/||" | awk '!seen[$0]++' | tail -n 5
}

# Builds, and repeats what the build says is left out of it: build_or_fail LOG PROJECT-OR-SOLUTION [ARGUMENTS…]
build_or_fail() {
  local log=$1 status=0
  shift
  mkdir -p "$(dirname "$log")"
  dotnet build "$@" --nologo --verbosity minimal --tl:off >"$log" 2>&1 || status=$?
  sed -n 's/^ *\(Left out: .*\)/\1/p' "$log" | awk '!seen[$0]++'
  if [ "$status" -ne 0 ]; then
    build_errors "$log" >&2
    # A package that was there may be gone: the next build asks again (OptionalPackages.props)
    ! grep -q 'error NU1' "$log" || rm -rf .state/packages
    fail "The build failed; the last errors stand above, all of it is in $log."
  fi
}
