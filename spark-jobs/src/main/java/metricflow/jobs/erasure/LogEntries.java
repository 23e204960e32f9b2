package metricflow.jobs.erasure;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import metricflow.jobs.Lake;
import metricflow.table.Table;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A table's log in a local folder: of each file it tells the first and the last id. Statistics are
 * optional there, so those of files that are no more part of the table can go without any version
 * becoming another one. No entry is deleted and no name becomes free: a writer whose snapshot is
 * old still finds that its next version is taken.
 */
final class LogEntries {
  private static final JsonFactory JSON = new JsonFactory();

  /** Delta keeps this many characters of a text in statistics. */
  private static final int KEPT_CHARACTERS = 32;

  private final Lake lake;
  private final Path table;
  private final Path log;
  private final List<String> texts;
  private final Set<String> active;

  /**
   * The log of a table.
   *
   * @param active names of the files that are part of the table now; what is said of them stays
   */
  LogEntries(Lake lake, Table table, Collection<String> ids, Set<String> active) {
    this.lake = lake;
    this.table = Path.of(lake.location(table));
    this.log = this.table.resolve("_delta_log");
    this.texts = ids.stream().map(LogEntries::asStatistic).toList();
    this.active = active;
  }

  /** Whether logs of this lake can be looked through. */
  static boolean areLocal(Lake lake) {
    return !lake.root().contains("://");
  }

  /** How an id begins where statistics name it: as JSON text, cut. */
  private static String asStatistic(String id) {
    boolean cut = id.length() > KEPT_CHARACTERS;
    String kept = cut ? id.substring(0, KEPT_CHARACTERS) : id;
    return "\"" + quoted(kept) + (cut ? "" : "\"");
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /** Takes the ids out; returns how many entries named one. */
  int forget() throws IOException {
    int changed = 0;
    for (Path entry : entries()) {
      if (names(entry)) {
        change(entry);
        changed++;
      }
    }
    return changed;
  }

  /** How many entries name an id. */
  int naming() throws IOException {
    int naming = 0;
    for (Path entry : entries()) {
      naming += names(entry) ? 1 : 0;
    }
    return naming;
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.list(log)) {
      return all.filter(file -> file.getFileName().toString().matches("\\d{20}\\..+"))
          .sorted()
          .toList();
    }
  }

  private boolean names(Path entry) throws IOException {
    if (entry.toString().endsWith(".parquet")) {
      return !namedIn(checkpoint(entry)).isEmpty();
    }
    try (Stream<String> lines = Files.lines(entry)) {
      return entry.toString().endsWith(".crc")
          ? lines.anyMatch(this::names)
          : lines.anyMatch(this::toBeChanged);
    } catch (NoSuchFileException expired) {
      return false;
    }
  }

  private void change(Path entry) throws IOException {
    if (entry.toString().endsWith(".crc")) {
      // The sums of a version: of use, and not needed.
      Files.deleteIfExists(sums(entry));
      Files.deleteIfExists(entry);
    } else if (entry.toString().endsWith(".parquet")) {
      changeCheckpoint(entry);
    } else {
      List<String> lines = new ArrayList<>();
      for (String line : Files.readAllLines(entry)) {
        lines.add(toBeChanged(line) ? withoutStatistics(line) : line);
      }
      Path changed = table.resolve("_erasure-" + UUID.randomUUID());
      Files.write(changed, lines);
      replace(entry, changed);
    }
  }

  /** Statistics are a text within the line. */
  private boolean names(String line) {
    return texts.stream().anyMatch(text -> line.contains(quoted(text)));
  }

  private boolean toBeChanged(String line) {
    return names(line) && !active.contains(fileOf(line));
  }

  /** Name of the file that an action is about; empty when it is about none. */
  private static String fileOf(String line) {
    try (JsonParser action = JSON.createParser(line)) {
      while (action.nextToken() != null) {
        if (isField(action, "path")) {
          String path = action.nextTextValue();
          return path.substring(path.lastIndexOf('/') + 1);
        }
      }
      return "";
    } catch (IOException noJson) {
      throw new UncheckedIOException(noJson);
    }
  }

  private static String withoutStatistics(String line) throws IOException {
    StringWriter left = new StringWriter();
    try (JsonParser action = JSON.createParser(line);
        JsonGenerator out = JSON.createGenerator(left)) {
      while (action.nextToken() != null) {
        if (isField(action, "stats")) {
          action.nextToken();
        } else {
          out.copyCurrentEvent(action);
        }
      }
    }
    return left.toString();
  }

  private static boolean isField(JsonParser json, String name) throws IOException {
    return json.currentToken() == JsonToken.FIELD_NAME && name.equals(json.currentName());
  }

  private Dataset<Row> checkpoint(Path file) {
    return lake.spark().read().parquet(file.toString());
  }

  /** Paths of files that are no more part of the table, and of which it tells an id. */
  private List<String> namedIn(Dataset<Row> checkpoint) {
    Column named = lit(false);
    for (String text : texts) {
      for (String field : statistics(checkpoint)) {
        Column told = col("add." + field);
        boolean isText = field.equals("stats");
        named = named.or((isText ? told : to_json(told)).contains(text));
      }
    }
    return checkpoint.where(named).select("add.path").collectAsList().stream()
        .map(row -> row.getString(0))
        .filter(path -> !active.contains(path.substring(path.lastIndexOf('/') + 1)))
        .toList();
  }

  /** Statistics are a text, a structure, or both. */
  private static List<String> statistics(Dataset<Row> checkpoint) {
    List<String> present = List.of(addFields(checkpoint).fieldNames());
    return Stream.of("stats", "stats_parsed").filter(present::contains).toList();
  }

  private static StructType addFields(Dataset<Row> checkpoint) {
    return (StructType) checkpoint.schema().apply("add").dataType();
  }

  private void changeCheckpoint(Path entry) throws IOException {
    Dataset<Row> rows = checkpoint(entry);
    Column left = col("add");
    for (String field : statistics(rows)) {
      left = left.withField(field, lit(null).cast(addFields(rows).apply(field).dataType()));
    }
    Path folder = table.resolve("_erasure-" + UUID.randomUUID());
    try {
      Column named = col("add.path").isin(namedIn(rows).toArray());
      rows.withColumn("add", when(named, left).otherwise(col("add")))
          .coalesce(1)
          .write()
          .parquet(folder.toString());
      try (Stream<Path> written = Files.list(folder)) {
        replace(
            entry,
            written.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow());
      }
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  /** As old as it was: the time of an entry is that of its version. */
  private static void replace(Path entry, Path changed) throws IOException {
    try {
      Files.setLastModifiedTime(changed, Files.getLastModifiedTime(entry));
      Files.deleteIfExists(sums(entry));
      Files.move(
          changed, entry, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException expired) {
      Files.deleteIfExists(changed);
    }
  }

  /** Hadoop's own sums of a file. */
  private static Path sums(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".crc");
  }
}
