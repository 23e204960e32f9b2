# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared by the fragments
# HTTP and port checks with bash alone: curl is not on every machine.

HTTP_STATUS='' HTTP_BODY=''

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http METHOD PORT PATH [BODY] [HEADER]...: sets HTTP_STATUS and HTTP_BODY; fails without an answer.
http() {
  local method=$1 port=$2 path=$3 body=${4:-} header answer
  shift $(($# < 4 ? $# : 4))
  HTTP_STATUS='' HTTP_BODY=''
  # HTTP/1.0 keeps the body free of chunks. LC_ALL=C makes the length count bytes.
  answer=$(
    exec 2>/dev/null
    LC_ALL=C
    exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
    {
      printf '%s %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n' "$method" "$path" "$port"
      for header in "$@"; do printf '%s\r\n' "$header"; done
      [[ $method == GET ]] || printf 'Content-Length: %d\r\n' "${#body}"
      printf '\r\n%s' "$body"
    } >&3
    timeout "${HTTP_TIMEOUT:-10}" cat <&3
  ) || return 1
  answer=${answer//$'\r'/}
  [[ $answer == HTTP/* ]] || return 1
  HTTP_STATUS=${answer#* }
  HTTP_STATUS=${HTTP_STATUS:0:3}
  HTTP_BODY=${answer#*$'\n\n'}
}

# http_ok PORT PATH: true when GET answers 200.
http_ok() { http GET "$1" "$2" && [[ $HTTP_STATUS == 200 ]]; }

# json_value KEY JSON: the first value of a key; enough for the flat answers read here.
json_value() {
  printf '%s' "$2" | tr -d '\n' |
    sed -nE "s/.*\"$1\"[[:space:]]*:[[:space:]]*(\"([^\"\\\\]*)\"|([0-9.]+|true|false|null)).*/\2\3/p"
}

json_text() { # text as a JSON string
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}
