# shellcheck shell=bash
# Builds what changed since the last build, and nothing else.

BUILDS=$ROOT/.metricflow/build
BUILD_STAMP=$BUILDS/java.stamp
MODULES=(lake-layout streaming spark-jobs trino-catalog api tests)

# newer_than STAMP PATH...: true when any file or folder is newer, or there is no stamp.
newer_than() {
  local stamp=$1 path found=()
  shift
  [[ -f $stamp ]] || return 0
  for path in "$@"; do [[ ! -e $path ]] || found+=("$path"); done
  ((${#found[@]})) || return 1
  [[ -n $(find "${found[@]}" \( -name node_modules -o -name dist -o -name target \) -prune -o -newer "$stamp" -print -quit) ]]
}

web_stale() { [[ -f $ROOT/api/web/package.json ]] && newer_than "$BUILDS/web.stamp" "$ROOT/api/web"; }

java_stale() {
  local module sources=("$ROOT/pom.xml")
  for module in "${MODULES[@]}"; do
    sources+=("$ROOT/$module/src" "$ROOT/$module/pom.xml")
    [[ ! -f $ROOT/$module/pom.xml || -f $ROOT/$module/target/classpath.txt ]] || return 0
  done
  newer_than "$BUILD_STAMP" "${sources[@]}"
}

# build_when_stale: one build at a time on this checkout; the second finds nothing left to do.
# METRICFLOW_SKIP_BUILD=1 takes what is there: tests restart components without building under themselves.
build_when_stale() {
  [[ -z ${METRICFLOW_SKIP_BUILD:-} ]] || return 0
  if ! web_stale && ! java_stale; then return; fi
  mkdir -p "$BUILDS"
  exec 7>"$BUILDS/.lock"
  flock -n 7 || { say '  another build is running; waiting for it'; flock 7; }
  if web_stale; then build_web; fi
  if java_stale; then build_java; fi
  exec 7>&-
}

# The stamp is as old as the start of the build, so an edit during the build counts as new.
build_web() {
  need_package npm nodejs npm
  touch "$BUILDS/web.started"
  if [[ ! -d $ROOT/api/web/node_modules ]] || newer_than "$BUILDS/npm.stamp" "$ROOT/api/web/package-lock.json"; then
    touch "$BUILDS/npm.started"
    step 'npm ci' "$BUILDS/npm-ci.log" in_web npm ci --no-audit --no-fund ||
      die 'The web dependencies could not be installed.' 'the full output is in .metricflow/build/npm-ci.log' '(cd api/web && npm ci)'
    mv "$BUILDS/npm.started" "$BUILDS/npm.stamp"
  fi
  step 'web build' "$BUILDS/web.log" in_web npm run build ||
    die 'The web build failed.' 'the full output is in .metricflow/build/web.log' '(cd api/web && npm run build)'
  mv "$BUILDS/web.started" "$BUILDS/web.stamp"
  # The pages travel inside the API's build.
  rm -f "$BUILD_STAMP"
}

in_web() { cd "$ROOT/api/web" && "$@"; }

build_java() {
  need_maven
  touch "$BUILDS/java.started"
  step 'java build' "$BUILDS/java.log" maven -q -DskipTests package ||
    die 'The Java build failed.' 'the full output is in .metricflow/build/java.log' './metricflow build'
  mv "$BUILDS/java.started" "$BUILD_STAMP"
}

build() {
  need_jdk
  rm -f "$BUILDS"/{web,java}.stamp
  build_when_stale
}
