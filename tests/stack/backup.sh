# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared by the fragments
# Backup and restore of an instance: lake, metadata, checkpoints, bus and keys, at one moment.

# What must be of one moment. Redis is a view that streaming makes anew from the lake, and Trino's own
# folder is filled by the catalog step.
BACKED_UP=(lake checkpoints kafka metadata)

# command_backup FOLDER
command_backup() {
  local target=${1:-} name running=() began stopped
  [[ -n $target ]] || die 'Where should the backup go?' 'backup needs a folder' "$(command_line backup /backups/2026-11-24)"
  [[ ! -e $target || -z $(ls -A "$target") ]] ||
    die "$target is not empty." 'a backup is one moment and is not added to' "$(command_line backup "$target-2")"
  local_metadata
  mkdir -p "$target/data"
  target=$(cd "$target" && pwd)
  began=$(now_ms)
  # Files of the lake never change: nearly all is copied while everything runs. What vanishes meanwhile was merged.
  progress 'copying the lake'
  copy_newer lake "$target/data" 2>/dev/null || true
  for name in visitors api streaming kafka; do ! alive "$name" || running+=("$name"); done
  stopped=$(now_ms)
  # The writers stop in the order of the flow, so that nothing is taken in that is not in the backup.
  for name in "${running[@]}"; do terminate "$name" 60; done
  if ! copy_rest "$target"; then
    start_again "${running[@]}"
    die 'The backup is not complete.' "some files could not be copied to $target" "rm -r $target, make room, and try again"
  fi
  start_again "${running[@]}"
  (cd "$target" && find . -type f ! -name CHECKSUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) >"$target.checksums"
  mv "$target.checksums" "$target/CHECKSUMS"
  say "Backed up to $target in $(seconds_since "$began"): $(du -sh "$target" | cut -f1), $(wc -l <"$target/CHECKSUMS") files."
  ((${#running[@]} == 0)) || say "The collector was away for ${STOPPED_FOR:-?}; senders repeat what it did not answer."
  say "To restore it: ./metricflow restore $target --instance NAME"
}

# A database elsewhere has tools of its own.
local_metadata() {
  case ${METRICFLOW_METADATA_URL:-} in
    '' | jdbc:h2:file:*) ;;
    *) die 'The metadata is in a database of its own.' "METRICFLOW_METADATA_URL is $METRICFLOW_METADATA_URL" \
      'back it up with its own tool (pg_dump), and the rest with METRICFLOW_METADATA_URL unset' ;;
  esac
}

# copy_newer PART FOLDER: what the folder lacks or has an older copy of.
copy_newer() { cp -a -u "$DATA/$1" "$2/"; }

copy_rest() { # FOLDER
  local part
  for part in "${BACKED_UP[@]}"; do
    progress "copying $part"
    [[ ! -d $DATA/$part ]] || copy_newer "$part" "$1/data" || return 1
  done
  (umask 077 && cp "$KEYS" "$1/keys.env") && cp "$STATE/instance.env" "$1/instance.env"
}

# start_again NAME...: what ran before, in the order of up; says how long it was away.
start_again() {
  clear_progress
  (($#)) || return 0
  up "$@"
  STOPPED_FOR=$(seconds_since "$stopped")
}

# command_restore FOLDER: into an instance that does not exist yet.
command_restore() {
  local source=${1:-} began
  [[ -n $source ]] || die 'Which backup?' 'restore needs its folder' './metricflow restore /backups/2026-11-24 --instance copy'
  [[ -f $source/CHECKSUMS && -d $source/data/lake ]] ||
    die "$source is no whole backup." 'it has no CHECKSUMS or no lake' './metricflow backup FOLDER'
  [[ ! -d $DATA/lake && ! -f $KEYS ]] ||
    die "The instance $INSTANCE has data already." "$STATE exists" "./metricflow restore $source --instance copy   or   $(command_line purge)"
  began=$(now_ms)
  progress 'checking the backup'
  (cd "$source" && sha256sum --quiet -c CHECKSUMS >&2) ||
    die "$source is damaged." 'the files above are not those that were backed up' 'use another backup'
  mkdir -p "$STATE"
  progress 'copying'
  cp -a "$source/data" "$STATE/data"
  (umask 077 && cp "$source/keys.env" "$KEYS")
  prepare_instance
  clear_progress
  say "Restored from $source in $(seconds_since "$began") as the instance $INSTANCE. To start it: $(command_line up)"
}
