# shellcheck shell=bash
# Messages: plain lines for a log, colours and a spinner for a terminal.

if [[ -t 1 ]]; then
  BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' GREEN=$'\e[32m' YELLOW=$'\e[33m' RESET=$'\e[0m'
else
  BOLD='' DIM='' RED='' GREEN='' YELLOW='' RESET=''
fi

say() { printf '%s\n' "$*"; }
heading() { printf '%s%s%s\n' "$BOLD" "$*" "$RESET"; }
warn() { printf '%s%s%s\n' "$YELLOW" "$*" "$RESET" >&2; }

# die WHAT [WHY] [NEXT COMMAND]
die() {
  clear_progress
  printf '%s%s%s\n' "$RED" "$1" "$RESET" >&2
  [[ -z ${2:-} ]] || printf '  why:  %s\n' "$2" >&2
  [[ -z ${3:-} ]] || printf '  next: %s\n' "$3" >&2
  exit 1
}

now_ms() {
  local stamp=${EPOCHREALTIME/[.,]/}
  printf '%s' "${stamp%???}"
}

# seconds_since MILLISECONDS -> "3.2 s"
seconds_since() {
  local elapsed=$(($(now_ms) - $1))
  printf '%d.%d s' $((elapsed / 1000)) $((elapsed % 1000 / 100))
}

# progress TEXT: one line that replaces itself; silent unless a person is watching.
progress() {
  [[ -t 1 ]] || return 0
  local frames='|/-=' tick=$(($(now_ms) / 200 % 4))
  printf '\r\e[K  %s%s %s%s' "$DIM" "${frames:tick:1}" "$*" "$RESET"
}

clear_progress() { [[ ! -t 1 ]] || printf '\r\e[K'; }

# line NAME STATE DETAIL...: a row of the tables that up and status print.
line() {
  local colour=''
  case $2 in
    ready | ok | done | passed) colour=$GREEN ;;
    failed | died | missing) colour=$RED ;;
    starting | unwell | old) colour=$YELLOW ;;
  esac
  clear_progress
  printf '  %-12s %s%-9s%s %s\n' "$1" "$colour" "$2" "$RESET" "${*:3}"
}

# show_tail FILE: the latest errors in a log and its last lines, without the frames of stack traces.
show_tail() {
  clear_progress
  printf '  last lines of %s:\n' "$1" >&2
  grep -vE '^[[:space:]]+at |^[[:space:]]*$' "$1" 2>/dev/null | tail -n 20 | cut -c1-300 | sed 's/^/    /' >&2 || true
}

# step LABEL LOGFILE COMMAND...: runs it with its output in the log and shows the time it takes.
step() {
  local label=$1 log=$2 began pid status=0
  shift 2
  began=$(now_ms)
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 9>&- &
  pid=$!
  if [[ -t 1 ]]; then
    while kill -0 "$pid" 2>/dev/null; do
      progress "$label  $(seconds_since "$began")"
      sleep 0.2
    done
  else
    say "  $label ..."
  fi
  wait "$pid" || status=$?
  if ((status == 0)); then
    line "$label" "done" "$(seconds_since "$began")"
  else
    line "$label" failed "after $(seconds_since "$began")"
    show_tail "$log"
  fi
  return "$status"
}
