# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared by the fragments
# The small commands: status, logs, env, sql, start, restart, kill, purge.

state_of() {
  if alive "$1"; then
    if "${1}_healthy"; then echo ready; else echo unwell; fi
  elif [[ $1 == catalog && -f $PIDS/catalog.done ]]; then
    echo 'done'
  elif [[ -f $PIDS/$1.pid ]]; then
    echo died
  else
    echo stopped
  fi
}

# status: exits with 3 when a component is not as it should be.
status() {
  local name state wrong=0 names=("${COMPONENTS[@]}")
  need_instance
  [[ ! -f $PIDS/visitors.pid ]] || names+=(visitors)
  heading "MetricFlow: instance $INSTANCE on ports from $PORT_BASE"
  for name in "${names[@]}"; do
    state=$(state_of "$name")
    [[ $state == ready || $state == 'done' ]] || wrong=3
    line "$name" "$state" "$(printf '%-30s pid %-8s %s' "$("${name}_address")" "$(pid_of "$name" 2>/dev/null || echo -)" "${LOGS#"$ROOT"/}/$name.log")"
  done
  ((wrong == 0)) || say "  to start what is missing: $(command_line up)"
  return "$wrong"
}

command_logs() {
  local name=${1:-} log
  [[ -n $name ]] || die 'Whose log?' "the components are ${COMPONENTS[*]} and visitors" "$(command_line logs api)"
  log=$LOGS/$name.log
  [[ -f $log ]] || die "$name has no log yet." "$log does not exist" "$(command_line status)"
  if [[ ${2:-} == -f ]]; then tail -n 50 -F "$log"; else tail -n 200 "$log"; fi
}

command_env() { instance_environment; }

# command_sql [--json|--csv] [SQL]
command_sql() {
  local format=ALIGNED sql='' word cli
  for word in "$@"; do
    case $word in
      --json) format=JSON ;;
      --csv) format=CSV_HEADER ;;
      *) sql=$word ;;
    esac
  done
  need_jdk
  port_open "$TRINO_PORT" || die 'Trino is not running.' "nothing answers on 127.0.0.1:$TRINO_PORT" "$(command_line up)"
  trino_cli_obtain
  cli=("$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -jar "$(trino_cli_home)/trino-cli.jar" --server "http://127.0.0.1:$TRINO_PORT" --user "${METRICFLOW_SQL_USER:-analyst}" --catalog lake --schema analytics)
  # Without a terminal the client's line editor would complain about it.
  [[ -t 0 && -t 1 ]] || cli=("${cli[@]:0:1}" -Dorg.jline.terminal.dumb=true "${cli[@]:1}")
  [[ -z $sql ]] || cli+=(--progress=false --output-format "$format" --execute "$sql")
  "${cli[@]}"
}

trino_cli_home() { printf '%s/trino-cli-%s' "$CACHE" "$(pom_property trino.version)"; }

trino_cli_obtain() {
  [[ -d $(trino_cli_home) ]] && return
  need_maven
  cached "$(basename "$(trino_cli_home)")" trino_cli_fetch >&2
}

trino_cli_fetch() { fetch_artifact "io.trino:trino-cli:$(pom_property trino.version):jar:executable" "$1/trino-cli.jar"; }

named() { [[ -n ${1:-} ]] || die 'Which component?' "they are ${COMPONENTS[*]} and visitors" "$(command_line status)"; need_component "$1"; }

command_start() {
  named "$@"
  up "$1"
}

command_restart() {
  named "$@"
  stop_shown "$1"
  [[ $1 != catalog ]] || rm -f "$PIDS/catalog.done"
  up "$1"
}

command_kill() {
  local pid
  named "$@"
  pid=$(pid_of "$1" 2>/dev/null) || die "$1 is not running." 'there is nothing to kill' "$(command_line status)"
  strike "$1"
  say "$1 (pid $pid) was killed with SIGKILL. To start it again: $(command_line start "$1")"
}

purge() {
  local answer=''
  instance_exists || { say "The instance $INSTANCE does not exist: nothing to delete."; return; }
  if [[ ${1:-} != --yes ]]; then
    [[ -t 0 ]] || die 'purge deletes all data of the instance.' 'it asks first, and there is no terminal to ask on' "$(command_line purge) --yes"
    read -r -p "Delete all events, keys and logs of the instance $INSTANCE in ${STATE#"$ROOT"/}? [y/N] " answer
    [[ $answer == [yY]* ]] || { say 'Nothing was deleted.'; return; }
  fi
  down
  rm -rf "$STATE"
  say "The instance $INSTANCE is gone."
}
