# shellcheck shell=bash
# System packages and the download cache, which all instances on a machine share.

CACHE=${METRICFLOW_CACHE:-$HOME/.cache/metricflow}

can_install() {
  command -v apt-get >/dev/null && { ((EUID == 0)) || sudo -n true 2>/dev/null; }
}

as_root() { if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi; }

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" ||
    { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }
}

# need_package COMMAND PACKAGE...: installs when it may, else says how.
need_package() {
  local command=$1
  shift
  command -v "$command" >/dev/null && return
  can_install || die "The program $command is missing." 'installing it needs root, and sudo asks for a password' "sudo apt-get install -y $*"
  step "install $1" "$ROOT/.metricflow/build/apt-$1.log" apt_install "$@" ||
    die "apt-get could not install $*." 'its output is above' "sudo apt-get install -y $*"
  hash -r
}

# cached NAME FETCH_FUNCTION: afterwards $CACHE/NAME is whole. The function fills the
# folder it is given, which is renamed only when complete, so an interrupted download leaves no trace.
cached() {
  local name=$1 fetch=$2 partial
  [[ -d $CACHE/$name ]] && return
  mkdir -p "$CACHE"
  (
    flock 8
    [[ -d $CACHE/$name ]] && exit 0
    rm -rf "$CACHE/.partial-$name"
    partial=$CACHE/.partial-$name
    mkdir -p "$partial"
    step "fetch $name" "$ROOT/.metricflow/build/fetch-$name.log" "$fetch" "$partial" || exit 1
    mv "$partial" "$CACHE/$name"
  ) 8>"$CACHE/.lock-$name" ||
    die "Could not fetch $name." "the log is .metricflow/build/fetch-$name.log; Maven needs its repository (network or mirror)" './metricflow up'
}

# fetch_artifact COORDINATES FILE: one artifact through Maven, which refuses a wrong checksum here.
fetch_artifact() {
  local folder name
  folder=$(dirname "$2") name=$(basename "$2")
  (cd "$folder" && mvn -B -q -C org.apache.maven.plugins:maven-dependency-plugin:"$(pom_property dependency.plugin.version)":copy \
    -Dartifact="$1" -DoutputDirectory="$folder/.artifact" -Dmdep.useBaseVersion=true) || return 1
  mv "$folder"/.artifact/* "$folder/$name" && rmdir "$folder/.artifact"
}
