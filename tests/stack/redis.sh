# shellcheck shell=bash
# Redis: views that can be rebuilt. Our own process, never the distribution's service.

redis_address() { printf '127.0.0.1:%s' "$REDIS_PORT"; }
redis_obtain() { need_package redis-server redis-server; }

redis_launch() {
  need_port redis "$REDIS_PORT"
  launch redis redis-server --bind 127.0.0.1 --port "$REDIS_PORT" --daemonize no --dir "$DATA/redis" \
    --appendonly yes --appendfsync everysec --save '' --maxmemory-policy noeviction --loglevel notice
}

redis_healthy() {
  local reply=''
  exec 3<>"/dev/tcp/127.0.0.1/$REDIS_PORT" || return 1
  printf 'PING\r\n' >&3
  read -r -t 5 reply <&3
  exec 3>&-
  [[ $reply == +PONG* ]]
} 2>/dev/null
