#!/usr/bin/env bash
# Requests made at random from the API's own description: none may end in a server error or in an answer it does not describe
#
#   --examples N   requests tried for each route and key, beside those at the limits: 50
#   --seed N       which: 1
#
# Started by ./metricflow test --security on an instance of its own. schemathesis is installed at first use, outside this folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/stack/python.sh
examples=50 seed=1
while (($#)); do
  case $1 in
    --examples) examples=$2 ;;
    --seed) seed=$2 ;;
    *)
      sed -n '4,5s/^# *//p' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done

python=$(python_with schemathesis schemathesis==4.32.5)
schemathesis=$(dirname "$python")/schemathesis
api=http://127.0.0.1:$METRICFLOW_API_PORT
project=$(curl --fail --silent --show-error -H "Authorization: Bearer $METRICFLOW_ADMIN_KEY" -d '{"name":"security"}' "$api/v1/projects")
key() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/" <<<"$project"; }

# A question may take as long as the API lets it, which says so itself then.
# An answer must be one of those described, of the type and shape described, and never a server error.
checks=not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance

# try_as NAME KEY FILTER...: the routes that the filter leaves, with that key.
try_as() {
  local name=$1 key=$2
  shift 2
  printf '\n== %s ==\n' "$name"
  "$schemathesis" run "$api/openapi.json" -H "Authorization: Bearer $key" --checks "$checks" \
    --max-examples "$examples" --seed "$seed" --request-timeout 90 --continue-on-failure --no-color "$@" || failed=1
}

failed=0
try_as 'reading key: every route but sending' "$(key read_key)" --exclude-path /v1/batch
try_as 'writing key: sending events' "$(key write_key)" --include-path /v1/batch
try_as 'admin key: projects, keys, audit log' "$METRICFLOW_ADMIN_KEY" --include-path-regex '^/v1/(projects|keys|audit)'
try_as 'no key that is known' mfr_unknown --exclude-path /v1/batch
exit "$failed"
