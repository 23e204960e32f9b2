#!/usr/bin/env bash
# The same backlog drained by our job, a stock Spark job and a Flink job: events/s a core (about 8 minutes)
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
source tests/bench/instance.bash

peers=$PWD/tests/bench/peers
java17=
for home in "${JAVA17_HOME:-}" /usr/lib/jvm/*17* "$HOME"/.sdkman/candidates/java/17*; do
  if [[ -n $home && -x $home/bin/java ]] && grep -q '^JAVA_VERSION="17[".]' "$home/release" 2>/dev/null; then
    java17=$home/bin/java
    break
  fi
done
if [[ -z $java17 && " $* " != *' --systems '* ]]; then
  printf 'Flink 2.2 runs on Java 11, 17 or 21, and no JDK 17 was found.\n  next: %s\n' \
    'apt-get install openjdk-17-jre-headless   (or leave Flink out: --systems ours,spark)' >&2
  exit 1
fi
command -v mvn >/dev/null || { printf 'The peers are built with Maven.\n  next: apt-get install maven\n' >&2; exit 1; }

# peer NAME FLAGS...: builds the peer when it changed; leaves a file of JVM arguments.
peer() {
  local name=$1 target=$peers/$1/target
  shift
  if [[ ! -f $target/built || -n $(find "$peers/$name/src" "$peers/$name/pom.xml" -newer "$target/built" -print -quit) ]]; then
    printf '  building the %s peer ...\n' "$name"
    (cd "$peers/$name" && JAVA_HOME=$(dirname "$(dirname "$JAVA")") mvn -B -q -Dstyle.color=never process-classes)
    touch "$target/built"
  fi
  printf '%s\n' "$@" -cp "\"$target/classes:$(<"$target/classpath.txt")\"" >"$target/java.args"
}

# What Spark and Flink need open, as their own start scripts give it. Memory is not what is compared: twice ours.
read -r -a opens <<<"$(tr '\n' ' ' <pom.xml | sed -nE 's:.*<spark.jvm.args>([^<]*)</spark.jvm.args>.*:\1:p')"
peer spark "${opens[@]}" -Xmx4g -XX:+UseParallelGC
peer flink --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
  --add-opens=java.base/java.util.concurrent=ALL-UNNAMED --add-opens=java.base/java.time=ALL-UNNAMED \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Xmx4g -XX:+UseParallelGC
export METRICFLOW_PEER_SPARK=$peers/spark/target/java.args METRICFLOW_PEER_FLINK=$peers/flink/target/java.args
export METRICFLOW_PEER_JAVA_17=$java17 SPARK_LOCAL_IP=127.0.0.1

# The machine belongs to the system at work: of the instance only the bus and the counters run.
bench_instance peers kafka redis
"$JAVA" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Dslf4j.internal.verbosity=ERROR \
  -cp "$(tests_classpath)" metricflow.tests.bench.PeersBench "$@"
