# shellcheck shell=bash
# The first project of an instance, and what a newcomer sees when everything is up.

# command_up [NAME...]: whole, it ends with the addresses; of parts, with their states.
command_up() {
  up "$@"
  if (($# == 0)); then
    ensure_project
    welcome
  fi
}

# ensure_project: creates the first project when this instance has none and remembers its keys.
ensure_project() {
  local name=${METRICFLOW_PROJECT_NAME:-Demo shop} admin
  [[ -z $(stored_value METRICFLOW_READ_KEY "$KEYS") ]] || return 0
  admin=$(stored_value METRICFLOW_ADMIN_KEY "$KEYS")
  http POST "$API_PORT" /v1/projects "{\"name\":$(json_text "$name")}" \
    "Authorization: Bearer $admin" 'Content-Type: application/json' || HTTP_STATUS='no answer'
  [[ $HTTP_STATUS == 201 ]] ||
    die "The project \"$name\" could not be created." "the API answered $HTTP_STATUS: $HTTP_BODY" "$(command_line logs api)"
  remember_key METRICFLOW_PROJECT_ID "$(json_value project_id "$HTTP_BODY")"
  remember_key METRICFLOW_WRITE_KEY "$(json_value write_key "$HTTP_BODY")"
  remember_key METRICFLOW_READ_KEY "$(json_value read_key "$HTTP_BODY")"
  line project ready "\"$name\" is created"
}

dashboard_address() { printf '%s/dashboard/#key=%s' "$(api_address)" "$(stored_value METRICFLOW_READ_KEY "$KEYS")"; }

welcome() {
  local write_key
  write_key=$(stored_value METRICFLOW_WRITE_KEY "$KEYS")
  cat <<END

${BOLD}Dashboard${RESET}   $(dashboard_address)
${BOLD}Demo shop${RESET}   $(api_address)/shop/?write_key=$write_key
${BOLD}Write key${RESET}   $write_key   (public; it can only send events)

To count your own pages, paste this into their <head>:

  <script async src="$(api_address)/sdk/metricflow.js" data-write-key="$write_key"></script>

What next?
  $(command_line demo)       35 days of history and live visitors
  $(command_line status)     what is running, and where its logs are
  $(command_line "sql \"SELECT event, count(*) FROM events GROUP BY 1\"")
  $(command_line down)       stop everything; the data stays
END
}
