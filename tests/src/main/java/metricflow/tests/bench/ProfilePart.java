package metricflow.tests.bench;

import java.util.List;

/**
 * What code is for, told by the innermost method of a stack that belongs to a part. The JDK's own
 * methods belong to whoever calls them, but for compression.
 */
record ProfilePart(String prefix, String part) {
  /** The part of threads that run Java code, which are sampled. */
  static final String SAMPLED = "Java threads";

  /** The first that fits counts, so the narrower stands before the wider. */
  private static final List<ProfilePart> PARTS =
      List.of(
          new ProfilePart("java.util.zip.", "gzip"),
          new ProfilePart("com.github.luben.zstd.", "zstd"),
          new ProfilePart("io.airlift.compress.", "Parquet compression"),
          new ProfilePart("net.jpountz.", "lz4"),
          new ProfilePart("metricflow.bus.", "bus record codec"),
          new ProfilePart("metricflow.event.", "parse and validate"),
          new ProfilePart("com.fasterxml.jackson.", "JSON reader and writer"),
          new ProfilePart("ua_parser.", "user agents"),
          new ProfilePart("metricflow.api.collect.UserAgents", "user agents"),
          new ProfilePart("metricflow.api.collect.", "collector"),
          new ProfilePart("metricflow.api.", "API"),
          new ProfilePart("metricflow.streaming.step.RecentEvents", "recognising repeated events"),
          new ProfilePart("metricflow.streaming.sink.Redis", "Redis client"),
          new ProfilePart("metricflow.streaming.sink.ScriptCall", "Redis client"),
          new ProfilePart("metricflow.streaming.sink.", "rows to Parquet"),
          new ProfilePart("metricflow.streaming.", "fold of live counters"),
          new ProfilePart("metricflow.", "other of ours"),
          new ProfilePart("org.apache.parquet.", "Parquet"),
          new ProfilePart("org.apache.hadoop.", "file system"),
          new ProfilePart("shaded.parquet.", "Parquet"),
          new ProfilePart("io.delta.", "Delta log"),
          new ProfilePart("org.apache.spark.sql.delta.", "Delta log"),
          new ProfilePart("org.apache.kafka.", "Kafka client"),
          new ProfilePart("redis.clients.", "Redis client"),
          new ProfilePart("io.javalin.", "HTTP server"),
          new ProfilePart("org.eclipse.jetty.", "HTTP server"),
          new ProfilePart("jakarta.servlet.", "HTTP server"),
          new ProfilePart("com.github.benmanes.caffeine.", "caches"),
          new ProfilePart("io.micrometer.", "metrics"),
          new ProfilePart("io.prometheus.", "metrics"),
          new ProfilePart("org.apache.spark.", "Spark"),
          new ProfilePart("scala.", "Spark"));

  /** The part a sample belongs to, its stack given as qualified method names, innermost first. */
  static String of(List<String> stack) {
    for (String method : stack) {
      for (ProfilePart each : PARTS) {
        if (method.startsWith(each.prefix)) {
          return each.part;
        }
      }
    }
    return "JDK alone";
  }

  /** The part a thread belongs to by the name the system knows it by. */
  static String ofThread(String name) {
    if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
      return "JIT compiler";
    }
    if (name.startsWith("GC ") || name.startsWith("G1 ") || name.startsWith("ParGC")) {
      return "garbage collector";
    }
    return name.startsWith("VM ") ? "JVM" : SAMPLED;
  }
}
