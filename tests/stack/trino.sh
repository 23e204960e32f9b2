# shellcheck shell=bash
# Trino: SQL over the lake. A slim copy of the server, configured from trino-catalog/etc.

# The server archive of the version in pom.xml. A new version needs its checksum here.
TRINO_SHA256=cfd5accde17e8ebd251eeeb78aed1f490e77bb3a164d95a0f454bf8a7c1cbd3f
TRINO_PLUGINS=(delta-lake resource-group-managers password-authenticators)

trino_address() { printf '127.0.0.1:%s' "$TRINO_PORT"; }
trino_home() { printf '%s/trino-%s' "$CACHE" "$(pom_property trino.version)"; }

trino_obtain() {
  trino_complete && return
  need_maven
  # A copy of an earlier release of MetricFlow lacks plugins: it is made again.
  [[ ! -d $(trino_home) ]] || rm -rf "$(trino_home)"
  cached "$(basename "$(trino_home)")" trino_fetch
}

trino_complete() {
  local plugin
  for plugin in "${TRINO_PLUGINS[@]}"; do [[ -d $(trino_home)/plugin/$plugin ]] || return 1; done
}

trino_fetch() { # FOLDER
  local whole=$1/.whole archive=$1/server.tar.gz plugin
  fetch_artifact "io.trino:trino-server:$(pom_property trino.version):tar.gz" "$archive" || return 1
  printf '%s  %s\n' "$TRINO_SHA256" "$archive" | sha256sum --check --quiet || {
    echo 'The archive is not the one this version of MetricFlow knows (checksum in tests/stack/trino.sh).'
    return 1
  }
  # Plugins share files by hard links into each other: unpack all, keep what is used.
  mkdir -p "$whole" "$1/plugin"
  tar -xzf "$archive" -C "$whole" --strip-components=1 || return 1
  mv "$whole/bin" "$whole/lib" "$1/" || return 1
  for plugin in "${TRINO_PLUGINS[@]}"; do mv "$whole/plugin/$plugin" "$1/plugin/" || return 1; done
  rm -rf "$whole" "$archive"
}

# trino_collector HEAP: the flags of its garbage collector. What a question gathers lives as long as the question, a second,
# and must not grow old: half of the heap is young, and survivors have room. The pauses are milliseconds in a heap
# of some GiB; in a larger one G1 keeps them short.
trino_collector() {
  local mib=${1%[mMgG]}
  [[ $1 == *[gG] ]] && mib=$((mib * 1024))
  if ((mib <= 8192)); then
    printf -- '-XX:+UseParallelGC -XX:-UseAdaptiveSizePolicy -XX:NewRatio=1 -XX:SurvivorRatio=4 -XX:-UseGCOverheadLimit'
  else
    printf -- '-XX:+UseG1GC -XX:G1HeapRegionSize=32M -XX:+ExplicitGCInvokesConcurrent'
  fi
}

# trino_configure: fills the templates, and lists the plugins of this instance as links.
trino_configure() {
  local etc=$DATA/trino/etc file heap=${METRICFLOW_TRINO_HEAP:-2500m} cores concurrency=1
  cores=$(nproc)
  while ((concurrency * 2 <= cores && concurrency < 32)); do concurrency=$((concurrency * 2)); done
  rm -rf "$etc" "$DATA/trino/plugin"
  mkdir -p "$etc/catalog" "$DATA"/trino/{plugin,metastore}
  (cd "$ROOT/trino-catalog/etc" && find . -type f) | while IFS= read -r file; do
    sed -e "s|@DATA@|$DATA|g" -e "s|@INSTANCE@|$INSTANCE|g" -e "s|@TRINO_PORT@|$TRINO_PORT|g" -e "s|@TRINO_HEAP@|$heap|g" \
      -e "s|@TRINO_COLLECTOR@|$(trino_collector "$heap")|g" \
      -e "s|@TASK_CONCURRENCY@|$concurrency|g" -e "s|@TASK_THREADS@|$((cores * 2))|g" \
      "$ROOT/trino-catalog/etc/$file" >"$etc/$file"
  done
  ln -s "$(trino_home)"/plugin/* "$DATA/trino/plugin/"
  if [[ -d $ROOT/trino-catalog/target/trino-plugin ]]; then
    # A copy: a build must not pull the jars from under a running server.
    cp -r "$ROOT/trino-catalog/target/trino-plugin" "$DATA/trino/plugin/metricflow"
  fi
}

trino_launch() {
  local archive
  need_port trino "$TRINO_PORT"
  trino_configure
  read -r -a archive <<<"$(class_archive "$(trino_home)")"
  # The server looks for etc/ in its working folder.
  LAUNCH_DIR=$DATA/trino launch trino "$JAVA" "${archive[@]}" @etc/jvm.config -Dconfig=etc/config.properties \
    -Dlog.levels-file=etc/log.properties -cp "$(trino_home)/lib/*" io.trino.server.TrinoServer
}

trino_healthy() {
  http GET "$TRINO_PORT" /v1/info && [[ $HTTP_BODY == *'"starting":false'* ]] || return 1
  [[ -f $PIDS/trino.answers && $PIDS/trino.answers -nt $PIDS/trino.pid ]] && return
  trino_answers 'SELECT 1' && touch "$PIDS/trino.answers"
}

# trino_answers SQL: runs it as the administrator; true when it finishes. HTTP_BODY is the last answer.
trino_answers() {
  local next path
  http POST "$TRINO_PORT" /v1/statement "$1" 'X-Trino-User: metricflow-admin' || return 1
  while next=$(json_value nextUri "$HTTP_BODY") && [[ -n $next ]]; do
    path=/${next#*://*/}
    http GET "$TRINO_PORT" "$path" '' 'X-Trino-User: metricflow-admin' || return 1
  done
  [[ $HTTP_BODY == *'"state":"FINISHED"'* ]]
}
