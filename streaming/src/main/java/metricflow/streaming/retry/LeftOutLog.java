package metricflow.streaming.retry;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which events a micro-batch left out, for the case that it is repeated by a process that does not
 * remember them. Not thread-safe.
 *
 * <p>Each try of a micro-batch adds a file with what the tries before it had not left out; none is
 * ever replaced, and all of them count. A file is the number of events, then for each the project
 * (4 bytes) and the id (16 bytes). It is renamed into place, so it is whole or not there.
 */
final class LeftOutLog {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOutLog.class);
  private static final Pattern NAME = Pattern.compile("(\\d{1,18})-[-0-9a-f]{36}");
  private static final String UNFINISHED = ".unfinished";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final FileSystem fileSystem;
  private final TreeMap<Long, LeftOut> byBatch = new TreeMap<>();

  private record LeftOut(List<Path> files, Set<LeftOutEvent> events) {
    LeftOut() {
      this(new ArrayList<>(), new TreeSet<>());
    }
  }

  /**
   * The log in {@code folder}, which need not exist.
   *
   * @throws IOException when what is there cannot be read now; a damaged file is passed over
   */
  LeftOutLog(Path folder, Configuration hadoop) throws IOException {
    this.folder = folder;
    this.fileSystem = folder.getFileSystem(hadoop);
    for (Path file : list()) {
      Matcher name = NAME.matcher(file.getName());
      if (name.matches()) {
        LeftOut leftOut = of(Long.parseLong(name.group(1)));
        leftOut.files.add(file);
        leftOut.events.addAll(read(file));
      } else if (file.getName().endsWith(UNFINISHED)) {
        delete(file);
      }
    }
  }

  private LeftOut of(long batchId) {
    return byBatch.computeIfAbsent(batchId, b -> new LeftOut());
  }

  /** What the tries of a micro-batch so far left out. */
  Set<LeftOutEvent> events(long batchId) {
    LeftOut leftOut = byBatch.get(batchId);
    return leftOut == null ? Set.of() : new TreeSet<>(leftOut.events);
  }

  /** Adds what one try of a micro-batch left out; no file is written when it was known. */
  void add(long batchId, Set<LeftOutEvent> events) throws IOException {
    Set<LeftOutEvent> added = new TreeSet<>(events);
    added.removeAll(events(batchId));
    if (added.isEmpty()) {
      return;
    }
    Path file = new Path(folder, batchId + "-" + UUID.randomUUID());
    write(file, added);
    LeftOut leftOut = of(batchId);
    leftOut.files.add(file);
    leftOut.events.addAll(added);
  }

  /** Forgets the micro-batches before this one, which are never repeated again. */
  void deleteBefore(long batchId) {
    Map<Long, LeftOut> earlier = byBatch.headMap(batchId);
    earlier.values().forEach(leftOut -> leftOut.files.forEach(this::delete));
    earlier.clear();
  }

  private List<Path> list() throws IOException {
    List<Path> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> each = fileSystem.listFiles(folder, false);
      while (each.hasNext()) {
        files.add(each.next().getPath());
      }
    } catch (FileNotFoundException nothingLeftOutYet) {
      return List.of();
    }
    return files;
  }

  private void write(Path file, Set<LeftOutEvent> events) throws IOException {
    Path unfinished = file.suffix(UNFINISHED);
    try (DataOutputStream out =
        new DataOutputStream(fileSystem.create(unfinished, false, BUFFER_BYTES))) {
      out.writeInt(events.size());
      for (LeftOutEvent event : events) {
        out.writeInt(event.projectId());
        out.writeLong(event.eventId().getMostSignificantBits());
        out.writeLong(event.eventId().getLeastSignificantBits());
      }
    }
    if (!fileSystem.rename(unfinished, file)) {
      throw new IOException("cannot rename " + unfinished + " to " + file);
    }
  }

  private Set<LeftOutEvent> read(Path file) throws IOException {
    Set<LeftOutEvent> events = new TreeSet<>();
    try (DataInputStream in = fileSystem.open(file, BUFFER_BYTES)) {
      for (int left = in.readInt(); left > 0; left--) {
        events.add(new LeftOutEvent(in.readInt(), new UUID(in.readLong(), in.readLong())));
      }
    } catch (EOFException | ChecksumException damaged) {
      LOG.warn("{} is damaged: events delivered twice may count twice live", file, damaged);
    }
    return events;
  }

  private void delete(Path file) {
    try {
      fileSystem.delete(file, false);
    } catch (IOException failed) {
      // It costs a small file until the next start.
      LOG.warn("{} is left where it is", file, failed);
    }
  }
}
