# shellcheck shell=bash
# Our own programs: streaming, the catalog step, the API and the simulated visitors.

streaming_address() { printf '127.0.0.1:%s (health)' "$STREAMING_PORT"; }
api_address() { printf 'http://127.0.0.1:%s' "$API_PORT"; }
catalog_address() { printf 'tables and views in Trino'; }
visitors_address() { printf 'simulated traffic, %s events/s' "${VISITORS_RATE:-40}"; }

# program NAME MODULE MAIN FLAGS... [-- ARGUMENTS...]
program() {
  local name=$1 module=$2 main=$3 flags=() classpath archive
  shift 3
  while (($#)) && [[ $1 != -- ]]; do
    flags+=("$1")
    shift
  done
  (($# == 0)) || shift
  classpath=$(archived_classpath "$module") || exit 1
  read -r -a archive <<<"$(class_archive "$BUILDS/$name")"
  launch "$name" "$JAVA" "${archive[@]}" "${flags[@]}" -Dmetricflow.component="$name" -Djava.io.tmpdir="$DATA/tmp" \
    -cp "$classpath" "$main" "$@"
}

streaming_launch() {
  local flags
  need_port streaming "$STREAMING_PORT"
  read -r -a flags <<<"$(spark_flags 2g)"
  SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$DATA/tmp program streaming streaming metricflow.streaming.StreamingMain "${flags[@]}"
}

streaming_healthy() { http_ok "$STREAMING_PORT" /health/ready; }

# The catalog step runs once for each up and ends; its exit status is its health.
catalog_launch() {
  local classpath
  classpath=$(module_classpath trino-catalog) || exit 1
  rm -f "$PIDS/catalog.done"
  # shellcheck disable=SC2016 # expanded by the inner shell
  launch catalog bash -c '"$@" && touch "$0"' "$PIDS/catalog.done" \
    "$JAVA" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$classpath" metricflow.trino.CatalogMain
}

# Tables registered in this Trino stay registered: the step is due again when Trino or our code is new.
catalog_healthy() { [[ -f $PIDS/catalog.done && ! $PIDS/trino.pid -nt $PIDS/catalog.done && ! $BUILD_STAMP -nt $PIDS/catalog.done ]]; }

api_launch() {
  need_port api "$API_PORT"
  program api api metricflow.api.ApiMain -Xmx512m -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError -- --role collector,query
}

api_healthy() { http_ok "$API_PORT" /health/ready; }

visitors_launch() {
  program visitors tests metricflow.tests.simulation.VisitorsMain -Xmx256m -XX:+UseSerialGC -- live --rate "${VISITORS_RATE:-40}"
}

visitors_healthy() { alive visitors; }

# rebuild_live: asks the running streaming job, the one writer of Redis, and follows it to the end.
rebuild_live() {
  local state events projects millis
  http POST "$STREAMING_PORT" /rebuild-live || die 'Streaming is not running, and only it can rebuild the live view.' \
    "nothing answers on 127.0.0.1:$STREAMING_PORT" "$(command_line start streaming)"
  [[ $HTTP_STATUS == 202 ]] || die 'Streaming did not take the order.' "it answered $HTTP_STATUS: $HTTP_BODY" "$(command_line logs streaming)"
  while state=$(json_value state "$HTTP_BODY") && [[ $state == running ]]; do
    progress 'rebuilding the live view from the lake'
    sleep 0.3
    http GET "$STREAMING_PORT" /rebuild-live || die 'Streaming ended during the rebuild.' 'its view is not whole; it is rebuilt when streaming starts' "$(command_line start streaming)"
  done
  clear_progress
  [[ $state == 'done' ]] || die 'The rebuild failed.' "$(json_value reason "$HTTP_BODY")" "$(command_line logs streaming)"
  events=$(json_value events "$HTTP_BODY") projects=$(json_value projects "$HTTP_BODY") millis=$(json_value millis "$HTTP_BODY")
  say "The live view is rebuilt: $events events of $projects projects in $millis ms, $(json_value repeated "$HTTP_BODY") repeated rows left out."
}

# run_job NAME ARGUMENTS...: a Spark job in the foreground.
run_job() {
  local flags classpath
  [[ -n ${1:-} ]] || die 'Which job?' 'the jobs are backfill, promote, compact, rollups, replay-rejects, retention, erase, reconcile and rebuild-live' "$(command_line job rollups)"
  need_instance
  if [[ $1 == rebuild-live ]]; then
    rebuild_live
    return
  fi
  need_jdk
  build_when_stale
  export_environment
  classpath=$(module_classpath spark-jobs) || exit 1
  read -r -a flags <<<"$(spark_flags 3g)"
  SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$DATA/tmp "$JAVA" "${flags[@]}" -Djava.io.tmpdir="$DATA/tmp" \
    -cp "$classpath" metricflow.jobs.JobMain "$@"
}
