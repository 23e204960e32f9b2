# shellcheck shell=bash
# Every test there is: the browser side, the Java side, then a whole instance of its own.

# run_tests [--unit] [--json FILE], run_tests --security [ARGS] or run_tests --airflow
run_tests() {
  local unit_only='' json='' began failed=0
  while (($#)); do
    case $1 in
      --unit) unit_only=yes ;;
      --security)
        shift
        on_own_instance security "$ROOT/tests/security/openapi.sh" "$@"
        return
        ;;
      --airflow)
        shift
        on_own_instance airflow "$ROOT/airflow-dags/test.sh" "$@"
        return
        ;;
      --json)
        json=${2:-}
        [[ -n $json ]] || die '--json needs a file.' 'it was the last word' './metricflow test --json figures.json'
        shift
        ;;
      *) die "test does not know \"$1\"." 'it takes --unit, --security, --airflow and --json FILE' './metricflow help' ;;
    esac
    shift
  done
  began=$(now_ms)
  SUMMARY=() FIGURES=() TEST_LOGS=$ROOT/.metricflow/test-logs TEST_INSTANCE=''
  mkdir -p "$TEST_LOGS" "$BUILDS"
  rm -f "$ROOT/tests/target/e2e-figures.json"
  need_jdk
  need_maven
  trap 'test_teardown failed; exit 130' INT TERM
  trap 'test_teardown failed' EXIT
  test_stage web_tests web_tests || failed=1
  test_stage unit_tests java_tests || failed=1
  if [[ -n $unit_only ]]; then
    SUMMARY+=("e2e|skipped|--unit")
  elif ((failed)); then
    SUMMARY+=("e2e|skipped|the stages before it must pass first")
  else
    end_to_end || failed=1
  fi
  trap - EXIT INT TERM
  figure test_total_seconds "$(seconds_since "$began")"
  figure failed_stages_count "$(printf '%s\n' "${SUMMARY[@]}" | grep -c '|failed|' || true)"
  [[ -z $json ]] || write_figures "$json"
  test_summary "$began" "$failed"
  return "$failed"
}

# test_stage NAME FUNCTION: its output is shown as it comes and kept; its time and outcome are noted.
test_stage() {
  local name=$1 began status=0 log=$TEST_LOGS/$1.log counted
  began=$(now_ms)
  heading "== ${name//_/ } =="
  # A subshell of its own, so that die ends the stage and not the report.
  ("$2" 2>&1) | tee "$log" || status=$?
  counted=$(count_tests "$log")
  [[ -z $counted ]] || figure "${name}_count" "$counted"
  figure "${name}_seconds" "$(seconds_since "$began")"
  if ((status == 0)); then
    SUMMARY+=("${name//_/ }|passed|$(seconds_since "$began")${counted:+, $counted tests}")
  else
    SUMMARY+=("${name//_/ }|failed|$(seconds_since "$began"); log: ${log#"$ROOT"/}")
  fi
  return "$status"
}

# count_tests LOG: the totals that Surefire, Failsafe and Vitest print.
count_tests() {
  sed -E 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    /Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$/ { sub(/.*Tests run: /, ""); total += $1 + 0; seen = 1 }
    /^ *Tests .*\([0-9]+\)$/ { gsub(/.*\(|\)/, ""); total += $0; seen = 1 }
    END { if (seen) print total }'
}

web_tests() {
  [[ -f $ROOT/api/web/package.json ]] || { say 'There is no api/web yet.'; return; }
  # The pages are built too: the Java build packs them.
  if web_stale; then build_web; fi
  in_web npm test
}

# Some unit tests start a Redis of their own.
java_tests() {
  redis_obtain
  touch "$BUILDS/java.started"
  maven verify && mv "$BUILDS/java.started" "$BUILD_STAMP"
}

end_to_end() {
  local status=0
  need_chromium
  need_python
  TEST_INSTANCE=test-$$
  TEST_BASE=$(free_port_base)
  test_stage stack_up test_instance_up && test_stage e2e e2e_tests || status=$?
  if ((status == 0)); then test_teardown passed; else test_teardown failed; fi
  TEST_INSTANCE=''
  return "$status"
}

# on_own_instance NAME COMMAND...: a command with the environment of a whole instance of its own.
on_own_instance() {
  local pair status=0
  need_python
  TEST_INSTANCE=$1-$$ TEST_LOGS=$ROOT/.metricflow/test-logs
  shift
  mkdir -p "$TEST_LOGS"
  TEST_BASE=$(free_port_base)
  trap 'test_teardown failed; exit 130' INT TERM
  trap 'test_teardown failed' EXIT
  test_instance_up
  while IFS= read -r pair; do export "${pair?}"; done < <("$ROOT/metricflow" env --instance "$TEST_INSTANCE")
  "$@" || status=$?
  trap - EXIT INT TERM
  if ((status == 0)); then test_teardown passed; else test_teardown failed; fi
  return "$status"
}

test_instance_up() { env -u METRICFLOW_INSTANCE "$ROOT/metricflow" up --instance "$TEST_INSTANCE" --port-base "$TEST_BASE"; }

# The modules that tests stands on are built along, without their own tests, which have just run.
e2e_tests() {
  local pair
  while IFS= read -r pair; do export "${pair?}"; done < <("$ROOT/metricflow" env --instance "$TEST_INSTANCE")
  export METRICFLOW_SKIP_BUILD=1
  maven -pl tests -am -Pe2e -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true verify
}

# test_teardown OUTCOME: the instance never outlives the tests; its logs do when something failed.
test_teardown() {
  local state=$ROOT/.metricflow/$TEST_INSTANCE
  [[ -n $TEST_INSTANCE && -d $state ]] || return 0
  if [[ $1 == failed ]]; then
    cp -r "$state/logs" "$TEST_LOGS/$TEST_INSTANCE" 2>/dev/null || true
    warn "The logs of the test's instance are in ${TEST_LOGS#"$ROOT"/}/$TEST_INSTANCE"
  fi
  "$ROOT/metricflow" purge --yes --instance "$TEST_INSTANCE" >/dev/null || true
}

# Some tests fetch Python packages at first use: DuckDB and Polars, schemathesis, Airflow.
need_python() { python3 -c 'import ensurepip' 2>/dev/null || need_package python3-venv python3-venv; }

need_chromium() {
  [[ -x ${METRICFLOW_CHROMIUM:-/usr/bin/chromium} ]] || need_package chromium chromium
}

# free_port_base: six ports in a row that nobody listens on, below the system's own range.
free_port_base() {
  local base port try
  for ((try = 0; try < 200; try++)); do
    base=$((20000 + RANDOM % 1000 * 10))
    for ((port = base; port < base + 6; port++)); do
      port_open "$port" && continue 2
    done
    printf '%s' "$base"
    return
  done
  die 'No six free ports in a row were found.' 'tried 200 places from 20000 to 30000' 'ss -ltn'
}

figure() { FIGURES+=("\"$1\": ${2% s}"); }

write_figures() { # FILE
  local measured=$ROOT/tests/target/e2e-figures.json
  {
    printf '{\n'
    printf '  %s,\n' "${FIGURES[@]:0:${#FIGURES[@]}-1}"
    if [[ -f $measured ]]; then
      tr -d '{}' <"$measured" | sed -E '/^[[:space:]]*$/d; s/^[[:space:]]*/  /; s/,?[[:space:]]*$/,/'
    fi
    printf '  %s\n}\n' "${FIGURES[-1]}"
  } >"$1"
}

test_summary() { # BEGAN FAILED
  local entry name state detail
  heading '== summary =='
  for entry in "${SUMMARY[@]}"; do
    IFS='|' read -r name state detail <<<"$entry"
    line "$name" "$state" "$detail"
  done
  if (($2)); then say "FAILED after $(seconds_since "$1")"; else say "All passed in $(seconds_since "$1")"; fi
}
