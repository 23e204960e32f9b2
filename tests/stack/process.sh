# shellcheck shell=bash
# Background processes: started detached, known by pid and start time, stopped politely.

# The start time (in ticks since boot) tells a process from a later one with the same pid.
start_ticks() { # PID
  local stat
  stat=$(<"/proc/$1/stat") 2>/dev/null || return 1
  stat=${stat##*) }
  # A zombie has finished; only its parent has not looked yet. While other threads of a killed JVM
  # still end, though, its ports are not free.
  [[ $stat != Z* || $(find "/proc/$1/task" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l) -gt 1 ]] || return 1
  # shellcheck disable=SC2086 # split into fields
  set -- $stat
  printf '%s' "${20}"
}

# pid_of NAME: prints the pid when that very process still runs.
pid_of() {
  local pid ticks
  [[ -f $PIDS/$1.pid ]] || return 1
  read -r pid ticks <"$PIDS/$1.pid" || return 1
  [[ $(start_ticks "$pid") == "$ticks" ]] || return 1
  printf '%s' "$pid"
}

alive() { pid_of "$1" >/dev/null 2>&1; }

any_alive() {
  local file
  for file in "$PIDS"/*.pid; do
    [[ -f $file ]] && alive "$(basename "$file" .pid)" && return
  done
  return 1
}

# launch NAME COMMAND...: in its own session and in LAUNCH_DIR, output appended to the component's log.
launch() {
  local name=$1 log=$LOGS/$1.log pid
  shift
  if [[ -f $log ]] && (($(stat -c %s "$log") > 20000000)); then mv "$log" "$log.1"; fi
  printf '%s starting %s\n' "$(date -u +%FT%TZ)" "$name" >>"$log"
  (cd "${LAUNCH_DIR:-$STATE}" && exec setsid nohup "$@" >>"$log" 2>&1 </dev/null 9>&-) &
  pid=$!
  printf '%s %s\n' "$pid" "$(start_ticks "$pid")" >"$PIDS/$name.pid"
}

# terminate NAME [GRACE_SECONDS]: SIGTERM, then SIGKILL with a notice.
terminate() {
  local name=$1 grace=${2:-20} pid deadline
  if ! pid=$(pid_of "$name" 2>/dev/null); then
    rm -f "$PIDS/$name.pid"
    return
  fi
  kill -TERM "$pid" 2>/dev/null || true
  deadline=$(($(now_ms) + grace * 1000))
  while alive "$name"; do
    if (($(now_ms) > deadline)); then
      warn "  $name did not stop within $grace s of SIGTERM: killed. Its log: $LOGS/$name.log"
      kill -KILL "$pid" 2>/dev/null || true
      deadline=$(($(now_ms) + 60000))
    fi
    progress "stopping $name"
    sleep 0.1
  done
  rm -f "$PIDS/$name.pid"
}

# strike NAME: SIGKILL, as a crash would. The pid file stays: status then says "died".
strike() {
  local pid
  pid=$(pid_of "$1" 2>/dev/null) || return 0
  kill -KILL "$pid"
  while alive "$1"; do sleep 0.02; done
}

# need_port NAME PORT: nobody else may hold a port that a component is about to open.
need_port() {
  port_open "$2" || return 0
  local holder='another program'
  if command -v ss >/dev/null; then
    holder=$(ss -Hltnp "sport = :$2" 2>/dev/null | sed -nE 's/.*users:\(\("([^"]+)",pid=([0-9]+).*/\1 (pid \2)/p' | head -n 1)
  fi
  die "Port $2, which $1 needs, is in use." "${holder:-another program} listens on 127.0.0.1:$2" \
    "$(command_line up) --port-base $((PORT_BASE + 100))"
}
