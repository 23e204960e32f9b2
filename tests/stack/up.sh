# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared by the fragments
# Bringing the components up in the order of what they need, as parallel as that allows.

# needs NAME: the components that must be ready before this one starts.
needs() {
  case $1 in
    streaming) echo kafka redis ;;
    catalog) echo trino streaming ;;
    api) echo kafka redis streaming ;;
    visitors) echo api ;;
  esac
}

# patience NAME: seconds from launch until we call it failed.
patience() {
  case $1 in
    redis) echo 60 ;;
    kafka | api) echo 120 ;;
    *) echo 180 ;;
  esac
}

# bring_up NAME...: launches what is not healthy, waits for all; exits with the log when one fails.
bring_up() {
  declare -A began=() state=()
  local name waiting=("$@") still
  for name in "${waiting[@]}"; do state[$name]=waiting; done
  while ((${#waiting[@]})); do
    still=()
    for name in "${waiting[@]}"; do
      if [[ ${state[$name]} == waiting ]]; then
        needs_ready "$name" || { still+=("$name"); continue; }
        began[$name]=$(now_ms) state[$name]=starting
        if component_healthy "$name"; then
          line "$name" ready "$("${name}_address")  (was running)"
          state[$name]=ready
          continue
        fi
        alive "$name" || "${name}_launch"
      fi
      if "${name}_healthy"; then
        state[$name]=ready
        line "$name" ready "$("${name}_address")  $(seconds_since "${began[$name]}")"
      elif ! alive "$name" && ! "${name}_healthy"; then
        start_failed "$name" 'the process ended'
      elif (($(now_ms) - began[$name] > $(patience "$name") * 1000)); then
        start_failed "$name" "no healthy answer within $(patience "$name") s"
      else
        still+=("$name")
      fi
    done
    waiting=("${still[@]}")
    ((${#waiting[@]} == 0)) || progress "waiting for ${waiting[*]}"
    sleep 0.1
  done
}

# needs_ready NAME: true when nothing it needs is still coming up in this call of bring_up.
needs_ready() {
  local other
  for other in $(needs "$1"); do
    [[ -z ${state[$other]:-} || ${state[$other]} == ready ]] || return 1
  done
}

component_healthy() {
  if [[ $1 != catalog ]]; then alive "$1" || return 1; fi
  "${1}_healthy"
}

start_failed() { # NAME REASON
  line "$1" failed "$2"
  show_tail "$LOGS/$1.log"
  die "$1 did not start." "$2" "$(command_line logs "$1")   or   $(command_line doctor)"
}

# up [NAME...]: all components, or only the named ones.
up() {
  local began name names=("$@")
  began=$(now_ms)
  ((${#names[@]})) || names=("${COMPONENTS[@]}")
  for name in "${names[@]}"; do need_component "$name"; done
  need_jdk
  prepare_instance
  exec 9>"$STATE/.lock"
  flock -n 9 || { say "Another ./metricflow is working on the instance $INSTANCE; waiting for it."; flock 9; }
  heading "MetricFlow: instance $INSTANCE on ports from $PORT_BASE"
  for name in kafka redis trino; do
    [[ " ${names[*]} " != *" $name "* ]] || "${name}_obtain"
  done
  # Infrastructure alone needs no build of ours.
  for name in "${names[@]}"; do
    case $name in streaming | catalog | api | visitors)
      build_when_stale
      break
      ;;
    esac
  done
  export_environment
  bring_up "${names[@]}"
  say "  up in $(seconds_since "$began")"
  exec 9>&-
}

need_component() {
  declare -F "${1}_launch" >/dev/null ||
    die "There is no component named $1." "the components are ${COMPONENTS[*]} and visitors" "$(command_line status)"
}

# down: in reverse order; what nobody needs any more stops side by side.
down() {
  local began name
  began=$(now_ms)
  instance_exists || { say "The instance $INSTANCE does not exist: nothing to stop."; return; }
  for name in visitors api catalog streaming; do stop_shown "$name"; done
  for name in trino kafka redis; do stop_shown "$name" & done
  wait
  say "The instance $INSTANCE is down ($(seconds_since "$began")). Its data stays in ${STATE#"$ROOT"/}."
}

stop_shown() {
  local began
  began=$(now_ms)
  if ! alive "$1"; then
    rm -f "$PIDS/$1.pid"
    return
  fi
  terminate "$1" 60
  line "$1" stopped "$(seconds_since "$began")"
}
