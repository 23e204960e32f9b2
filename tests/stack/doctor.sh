# shellcheck shell=bash
# What this machine has and lacks. Nothing is changed.

doctor() {
  local missing=0 home free_gb memory_gb port
  heading 'MetricFlow needs'
  if home=$(find_jdk); then
    line 'JDK 25' ok "$home"
  else
    lacking 'JDK 25' "$JDK_INSTALL"
  fi
  doctor_program Maven mvn 'apt-get install -y maven'
  doctor_node
  doctor_program Redis redis-server 'apt-get install -y redis-server'
  doctor_program flock flock 'apt-get install -y util-linux'

  memory_gb=$(($(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo) / 1048576))
  if ((memory_gb >= 8)); then line memory ok "$memory_gb GB available"; else lacking memory "$memory_gb GB available; 8 GB are needed: close something large"; fi
  mkdir -p "$CACHE"
  for port in "$ROOT" "$CACHE"; do
    free_gb=$(($(df --output=avail -k "$port" | tail -n 1) / 1048576))
    if ((free_gb >= 6)); then line disk ok "$free_gb GB free at $port"; else lacking disk "$free_gb GB free at $port; 6 GB are needed"; fi
  done
  doctor_ports

  heading 'The tests also need'
  doctor_program Chromium "${METRICFLOW_CHROMIUM:-chromium}" 'apt-get install -y chromium'

  heading 'Fetched on first use'
  for home in "$(kafka_home)" "$(trino_home)" "$(trino_cli_home)"; do
    if [[ -d $home ]]; then line "$(basename "$home")" ok "$home"; else line "$(basename "$home")" later "will be fetched through Maven"; fi
  done
  if ((missing)); then
    say
    say "$missing missing. ./metricflow installs packages itself when it runs as root or sudo needs no password."
    return 1
  fi
  say
  say 'All here. Next: ./metricflow demo'
}

lacking() {
  line "$1" missing "$2"
  missing=$((missing + 1))
}

doctor_program() { # LABEL COMMAND INSTALL
  local path
  if path=$(command -v "$2"); then line "$1" ok "$path"; else lacking "$1" "sudo $3"; fi
}

doctor_node() {
  local version
  if ! command -v npm >/dev/null || ! version=$(node --version 2>/dev/null); then
    lacking node 'sudo apt-get install -y nodejs npm'
  elif version=${version#v} && ((${version%%.*} < 18)); then
    line node old "$version; 18 or newer is needed: https://nodejs.org"
    missing=$((missing + 1))
  else
    line node ok "$version"
  fi
}

doctor_ports() {
  local port
  use_instance "${METRICFLOW_INSTANCE:-default}"
  if any_alive; then
    line ports ok "$PORT_BASE to $((PORT_BASE + 5)) belong to the running instance $INSTANCE"
    return
  fi
  for ((port = PORT_BASE; port < PORT_BASE + 6; port++)); do
    if port_open "$port"; then
      lacking ports "$port is in use; choose others: ./metricflow up --port-base $((PORT_BASE + 100))"
      return
    fi
  done
  line ports ok "$PORT_BASE to $((PORT_BASE + 5)) are free"
}
