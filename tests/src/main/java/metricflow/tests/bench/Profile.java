package metricflow.tests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a running JVM spends its CPU time: a flight recording of CPU-time samples, started from
 * outside, and the CPU of the JVM's own threads, which are not sampled.
 */
final class Profile {
  private static final String SAMPLE = "jdk.CPUTimeSample";
  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="%s">
          <setting name="enabled">true</setting>
          <setting name="throttle">10ms</setting>
        </event>
      </configuration>
      """
          .formatted(SAMPLE);
  private static final String RECORDING = "metricflow-bench";
  private static final int FRAMES_SHOWN = 8;
  private static final double SMALLEST_SHOWN = 0.005;

  private final String component;
  private final long pid;
  private final Path file;
  private final Path settings;
  private Map<String, Double> jvmBefore;
  private Map<String, Double> jvmUsed;

  /**
   * Shares of the process's CPU time, largest first.
   *
   * @param byPart by what the code is for
   * @param byFrame of the sampled time, by innermost method
   */
  record Shares(int samples, Map<String, Double> byPart, Map<String, Double> byFrame) {}

  /**
   * A process to be profiled.
   *
   * @param folder gets the recording, {@code profile-COMPONENT.jfr}
   */
  Profile(String component, long pid, Path folder) {
    this.component = component;
    this.pid = pid;
    this.file = folder.resolve("profile-" + component + ".jfr").toAbsolutePath();
    this.settings = folder.resolve("profile-" + component + ".jfc").toAbsolutePath();
  }

  String component() {
    return component;
  }

  void start() throws IOException, InterruptedException {
    Files.writeString(settings, SETTINGS);
    jcmd("JFR.start", "name=" + RECORDING, "settings=" + settings);
    jvmBefore = jvmThreadSeconds();
  }

  void stop() throws IOException, InterruptedException {
    jvmUsed = jvmThreadSeconds();
    jvmUsed.replaceAll((part, seconds) -> seconds - jvmBefore.getOrDefault(part, 0.0));
    jcmd("JFR.stop", "name=" + RECORDING, "filename=" + file);
  }

  private void jcmd(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    line.add(Long.toString(pid));
    line.addAll(List.of(command));
    Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", line) + ": " + said);
    }
  }

  /** CPU seconds of the threads that collect garbage and compile, and of all others. */
  private Map<String, Double> jvmThreadSeconds() throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        try {
          String name = Files.readString(thread.resolve("comm")).strip();
          seconds.merge(ProfilePart.ofThread(name), ComponentUse.cpuSeconds(thread), Double::sum);
        } catch (NoSuchFileException ended) {
          // A thread that has ended meanwhile used next to nothing.
        }
      }
    }
    return seconds;
  }

  Shares read() throws IOException {
    Map<String, Integer> parts = new TreeMap<>();
    Map<String, Integer> frames = new TreeMap<>();
    int samples = 0;
    try (RecordingFile recorded = new RecordingFile(file)) {
      while (recorded.hasMoreEvents()) {
        RecordedEvent event = recorded.readEvent();
        if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
          List<RecordedFrame> stack = event.getStackTrace().getFrames();
          List<String> methods = stack.stream().map(Profile::method).toList();
          parts.merge(ProfilePart.of(methods), 1, Integer::sum);
          frames.merge(methods.getFirst(), 1, Integer::sum);
          samples++;
        }
      }
    }
    if (samples == 0) {
      throw new IllegalStateException("no CPU-time samples in " + file);
    }
    return new Shares(
        samples, parts(parts, samples), largest(shares(frames, samples, 1), FRAMES_SHOWN));
  }

  /** Parts of the sampled threads share what the JVM's own threads leave. */
  private Map<String, Double> parts(Map<String, Integer> sampled, int samples) {
    double all = jvmUsed.values().stream().mapToDouble(Double::doubleValue).sum();
    double java = jvmUsed.getOrDefault(ProfilePart.SAMPLED, 0.0) / all;
    Map<String, Double> shares = shares(sampled, samples, java);
    jvmUsed.forEach((part, seconds) -> {
      if (!part.equals(ProfilePart.SAMPLED)) {
        shares.put(part, seconds / all);
      }
    });
    return largest(shares, shares.size());
  }

  private static Map<String, Double> shares(Map<String, Integer> counts, int of, double whole) {
    Map<String, Double> shares = new TreeMap<>();
    counts.forEach((name, count) -> shares.put(name, whole * count / of));
    return shares;
  }

  private static Map<String, Double> largest(Map<String, Double> shares, int count) {
    return shares.entrySet().stream()
        .filter(share -> share.getValue() >= SMALLEST_SHOWN)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(count)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one, LinkedHashMap::new));
  }

  private static String method(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }
}
