# shellcheck shell=bash
# Benchmarks are scripts of their own in tests/bench; this only finds and starts them.

run_bench() {
  local name=${1:-} script
  script=$ROOT/tests/bench/$name.sh
  if [[ -z $name || $name == */* || ! -f $script ]]; then
    [[ -z $name ]] || warn "There is no benchmark named $name."
    say 'Benchmarks:'
    for script in "$ROOT"/tests/bench/*.sh; do
      [[ ! -f $script ]] || say "  ./metricflow bench $(basename "$script" .sh)   $(sed -n '2s/^# *//p' "$script")"
    done
    [[ -z $name ]]
    return
  fi
  shift
  need_jdk
  build_when_stale
  export JAVA METRICFLOW_INSTANCE=$INSTANCE METRICFLOW_COMMAND=$ROOT/metricflow METRICFLOW_PORT_BASE=$PORT_BASE
  exec bash "$script" "$@"
}
