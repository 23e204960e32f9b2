# shellcheck shell=bash
# What benchmarks on an instance of their own share; sourced by their scripts.

# bench_instance NAME [COMPONENT...]: brings it up, exports its environment, purges it at the end.
# It takes the ports of --port-base when that was given, else 24100.
bench_instance() {
  local pair instance=bench-$1-$$ ports=$METRICFLOW_PORT_BASE
  shift
  [[ $ports != 8400 ]] || ports=24100
  # shellcheck disable=SC2064 # the name of now
  trap "'$METRICFLOW_COMMAND' purge --yes --instance '$instance' >/dev/null" EXIT
  "$METRICFLOW_COMMAND" up "$@" --instance "$instance" --port-base "$ports"
  while IFS= read -r pair; do export "${pair?}"; done < <("$METRICFLOW_COMMAND" env --instance "$instance")
}

tests_classpath() { printf '%s' "tests/target/classes:$(<tests/target/classpath.txt)"; }
