package metricflow.streaming.retry;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Fingerprints in files, in a folder of any file system that Hadoop knows.
 *
 * <pre>
 * a section for each bus partition: fingerprints, 8 bytes each
 * the directory, for each section: partition int | offset long | entries long | CRC-32C of it int
 * sections int | CRC-32C of the directory int | 'MFR1'
 * </pre>
 *
 * <p>A file is written in one go and never changed. One that was not finished has no valid end and
 * reads as an error, so none needs to be renamed into place.
 */
final class FingerprintFiles {
  private static final int MAGIC = 0x4D465231;
  private static final int TAIL_BYTES = 12;
  private static final int SECTION_BYTES = 24;
  private static final int MAX_SECTIONS = 1 << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final FileSystem fileSystem;

  private record Section(int partition, long offset, long entries, int checksum) {}

  FingerprintFiles(String folder, Configuration hadoop) throws IOException {
    Path path = new Path(folder);
    this.fileSystem = path.getFileSystem(hadoop);
    this.folder = fileSystem.makeQualified(path);
  }

  String folder() {
    return folder.toString();
  }

  /** All files there are. */
  List<FingerprintFile> list() throws IOException {
    List<FingerprintFile> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> each = fileSystem.listFiles(folder, true);
      while (each.hasNext()) {
        FingerprintFile.of(each.next().getPath()).ifPresent(files::add);
      }
    } catch (FileNotFoundException nothingWrittenYet) {
      return List.of();
    }
    files.sort(FingerprintFile.OLDEST_FIRST);
    return files;
  }

  /** Writes a file, in place of one of the same name. */
  void write(FingerprintFile file, Map<Integer, long[]> fingerprints) throws IOException {
    try (SectionWriter out = create(file)) {
      for (Map.Entry<Integer, long[]> partition : new TreeMap<>(fingerprints).entrySet()) {
        out.begin(partition.getKey());
        for (long fingerprint : partition.getValue()) {
          out.write(fingerprint);
        }
        out.end();
      }
      out.finish();
    }
  }

  /** Writes what is in {@code parts} into one file. */
  void merge(List<FingerprintFile> parts, FingerprintFile whole) throws IOException {
    TreeMap<Integer, List<FingerprintFile>> byPartition = new TreeMap<>();
    for (FingerprintFile part : parts) {
      try (FSDataInputStream in = open(part)) {
        directory(in, length(part))
            .forEach(section ->
                byPartition.computeIfAbsent(section.partition, p -> new ArrayList<>()).add(part));
      }
    }
    try (SectionWriter out = create(whole)) {
      for (Map.Entry<Integer, List<FingerprintFile>> partition : byPartition.entrySet()) {
        out.begin(partition.getKey());
        for (FingerprintFile part : partition.getValue()) {
          read(part, partition.getKey(), out::write);
        }
        out.end();
      }
      out.finish();
    }
  }

  /**
   * Reads the fingerprints of one partition. When the section proves damaged at its end, what was
   * read of it has been handed over already.
   *
   * @throws IOException when the file is absent, damaged or was not finished
   */
  void read(FingerprintFile file, int partition, LongConsumer consumer) throws IOException {
    try (FSDataInputStream in = open(file)) {
      for (Section section : directory(in, length(file))) {
        if (section.partition == partition) {
          read(in, section, consumer);
        }
      }
    }
  }

  /** False when its writer was stopped before its end. */
  boolean isFinished(FingerprintFile file) {
    try (FSDataInputStream in = open(file)) {
      directory(in, length(file));
      return true;
    } catch (IOException unfinished) {
      return false;
    }
  }

  private static void read(FSDataInputStream in, Section section, LongConsumer consumer)
      throws IOException {
    in.seek(section.offset);
    byte[] block = new byte[BUFFER_BYTES];
    CRC32C sum = new CRC32C();
    long left = section.entries;
    while (left > 0) {
      int count = (int) Math.min(left, block.length / Long.BYTES);
      in.readFully(block, 0, count * Long.BYTES);
      sum.update(block, 0, count * Long.BYTES);
      for (int i = 0; i < count; i++) {
        consumer.accept((long) SectionWriter.LONGS.get(block, i * Long.BYTES));
      }
      left -= count;
    }
    if ((int) sum.getValue() != section.checksum) {
      throw new IOException("wrong checksum of partition " + section.partition);
    }
  }

  private static List<Section> directory(FSDataInputStream in, long length) throws IOException {
    if (length < TAIL_BYTES) {
      throw new IOException("the file ends early");
    }
    in.seek(length - TAIL_BYTES);
    int count = in.readInt();
    int checksum = in.readInt();
    if (in.readInt() != MAGIC
        || count < 0
        || count > MAX_SECTIONS
        || length < TAIL_BYTES + (long) count * SECTION_BYTES) {
      throw new IOException("the file was not finished");
    }
    byte[] bytes = new byte[count * SECTION_BYTES];
    long end = length - TAIL_BYTES - bytes.length;
    in.readFully(end, bytes);
    if (SectionWriter.checksum(bytes) != checksum) {
      throw new IOException("wrong checksum of the directory");
    }
    return sections(bytes, count);
  }

  private static List<Section> sections(byte[] bytes, int count) throws IOException {
    List<Section> sections = new ArrayList<>(count);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    for (int i = 0; i < count; i++) {
      sections.add(new Section(in.readInt(), in.readLong(), in.readLong(), in.readInt()));
    }
    return sections;
  }

  void delete(FingerprintFile file) throws IOException {
    fileSystem.delete(file.in(folder), false);
  }

  /** Deletes an hour's folder and all in it. */
  void deleteHour(long hour) throws IOException {
    fileSystem.delete(new FingerprintFile(hour, 0, 0).in(folder).getParent(), true);
  }

  long length(FingerprintFile file) throws IOException {
    return fileSystem.getFileStatus(file.in(folder)).getLen();
  }

  private FSDataInputStream open(FingerprintFile file) throws IOException {
    return fileSystem.open(file.in(folder), BUFFER_BYTES);
  }

  private SectionWriter create(FingerprintFile file) throws IOException {
    return new SectionWriter(fileSystem.create(file.in(folder), true, BUFFER_BYTES), MAGIC);
  }
}
