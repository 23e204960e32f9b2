package metricflow.api.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import metricflow.api.web.Json;
import metricflow.event.EventNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one table's log, commit by commit. To see that there is nothing new costs a look for one
 * file. Thread-safe.
 */
final class DeltaLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaLog.class);
  private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");
  private static final String LAST_CHECKPOINT = "_last_checkpoint";
  private static final String DAY = "event_date";
  private static final Set<String> IDENTITIES = Set.of(EventNames.IDENTIFY, EventNames.ALIAS);

  /** A commit is looked for beyond the next one that often, should the next have expired. */
  private static final long LOOK_AHEAD_NANOS = 1_000_000_000L;

  private final Path folder;
  private Object folderKey;
  private long version = TableChanges.NEVER;
  private long lookedAhead = System.nanoTime();
  private TableChanges changes = TableChanges.UNKNOWN;

  /** Follows the log in {@code folder}, which need not be there yet. */
  DeltaLog(Path folder) {
    this.folder = folder;
  }

  /** What has changed up to now. */
  synchronized TableChanges read() {
    try {
      Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
      if (version == TableChanges.NEVER || !Objects.equals(key, folderKey)) {
        folderKey = key;
        start(newest());
      }
      if (version != TableChanges.NEVER) {
        follow();
      }
    } catch (NoSuchFileException | NotDirectoryException noTable) {
      start(TableChanges.NEVER);
    } catch (IOException unreadable) {
      LOG.warn(
          "the log in {} cannot be followed; answers are kept for seconds", folder, unreadable);
      start(TableChanges.NEVER);
    }
    return changes;
  }

  private void start(long at) {
    version = at;
    changes = TableChanges.at(at);
  }

  private long newest() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> COMMIT.matcher(name).matches())
          .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
          .max()
          .orElse(TableChanges.NEVER);
    }
  }

  private void follow() throws IOException {
    Path next = commit(version + 1);
    while (Files.exists(next) && apply(next, version + 1)) {
      version++;
      next = commit(version + 1);
    }
    long now = System.nanoTime();
    if (now - lookedAhead > LOOK_AHEAD_NANOS) {
      lookedAhead = now;
      long checkpoint = checkpoint();
      if (checkpoint > version && !Files.exists(commit(version + 1))) {
        start(newest());
      }
    }
  }

  private long checkpoint() throws IOException {
    try {
      return Json.mapper()
          .readTree(Files.readAllBytes(folder.resolve(LAST_CHECKPOINT)))
          .path("version")
          .asLong(TableChanges.NEVER);
    } catch (NoSuchFileException | JsonProcessingException noneYet) {
      return TableChanges.NEVER;
    }
  }

  private Path commit(long number) {
    return folder.resolve(String.format(Locale.ROOT, "%020d.json", number));
  }

  /** Takes the commit's changes in; false when it is not complete yet. */
  private boolean apply(Path file, long number) throws IOException {
    Set<LocalDate> days = new HashSet<>();
    Set<LocalDate> daysWithIdentities = new HashSet<>();
    boolean everything = false;
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode action = Json.mapper().readTree(line);
        everything |= action.has("metaData") || action.has("protocol");
        JsonNode entry = action.has("add") ? action.path("add") : action.path("remove");
        if (entry.path("dataChange").asBoolean(false)) {
          JsonNode day = entry.path("partitionValues").path(DAY);
          if (day.isTextual()) {
            days.add(LocalDate.parse(day.textValue()));
            if (mayHoldIdentities(entry)) {
              daysWithIdentities.add(LocalDate.parse(day.textValue()));
            }
          } else {
            everything = true;
          }
        }
      }
    } catch (JsonProcessingException beingWritten) {
      return false;
    }
    if (everything) {
      changes = TableChanges.at(number);
    } else if (!days.isEmpty()) {
      changes = changes.with(number, days, daysWithIdentities);
    }
    return true;
  }

  private static boolean mayHoldIdentities(JsonNode file) throws JsonProcessingException {
    JsonNode stats = Json.mapper().readTree(file.path("stats").asText("{}"));
    String least = stats.path("minValues").path("event").textValue();
    String most = stats.path("maxValues").path("event").textValue();
    return least == null
        || most == null
        || IDENTITIES.stream()
            .anyMatch(name -> least.compareTo(name) <= 0 && name.compareTo(most) <= 0);
  }
}
