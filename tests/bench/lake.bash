# shellcheck shell=bash
# A lake of generated events that benchmarks keep and share; sourced by their scripts.

# The last generated day. Fixed, so that the same options always give the same events.
LAKE_LAST_DAY=2026-09-30

# lake_instance EVENTS DAYS SEED: an instance that holds such a lake; makes its folders, starts nothing.
lake_instance() {
  BENCH_INSTANCE=bench-lake-$1-$2-$3
  LAKE_LABEL="$1 events over $2 days (seed $3)"
  local fragment ports=$METRICFLOW_PORT_BASE
  [[ $ports != 8400 ]] || ports=24300
  ROOT=$PWD
  for fragment in tests/stack/*.sh; do
    # shellcheck source=/dev/null
    source "$fragment"
  done
  use_instance "$BENCH_INSTANCE" "$ports" "${METRICFLOW_SPARK_MASTER:-}"
  prepare_instance
}

# lake_main COMMAND...: LakeBenchMain on the lake.
lake_main() {
  local flags command=$1
  shift
  read -r -a flags <<<"$(tr '\n' ' ' <pom.xml | sed -nE 's:.*<spark.jvm.args>([^<]*)</spark.jvm.args>.*:\1:p')"
  SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$DATA/tmp METRICFLOW_SPARK_MASTER=$SPARK_MASTER \
    "${JAVA:-java}" "${flags[@]}" -Xmx3g -XX:+UseParallelGC -Djava.io.tmpdir="$DATA/tmp" \
    -cp "spark-jobs/target/test-classes:spark-jobs/target/classes:$(<spark-jobs/target/classpath.txt)" \
    metricflow.jobs.bench.LakeBenchMain "$command" "$DATA/lake" "$@"
}

# timed NAME COMMAND...: runs it and keeps wall and CPU seconds of NAME in $STATE/NAME.seconds.
timed() {
  local name=$1 TIMEFORMAT='%R %U %S'
  shift
  { time "$@" 2>&3 1>&4; } 3>&2 4>&1 2>"$STATE/$name.time" || return
  mv "$STATE/$name.time" "$STATE/$name.seconds"
}

# lake_filled EVENTS DAYS SEED: the lake with its events compacted and rolled up; what was done before is kept.
lake_filled() {
  lake_instance "$@"
  if [[ -s $STATE/compacted.md ]]; then
    say "$LAKE_LABEL: kept from an earlier run in ${STATE#"$ROOT"/}"
    return
  fi
  lake_fits "$1"
  lake_stage generate lake_main generate "$STATE/as-streamed.md" "$1" "$2" "$LAKE_LAST_DAY" "$3"
  lake_stage compact lake_job compact
  lake_stage rollups lake_job rollups
  lake_main columns "$STATE/compacted.md"
}

# lake_stage NAME COMMAND...: what an earlier run has finished is not done again.
lake_stage() {
  [[ ! -f $STATE/$1.seconds ]] || return 0
  heading "== $LAKE_LABEL: $1 =="
  timed "$@"
}

lake_job() { "$METRICFLOW_COMMAND" job "$1" --json "$STATE/$1.json" --instance "$BENCH_INSTANCE" "${@:2}"; }

# lake_promoted: gives the load time of pages a column of its own, in the last 30 days; after the sizes of columns are taken.
lake_promoted() {
  lake_stage promote lake_job promote --project 1 --property properties.load_ms --kind number
  lake_stage fill-promoted "$METRICFLOW_COMMAND" job compact --instance "$BENCH_INSTANCE" --promote-days 30 --to "$LAKE_LAST_DAY"
}

# lake_fits EVENTS: stops before the disk is full; an event takes up to 250 bytes with what peers keep of it.
lake_fits() {
  local free needed
  free=$(df --output=avail -B1M "$STATE" | tail -n 1)
  needed=$(($1 * 250 / 1048576))
  ((needed < free)) || die "The disk has no room for $1 events." "about $needed MB are needed, $free MB are free" './metricflow bench lake --events 10M'
}

# number TEXT: 10M, 500k or a plain number as digits.
number() {
  local text=${1,,}
  case $text in
    *m) echo $((${text%m} * 1000000)) ;;
    *k) echo $((${text%k} * 1000)) ;;
    *) echo "$text" ;;
  esac
}
