# shellcheck shell=bash
# Sourced after sdk.sh: which parts of the solution have packages that this machine's NuGet sources do not offer.
# The answer becomes the build properties UseAspire and UseMLNetTimeSeries (as environment variables, which MSBuild reads).

readonly PACKAGE_ANSWERS=.state/packages

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

# Restores one probe project: "true", "false" (the sources answer, and do not have it) or "unknown" (no answer).
packages_restore() {
  local log=.state/feed/$1.log
  if dotnet restore "eng/feed/$1.csproj" --nologo >"$log" 2>&1; then
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

# Sets a build property unless the caller did: switch_part PROPERTY PROBE ANSWER "what is left out"
switch_part() {
  local property=$1 answer=$2 part=$3
  case "$answer" in
    true) export "$property=true" ;;
    false)
      export "$property=false"
      LEFT_OUT+=("$part: its packages are not on this machine's NuGet sources.")
      ;;
    *)
      export "$property=false"
      LEFT_OUT+=("$part: the NuGet sources did not answer.")
      ;;
  esac
}

# Finds out (once, a few seconds, both at the same time) and sets UseAspire, UseMLNetTimeSeries and the lines of LEFT_OUT.
find_missing_packages() {
  LEFT_OUT=()
  mkdir -p "$PACKAGE_ANSWERS" .state/feed
  local key aspire mlnet probe pids=()
  key=$(package_answer_key)
  for probe in Aspire MLNetTimeSeries; do
    if ! remembered_answer "$probe" "$key" >/dev/null; then
      packages_restore "$probe" >"$PACKAGE_ANSWERS/$probe-$key" &
      pids+=("$!")
    fi
  done
  [ "${#pids[@]}" -eq 0 ] || wait "${pids[@]}"
  aspire=$(cat "$PACKAGE_ANSWERS/Aspire-$key") mlnet=$(cat "$PACKAGE_ANSWERS/MLNetTimeSeries-$key")
  # no answer is nothing to remember
  case "$aspire $mlnet" in *unknown*) forget_missing_packages ;; esac
  case "${UseAspire:-}" in
    '') switch_part UseAspire "$aspire" "Aspire (IowaSales.AppHost and its tests)" ;;
    [Ff]alse) LEFT_OUT+=("Aspire (IowaSales.AppHost and its tests): UseAspire is set to false.") ;;
  esac
  case "${UseMLNetTimeSeries:-}" in
    '') switch_part UseMLNetTimeSeries "$mlnet" "ML.NET's singular-spectrum model" ;;
    [Ff]alse) LEFT_OUT+=("ML.NET's singular-spectrum model: UseMLNetTimeSeries is set to false.") ;;
  esac
}

# One line for each part left out: report_left_out
report_left_out() {
  local line
  for line in ${LEFT_OUT[@]+"${LEFT_OUT[@]}"}; do
    printf 'Left out: %s\n' "$line"
  done
}
