package metricflow.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CPU time and memory used by the processes of an instance and of its benchmark. */
final class ComponentUse {
  /** {@code USER_HZ} of every Linux this runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME_FIELD = 11;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Map<String, Long> pids = new LinkedHashMap<>();

  /** Watches a process. */
  ComponentUse with(String component, long pid) {
    pids.put(component, pid);
    return this;
  }

  /**
   * Watches components of an instance.
   *
   * @param folder holds {@code NAME.pid} files
   */
  ComponentUse with(Path folder, List<String> components) throws IOException {
    for (String component : components) {
      with(component, pid(folder, component));
    }
    return this;
  }

  static long pid(Path folder, String component) throws IOException {
    String text = Files.readString(folder.resolve(component + ".pid"));
    return Long.parseLong(text.split(" ", -1)[0].strip());
  }

  long pid(String component) {
    return pids.get(component);
  }

  /** Seconds of CPU used so far, by component. */
  Map<String, Double> cpuSeconds() throws IOException {
    Map<String, Double> used = new LinkedHashMap<>();
    for (Map.Entry<String, Long> component : pids.entrySet()) {
      used.put(component.getKey(), cpuSeconds(Path.of("/proc", component.getValue().toString())));
    }
    return used;
  }

  /** Seconds of CPU in a {@code /proc} folder of a process or thread. */
  static double cpuSeconds(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME_FIELD]) + Long.parseLong(fields[USER_TIME_FIELD + 1]))
        / TICKS_PER_SECOND;
  }

  /** Resident memory in MiB, by component. */
  Map<String, Long> residentMebibytes() throws IOException {
    Map<String, Long> used = new LinkedHashMap<>();
    for (Map.Entry<String, Long> component : pids.entrySet()) {
      String status = Files.readString(Path.of("/proc", component.getValue().toString(), "status"));
      Matcher resident = RESIDENT.matcher(status);
      used.put(component.getKey(), resident.find() ? Long.parseLong(resident.group(1)) / 1024 : 0);
    }
    return used;
  }
}
