# shellcheck shell=bash
# Sourced after sdk.sh by the scripts that look at the dashboard in a real browser.

readonly BROWSING=eng/browser/bin/Release/net10.0/IowaSales.Browsing.dll
# shellcheck disable=SC2034 # for the callers
readonly NO_BROWSER="no Chromium is installed; CHROMIUM_PATH names one that lies elsewhere."

# Builds what drives a browser; whether there is one.
find_browser() {
  build_or_fail .state/logs/build-browser.log eng/browser
  dotnet $BROWSING find >/dev/null 2>&1
}

# Clicks through a running dashboard to a product's chart; fails with a sentence when anything of it does not work: visit ADDRESS
visit() { dotnet $BROWSING visit "$1"; }
