# shellcheck shell=bash
# Kafka: one KRaft process, broker and controller, from the Maven artifacts.

kafka_address() { printf '127.0.0.1:%s' "$KAFKA_PORT"; }
kafka_home() { printf '%s/kafka-%s' "$CACHE" "$(pom_property kafka.version)"; }

kafka_obtain() {
  [[ -d $(kafka_home) ]] && return
  need_maven
  cached "$(basename "$(kafka_home)")" kafka_fetch
}

kafka_fetch() { # FOLDER
  local version
  version=$(pom_property kafka.version)
  cat >"$1/pom.xml" <<END
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>io.metricflow.cache</groupId><artifactId>kafka-broker</artifactId><version>$version</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>$version</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>$version</version></dependency>
    <!-- The broker speaks slf4j 1; its own distribution adds this binding. -->
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.24.3</version></dependency>
  </dependencies>
</project>
END
  (cd "$1" && mvn -B -q -C org.apache.maven.plugins:maven-dependency-plugin:"$(pom_property dependency.plugin.version)":copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory=lib) && [[ -f $1/lib/kafka_2.13-$version.jar ]]
}

kafka_configure() {
  cat >"$DATA/kafka.properties" <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$CONTROLLER_PORT
listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT,CONTROLLER://127.0.0.1:$CONTROLLER_PORT
advertised.listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$DATA/kafka
log.retention.hours=168
message.max.bytes=4194304
replica.fetch.max.bytes=4194304
auto.create.topics.enable=false
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
END
  cat >"$DATA/kafka-log4j2.properties" <<'END'
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}{UTC} %p %c{1} %m%n
rootLogger.level=WARN
rootLogger.appenderRef.out.ref=out
logger.server.name=kafka.server.KafkaRaftServer
logger.server.level=INFO
END
}

kafka_java() { # HEAP MAIN ARGS...
  "$JAVA" -Xmx"$1" -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -Dlog4j2.configurationFile="$DATA/kafka-log4j2.properties" \
    -cp "$(kafka_home)/lib/*" "${@:2}"
}

kafka_launch() {
  local archive
  need_port kafka "$KAFKA_PORT"
  need_port 'the kafka controller' "$CONTROLLER_PORT"
  kafka_configure
  if [[ ! -f $DATA/kafka/meta.properties ]]; then
    kafka_java 256m kafka.tools.StorageTool format -t "$(kafka_cluster_id)" -c "$DATA/kafka.properties" >>"$LOGS/kafka.log" 2>&1 ||
      { show_tail "$LOGS/kafka.log"; die 'Kafka could not format its folder.' "see $LOGS/kafka.log" "$(command_line purge)"; }
  fi
  read -r -a archive <<<"$(class_archive "$(kafka_home)")"
  launch kafka "$JAVA" "${archive[@]}" -Xms256m -Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED \
    -Dlog4j2.configurationFile="$DATA/kafka-log4j2.properties" -cp "$(kafka_home)/lib/*" kafka.Kafka "$DATA/kafka.properties"
}

kafka_cluster_id() { printf 'mf%s' "$(head -c 15 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')"; }

# kafka_healthy: a Metadata request (v1, no topics) must name at least one broker that takes requests.
kafka_healthy() {
  local reply
  exec 3<>"/dev/tcp/127.0.0.1/$KAFKA_PORT" || return 1
  printf '\0\0\0\x0e\0\x03\0\x01\0\0\0\x07\xff\xff\0\0\0\0' >&3
  reply=$(timeout 5 head -c 12 <&3 | od -An -v -tx1 | tr -d ' \n')
  exec 3>&-
  [[ ${reply:8:8} == 00000007 && ${reply:16:8} != 00000000 ]]
} 2>/dev/null
