# shellcheck shell=bash disable=SC2034,SC2153 # variables are shared by the fragments
# The JDK, the build's own facts (pom.xml is their one home) and the flags each JVM gets.

JDK_INSTALL='curl -s https://get.sdkman.io | bash && sdk install java 25-tem   (or: https://adoptium.net, JDK 25; then export JAVA_HOME=<its folder>)'

is_jdk_25() { [[ -x $1/bin/javac ]] && grep -qE '^JAVA_VERSION="25[".]' "$1/release" 2>/dev/null; }

# find_jdk: prints the home of a JDK 25, or fails.
find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25* /opt/*25* /opt/java/*25*; do
    if [[ -n $home ]] && is_jdk_25 "$home"; then
      printf '%s' "$home"
      return
    fi
  done
  return 1
}

need_jdk() {
  JAVA_HOME=$(find_jdk) || die 'JDK 25 was not found.' \
    "looked at JAVA_HOME (${JAVA_HOME:-unset}), /usr/lib/jvm, ~/.sdkman and /opt" "$JDK_INSTALL"
  export JAVA_HOME
  JAVA=$JAVA_HOME/bin/java
}

# pom_property NAME: a property of the root pom, on one line.
pom_property() {
  tr '\n' ' ' <"$ROOT/pom.xml" | sed -nE "s:.*<$1>[[:space:]]*([^<]*)</$1>.*:\1:p" | tr -s ' '
}

# Short-lived JVMs and brokers are happiest with few threads; the two that scan data use all cores.
spark_flags() { # HEAP
  pom_property spark.jvm.args
  printf ' -Xmx%s -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError' "$1"
}

# class_archive FILE: the loaded classes, kept by the JVM when a server stops and mapped at its next start,
# which costs a third less. The JVM checks the file and replaces what does not fit.
class_archive() { printf -- '-XX:+AutoCreateSharedArchive -XX:SharedArchiveFile=%s.jsa -Xlog:cds=off -Xlog:cds+dynamic=off' "$1"; }

# module_classpath MODULE: what `mvn package` left for running this module.
module_classpath() {
  local target=$ROOT/$1/target
  [[ -d $target/classes && -f $target/classpath.txt ]] ||
    die "The module $1 is not built." "$1/target/classes or $1/target/classpath.txt is absent" './metricflow build'
  printf '%s:%s' "$target/classes" "$(<"$target/classpath.txt")"
}

# archived_classpath MODULE: the same with our own classes as a jar: the JVM keeps no archive beside a folder of classes.
archived_classpath() {
  local jar
  jar=$(echo "$ROOT/$1/target/$1"-*.jar)
  [[ -f $jar && -f $ROOT/$1/target/classpath.txt ]] ||
    die "The module $1 is not packaged." "$1/target/$1-*.jar or $1/target/classpath.txt is absent" './metricflow build'
  printf '%s:%s' "$jar" "$(<"$ROOT/$1/target/classpath.txt")"
}

maven() { (cd "$ROOT" && mvn -B "$@"); }

need_maven() {
  command -v mvn >/dev/null || need_package mvn maven
}
