package metricflow.jobs.erasure;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.io.IOException;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import metricflow.jobs.FileRewrite;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.table.Table;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.delta.Snapshot;

/**
 * Deletes at once the files an erasure replaced, and then reads every file in the folders of the
 * tables to see that none holds the person.
 *
 * <p>Only files that hold a row of the person are deleted, and of those only files that a commit
 * took out longer than the grace ago, or that nobody has committed for a day. A younger file that
 * no commit names may be about to be committed: deleting it would break the table, so it stays and
 * is told.
 */
final class Purge {
  /** Where a person may be named yet after a purge. */
  static final List<String> ELSEWHERE =
      List.of(
          "event bus: batches as they were received, until its retention ends (168 hours in an"
              + " instance of ./metricflow)",
          "backups and exports made before");

  /** Added for a lake that is not in a local folder. */
  static final String REMOTE_LOGS =
      "logs of the lake's tables: first and last ids of files, until the entries expire (2 to 3"
          + " days)";

  private static final Duration NEVER_COMMITTED = Duration.ofDays(1);

  /** What was on its way at the erasure may arrive while it is looked for. */
  private static final int ROUNDS = 3;

  private static final String RECEIVED_AT = "received_at";

  private final Lake lake;
  private final PersonRows person;
  private final Set<String> ids;
  private final Instant erasedAt;
  private final Duration grace;
  private final Progress progress;

  /**
   * A purge.
   *
   * @param erasedAt rows received later are those of a new beginning
   * @param grace how long those who read a file may go on after it was replaced
   */
  Purge(
      Lake lake,
      PersonRows person,
      Set<String> ids,
      Instant erasedAt,
      Duration grace,
      Progress progress) {
    this.lake = lake;
    this.person = person;
    this.ids = ids;
    this.erasedAt = erasedAt;
    this.grace = grace;
    this.progress = progress;
  }

  /**
   * What was done to a table.
   *
   * @param filesDeleted data files that held the person
   * @param logEntriesChanged entries of its log that named an id
   * @param filesRead data files in its folder that were read afterwards, to the last row
   * @param filesHolding those that hold the person yet, or cannot be read
   * @param logEntriesHolding entries of its log that name an id yet
   */
  record PurgedTable(
      String name,
      long filesDeleted,
      long logEntriesChanged,
      long filesRead,
      long filesHolding,
      long logEntriesHolding) {
    boolean isClean() {
      return filesHolding == 0 && logEntriesHolding == 0;
    }

    private PurgedTable after(PurgedTable earlier) {
      return new PurgedTable(
          name,
          filesDeleted + earlier.filesDeleted,
          logEntriesChanged + earlier.logEntriesChanged,
          filesRead,
          filesHolding,
          logEntriesHolding);
    }
  }

  /** Purges a table that names persons. */
  PurgedTable of(Table table, FileRewrite rewrite) {
    try {
      Column before = beforeErasure(table, person.condition(table).orElseThrow());
      PurgedTable purged = round(table, before);
      for (int round = 2; round <= ROUNDS && purged.filesHolding > 0; round++) {
        progress.say(table.name() + ": the person is in a file yet; once more");
        rewrite.run(progress);
        purged = round(table, before).after(purged);
      }
      return purged;
    } catch (IOException unreachable) {
      throw new JobFailedException(
          "Everything is erased, and some replaced files of %s are still there: %s. Run it again."
              .formatted(table.name(), unreachable),
          unreachable);
    }
  }

  /** Compaction keeps whole seconds, rounded up: the second of the erasure counts as before it. */
  private Column beforeErasure(Table table, Column condition) {
    boolean tells = table.columns().stream().anyMatch(column -> column.name().equals(RECEIVED_AT));
    Instant until = erasedAt.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    return tells ? condition.and(not(col(RECEIVED_AT).gt(lit(Timestamp.from(until))))) : condition;
  }

  private PurgedTable round(Table table, Column condition) throws IOException {
    DataFiles files = new DataFiles(lake, table);
    progress.step(table.name() + ": deleting replaced files");
    long deleted = deleteReplaced(table, files, condition);
    progress.step(table.name() + ": reading every file");
    // First the folder, then the log: what is in both is part of the table.
    List<DataFiles.DataFile> all = files.list();
    Set<String> active = active(lake.log(table).unsafeVolatileSnapshot());
    List<DataFiles.DataFile> whole = new ArrayList<>();
    long unreadable = 0;
    for (DataFiles.DataFile file : all) {
      if (active.contains(file.name()) || files.isWhole(file)) {
        whole.add(file);
      } else if (file.modifiedAt() <= erasedAt.toEpochMilli()) {
        unreadable++;
      }
    }
    long holding = files.holding(whole, condition).size() + unreadable;
    int changed = 0;
    int naming = 0;
    if (LogEntries.areLocal(lake)) {
      LogEntries log = new LogEntries(lake, table, ids, active);
      changed = log.forget();
      naming = changed == 0 ? 0 : log.naming();
    }
    return new PurgedTable(table.name(), deleted, changed, whole.size(), holding, naming);
  }

  private long deleteReplaced(Table table, DataFiles files, Column condition) throws IOException {
    List<DataFiles.DataFile> all = files.list();
    Snapshot snapshot = lake.log(table).unsafeVolatileSnapshot();
    Set<String> active = active(snapshot);
    List<DataFiles.DataFile> loose = new ArrayList<>();
    for (DataFiles.DataFile file : all) {
      if (!active.contains(file.name()) && files.isWhole(file)) {
        loose.add(file);
      }
    }
    Set<String> holding = files.holding(loose, condition);
    Map<String, Long> removedAt = removedAt(snapshot);
    long now = lake.clock().millis();
    long deleted = 0;
    for (DataFiles.DataFile file : loose) {
      if (!holding.contains(file.name())) {
        continue;
      }
      Long removed = removedAt.get(file.name());
      if (removed != null) {
        awaitEndOfReaders(removed);
      }
      boolean dead = file.modifiedAt() < now - NEVER_COMMITTED.toMillis();
      if ((removed != null || dead) && files.delete(file)) {
        deleted++;
      }
    }
    return deleted;
  }

  private void awaitEndOfReaders(long removedAt) {
    long left = removedAt + grace.toMillis() - lake.clock().millis();
    if (left <= 0) {
      return;
    }
    progress.say("waiting %d s for those who still read replaced files".formatted(left / 1000 + 1));
    try {
      TimeUnit.MILLISECONDS.sleep(left);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JobFailedException("Stopped.", stopped);
    }
  }

  private static Set<String> active(Snapshot snapshot) {
    Set<String> names = new HashSet<>();
    snapshot
        .allFiles()
        .select("path")
        .toLocalIterator()
        .forEachRemaining(row -> names.add(name(row.getString(0))));
    return names;
  }

  private static Map<String, Long> removedAt(Snapshot snapshot) {
    Map<String, Long> removed = new HashMap<>();
    snapshot
        .tombstones()
        .selectExpr("path", "coalesce(deletionTimestamp, 0L)")
        .toLocalIterator()
        .forEachRemaining(row -> removed.put(name(row.getString(0)), row.getLong(1)));
    return removed;
  }

  private static String name(String path) {
    return new Path(URI.create(path)).getName();
  }
}
