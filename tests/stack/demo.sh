# shellcheck shell=bash
# The demo: a shop with 35 days behind it and visitors in it now.

DEMO_DAYS=${METRICFLOW_DEMO_DAYS:-35}

demo() {
  local project
  up
  ensure_project
  export_environment
  project=$(stored_value METRICFLOW_PROJECT_ID "$KEYS")
  if [[ -f $STATE/history.loaded ]]; then
    say "  The history is loaded already ($(<"$STATE/history.loaded"))."
  else
    load_history "$project"
  fi
  VISITORS_RATE=${VISITORS_RATE:-40} bring_up visitors
  say
  say "${BOLD}Dashboard${RESET}   $(dashboard_address)"
  say "Open it: the history is there, and visitors arrive every second. To stop all: $(command_line down)"
}

load_history() { # PROJECT
  local file=$DATA/tmp/history.ndjson.gz
  step "write $DEMO_DAYS days of events" "$LOGS/history.log" simulate history --days "$DEMO_DAYS" --out "$file" ||
    die 'The history could not be generated.' "see $LOGS/history.log" "$(command_line demo)"
  demo_job backfill --project "$1" --input "$file"
  demo_job compact
  demo_job rollups
  step 'save the demo funnel' "$LOGS/funnel.log" simulate funnel ||
    die 'The demo funnel could not be saved.' "see $LOGS/funnel.log" "$(command_line logs api)"
  rm -f "$file"
  date -u +%FT%TZ >"$STATE/history.loaded"
}

simulate() {
  "$JAVA" -Xmx512m -XX:+UseSerialGC -cp "$(module_classpath tests)" metricflow.tests.simulation.VisitorsMain "$@"
}

# job_progress: a job's ticks ("..., 12 s, ...") replace each other; in a log every tenth is enough.
job_progress() {
  local text ticks=0
  while IFS= read -r text; do
    if [[ ! $text =~ ,\ [0-9]+\ s(,|$) ]]; then
      clear_progress
      say "  $text"
    elif [[ -t 1 ]]; then
      progress "$text"
    elif ((++ticks % 10 == 0)); then
      say "  $text"
    fi
  done
  clear_progress
}

# A job shows its own progress. Its engine's messages go to a log.
demo_job() {
  heading "job $1"
  run_job "$@" 2>"$LOGS/job-$1.log" | job_progress || {
    clear_progress
    show_tail "$LOGS/job-$1.log"
    die "The job $1 failed." "its log is $LOGS/job-$1.log; it is safe to run again" "$(command_line demo)"
  }
}
