package metricflow.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CPU time used by the instance's processes and by this one, from {@code /proc}. */
final class ComponentCpu {
  private static final List<String> COMPONENTS =
      List.of("api", "kafka", "streaming", "redis", "trino");

  /** {@code USER_HZ} of every Linux this runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME_FIELD = 11;

  private final Path pids;

  /**
   * The components whose process ids are in a folder.
   *
   * @param pids folder with {@code NAME.pid} files
   */
  ComponentCpu(Path pids) {
    this.pids = pids;
  }

  /** Seconds of CPU used so far by component; this process is the {@code generator}. */
  Map<String, Double> seconds() throws IOException {
    Map<String, Double> used = new LinkedHashMap<>();
    used.put("generator", ofProcess("self"));
    for (String component : COMPONENTS) {
      String pid = Files.readString(pids.resolve(component + ".pid")).split(" ", -1)[0];
      used.put(component, ofProcess(pid.strip()));
    }
    return used;
  }

  private static double ofProcess(String pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME_FIELD]) + Long.parseLong(fields[USER_TIME_FIELD + 1]))
        / TICKS_PER_SECOND;
  }
}
