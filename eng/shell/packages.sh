# shellcheck shell=bash
# Sourced after sdk.sh: which parts of the solution have packages that this machine's NuGet sources do not offer.
# The answer becomes the build properties UseAspire, UseAspireDocker and UseMLNetTimeSeries (environment variables, which MSBuild reads).

readonly PACKAGE_ANSWERS=.state/packages

# The release of Aspire that is taken where the pinned one is not to be had: of the packages, of the SDK.
readonly OTHER_ASPIRE=13.6.5 OTHER_ASPIRE_SDK=13.6.4

# What an answer depends on: the SDK, the pinned versions, and every NuGet.Config in force.
package_answer_key() {
  {
    printf '%s\n' "$SDK_VERSION"
    cat Directory.Packages.props eng/feed/*.csproj
    local folder=$PWD file
    while :; do
      for file in "$folder"/NuGet.Config "$folder"/nuget.config "$folder"/NuGet.config; do
        [ -f "$file" ] && cat "$file"
      done
      [ "$folder" = / ] && break
      folder=$(dirname "$folder")
    done
    cat "$HOME"/.nuget/NuGet/NuGet.Config "$HOME"/.config/NuGet/NuGet.Config "$HOME"/.nuget/config/*.config 2>/dev/null || true
  } | cksum | tr ' ' '-'
}

# Restores one probe project, PROBE [PROPERTY=VALUE ...]: "true", "false" (the sources answer, and do not have it) or "unknown" (no answer).
packages_restore() {
  local log=.state/feed/$1.log probe=$1
  shift
  if dotnet restore "eng/feed/$probe.csproj" --nologo "${@/#/-p:}" >"$log" 2>&1; then
    echo true
  elif grep -qE 'NU1301|NU1801|timed out|Unable to load the service index' "$log"; then
    echo unknown
  else
    echo false
  fi
}

# The answer of one probe, remembered for a day when it is no, so that a feed that gains the packages is noticed.
remembered_answer() {
  local file=$PACKAGE_ANSWERS/$1-$2
  [ -f "$file" ] || return 1
  if [ "$(cat "$file")" = false ] && [ -n "$(find "$file" -mmin +1440 2>/dev/null)" ]; then
    return 1
  fi
  cat "$file"
}

forget_missing_packages() {
  rm -rf "$PACKAGE_ANSWERS"
}

# Sets a build property unless the caller did, from the remembered answer of its probe: switch_part PROPERTY PROBE KEY "what is left out"
switch_part() {
  local property=$1 part=$4 answer
  answer=$(cat "$PACKAGE_ANSWERS/$2-$3")
  case "${!property:-}" in
    '') ;;
    [Ff]alse)
      LEFT_OUT+=("$part: $property is set to false.")
      return
      ;;
    *) return ;;
  esac
  case "$answer" in
    true) export "$property=true" ;;
    false)
      export "$property=false"
      LEFT_OUT+=("$part: its packages are not on this machine's NuGet sources.")
      ;;
    *)
      # no answer is nothing to remember
      rm -f "$PACKAGE_ANSWERS/$2-$3"
      export "$property=false"
      LEFT_OUT+=("$part: the NuGet sources did not answer.")
      ;;
  esac
}

# Where the pinned release of Aspire is not to be had, another one is: choose_aspire KEY
choose_aspire() {
  local answer=$PACKAGE_ANSWERS/Aspire-$1 other=$PACKAGE_ANSWERS/OtherAspire-$1
  [ -z "${UseAspire:-}${AspireVersion:-}" ] && [ "$(cat "$answer")" = false ] || return 0
  if ! remembered_answer OtherAspire "$1" >/dev/null; then
    packages_restore Aspire AspireVersion=$OTHER_ASPIRE AspireSdkVersion=$OTHER_ASPIRE_SDK >"$other"
  fi
  if [ "$(cat "$other")" = true ]; then
    export UseAspire=true AspireVersion=$OTHER_ASPIRE AspireSdkVersion=$OTHER_ASPIRE_SDK
    echo "Aspire: built with $OTHER_ASPIRE, since this machine's NuGet sources lack the release that is pinned."
  fi
}

# Finds out (once, a few seconds, all at the same time) and sets the properties and the lines of LEFT_OUT.
find_missing_packages() {
  LEFT_OUT=()
  mkdir -p "$PACKAGE_ANSWERS" .state/feed
  local key probe pids=()
  key=$(package_answer_key)
  for probe in Aspire AspireDocker MLNetTimeSeries; do
    if ! remembered_answer "$probe" "$key" >/dev/null; then
      packages_restore "$probe" >"$PACKAGE_ANSWERS/$probe-$key" &
      pids+=("$!")
    fi
  done
  [ "${#pids[@]}" -eq 0 ] || wait "${pids[@]}"
  choose_aspire "$key"
  switch_part UseAspire Aspire "$key" "Aspire (IowaSales.AppHost and its tests)"
  [ "${UseAspire:-}" = false ] || switch_part UseAspireDocker AspireDocker "$key" "Aspire's publishing of a compose file"
  switch_part UseMLNetTimeSeries MLNetTimeSeries "$key" "ML.NET's singular-spectrum model"
}

# One line for each part left out: report_left_out
report_left_out() {
  local line
  for line in ${LEFT_OUT[@]+"${LEFT_OUT[@]}"}; do
    printf 'Left out: %s\n' "$line"
  done
}
