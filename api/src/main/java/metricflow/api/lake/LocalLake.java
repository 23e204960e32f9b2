package metricflow.api.lake;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import metricflow.api.query.LakeMoment;
import metricflow.api.query.LakeState;
import metricflow.api.query.Reads;
import metricflow.table.Table;
import metricflow.table.Tables;

/** The lake in a folder: what its tables' logs say has changed. Thread-safe. */
public final class LocalLake implements LakeState {
  private final Map<String, DeltaLog> logs = new HashMap<>();

  /** Follows the tables in {@code folder}. */
  public LocalLake(Path folder) {
    for (Table table : Tables.all()) {
      logs.put(table.name(), new DeltaLog(folder.resolve(table.name()).resolve("_delta_log")));
    }
  }

  /** Follows the lake at {@code location}, a folder or URI; knows nothing of one out of reach. */
  public static LakeState at(String location) {
    if (location.startsWith("file:")) {
      return new LocalLake(Path.of(URI.create(location).getPath()));
    }
    return location.contains("://")
        ? LakeState.UNKNOWN
        : new LocalLake(Path.of(location).toAbsolutePath());
  }

  @Override
  public LakeMoment now() {
    Map<String, TableChanges> changes = new HashMap<>();
    logs.forEach((table, log) -> changes.put(table, log.read()));
    return reads -> mark(reads, changes);
  }

  private static Optional<String> mark(Reads reads, Map<String, TableChanges> changes) {
    StringBuilder mark = new StringBuilder();
    for (Map.Entry<String, List<Reads.Part>> read : reads.parts().entrySet()) {
      TableChanges table = changes.getOrDefault(read.getKey(), TableChanges.UNKNOWN);
      long latest = read.getValue().stream().mapToLong(table::latest).max().orElseThrow();
      if (latest == TableChanges.NEVER) {
        return Optional.empty();
      }
      mark.append(read.getKey()).append('=').append(latest).append(' ');
    }
    return Optional.of(mark.toString());
  }
}
