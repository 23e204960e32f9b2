# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared by the fragments
# One running MetricFlow: its folder, its ports, its keys, its environment.

COMPONENTS=(kafka redis trino streaming catalog api)

# use_instance NAME [PORT_BASE] [SPARK_MASTER]: empty means "as it was, else the default".
use_instance() {
  INSTANCE=$1
  [[ $INSTANCE =~ ^[a-z0-9][a-z0-9-]{0,40}$ ]] ||
    die "\"$INSTANCE\" cannot name an instance." 'a name is made of small letters, digits and dashes' './metricflow up --instance demo-2'
  STATE=$ROOT/.metricflow/$INSTANCE
  DATA=$STATE/data LOGS=$STATE/logs PIDS=$STATE/pids KEYS=$STATE/keys.env
  PORT_BASE=$(stored_value PORT_BASE "$STATE/instance.env")
  SPARK_MASTER=$(stored_value SPARK_MASTER "$STATE/instance.env")
  if [[ -n ${2:-} && -n $PORT_BASE && $2 != "$PORT_BASE" ]] && any_alive; then
    die "The instance $INSTANCE is running on ports from $PORT_BASE." 'a running instance keeps its ports' "$(command_line down)"
  fi
  PORT_BASE=${2:-${PORT_BASE:-8400}} SPARK_MASTER=${3:-${SPARK_MASTER:-local[*]}}
  if ! [[ $PORT_BASE =~ ^[0-9]{4,5}$ ]] || ((PORT_BASE < 1024 || PORT_BASE > 65520)); then
    die "\"$PORT_BASE\" cannot be a port base." 'it is a number from 1024 to 65520; six ports from it are used' "$(command_line up) --port-base 8500"
  fi
  API_PORT=$PORT_BASE REDIS_PORT=$((PORT_BASE + 1)) KAFKA_PORT=$((PORT_BASE + 2))
  CONTROLLER_PORT=$((PORT_BASE + 3)) TRINO_PORT=$((PORT_BASE + 4)) STREAMING_PORT=$((PORT_BASE + 5))
}

# command_line WORDS...: the command a person would type for this instance.
command_line() {
  printf './metricflow %s' "$*"
  [[ $INSTANCE == default ]] || printf ' --instance %s' "$INSTANCE"
}

instance_exists() { [[ -f $STATE/instance.env ]]; }

need_instance() {
  instance_exists || die "There is no instance named $INSTANCE." "$STATE does not exist" "$(command_line up)"
}

stored_value() { # KEY FILE
  [[ ! -f $2 ]] || sed -n "s/^$1=//p" "$2" | tail -n 1
}

# prepare_instance: creates the folders and files of the instance; safe to repeat.
prepare_instance() {
  mkdir -p "$DATA"/{kafka,redis,lake,trino,metadata,checkpoints,tmp} "$LOGS" "$PIDS"
  if [[ ! -f $KEYS ]]; then
    (umask 077 && printf 'METRICFLOW_ADMIN_KEY=mfa_%s\n' "$(random_hex 24)" >"$KEYS.new" && mv "$KEYS.new" "$KEYS")
  fi
  cat >"$STATE/instance.env" <<END
# Written by ./metricflow up. Ports: api, redis, kafka, kafka controller, trino, streaming health.
PORT_BASE=$PORT_BASE
SPARK_MASTER=$SPARK_MASTER
END
}

random_hex() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

remember_key() { # NAME VALUE
  local kept
  kept=$(grep -v "^$1=" "$KEYS" || true)
  (umask 077 && printf '%s\n%s=%s\n' "$kept" "$1" "$2" | sed '/^$/d' >"$KEYS.new" && mv "$KEYS.new" "$KEYS")
}

# instance_environment: KEY=VALUE lines, the whole contract between this command and the programs.
instance_environment() {
  cat <<END
METRICFLOW_INSTANCE=$INSTANCE
METRICFLOW_COMMAND=$ROOT/metricflow
METRICFLOW_API=http://127.0.0.1:$API_PORT
METRICFLOW_API_PORT=$API_PORT
METRICFLOW_KAFKA=127.0.0.1:$KAFKA_PORT
METRICFLOW_REDIS=127.0.0.1:$REDIS_PORT
METRICFLOW_TRINO=127.0.0.1:$TRINO_PORT
METRICFLOW_LAKE=$DATA/lake
METRICFLOW_CHECKPOINTS=$DATA/checkpoints
METRICFLOW_METADATA_URL=jdbc:h2:file:$DATA/metadata/metricflow
METRICFLOW_JOB_METRICS=$DATA/metrics
METRICFLOW_JOB_REPORTS=$DATA/reports
METRICFLOW_SPARK_MASTER=$SPARK_MASTER
METRICFLOW_STREAMING_PORT=$STREAMING_PORT
METRICFLOW_LOGS=$LOGS
END
  cat "$KEYS"
}

export_environment() {
  local pair
  while IFS= read -r pair; do export "${pair?}"; done < <(instance_environment)
}
