package metricflow.streaming.retry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * What it costs to know the batches of a day: our tables and files, a {@code HashSet<Long>} filled
 * from the same files, and RocksDB, on the same fingerprints: a day's, evenly over 24 hours and 4
 * partitions, one in a hundred a retry.
 */
public final class RetriedBatchesBench {
  private static final int HOURS = 24;
  private static final int PARTITIONS = 4;
  private static final int RETRY_EVERY = 100;
  private static final long START = 500_000;
  private static final byte[] NOTHING = {};

  private final int entries;
  private final Path folder;
  private final FingerprintFiles files;

  private RetriedBatchesBench(int entries, Path folder) throws IOException {
    this.entries = entries;
    this.folder = folder;
    this.files =
        new FingerprintFiles(folder.resolve("files").toUri().toString(), new Configuration());
  }

  /** {@code ENTRIES...}; a name before a number restricts it: {@code ours:100000000}. */
  public static void main(String[] arguments) throws IOException, RocksDBException {
    List<String> runs = arguments.length == 0 ? List.of("1000000", "10000000") : List.of(arguments);
    System.out.println(
        "entries | | ns a lookup+insert | bytes in memory | bytes on disk | load ms");
    for (String run : runs) {
      String[] parts = run.split(":");
      int entries = Integer.parseInt(parts[parts.length - 1]);
      Path folder = Files.createTempDirectory("retried-batches");
      try {
        new RetriedBatchesBench(entries, folder).run(parts.length == 1 ? "all" : parts[0]);
      } finally {
        delete(folder);
      }
    }
  }

  private void run(String who) throws IOException, RocksDBException {
    ours();
    if (who.equals("all") || who.equals("set")) {
      hashSet();
    }
    if (who.equals("all") || who.equals("rocksdb")) {
      rocksDb();
    }
  }

  /**
   * The n-th batch of the day; each hundredth is one that came before, and no retry itself: those
   * are odd.
   */
  private static long fingerprint(long n) {
    return BatchFingerprint.mix((n % RETRY_EVERY == RETRY_EVERY - 1 ? n / 2 & ~1L : n) + 1);
  }

  private static int partition(long fingerprint) {
    return (int) (fingerprint & (PARTITIONS - 1));
  }

  private long hour(long n) {
    return START + n * HOURS / entries;
  }

  private void ours() throws IOException {
    KnownBatches[] known = new KnownBatches[PARTITIONS];
    Arrays.setAll(known, p -> new KnownBatches(1 << 24));
    long retried = 0;
    long start = System.nanoTime();
    for (long n = 0; n < entries; n++) {
      long fingerprint = fingerprint(n);
      KnownBatches mine = known[partition(fingerprint)];
      if (mine.contains(fingerprint, hour(n))) {
        retried++;
      } else {
        mine.add(fingerprint, hour(n));
      }
    }
    double nanos = (System.nanoTime() - start) / (double) entries;
    long bytes = Stream.of(known).mapToLong(KnownBatches::bytes).sum();
    long kept = Stream.of(known).mapToLong(KnownBatches::entries).sum();
    writeFiles();
    print("ours", nanos, bytes / (double) kept, diskBytes("files") / (double) kept, load(kept));
    require(retried, kept);
  }

  /** By the hour, as {@link RetryLog} leaves them. */
  private void writeFiles() throws IOException {
    long n = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      Map<Integer, long[]> sections = new TreeMap<>();
      int[] sizes = new int[PARTITIONS];
      for (int p = 0; p < PARTITIONS; p++) {
        sections.put(p, new long[entries / HOURS + HOURS]);
      }
      for (; n < entries && hour(n) == START + hour; n++) {
        if (n % RETRY_EVERY != RETRY_EVERY - 1) {
          long fingerprint = fingerprint(n);
          int p = partition(fingerprint);
          sections.get(p)[sizes[p]++] = fingerprint;
        }
      }
      sections.replaceAll((p, all) -> Arrays.copyOf(all, sizes[p]));
      files.write(new FingerprintFile(START + hour, hour, hour), sections);
    }
  }

  private double load(long expected) {
    RetryPlan plan =
        new RetryPlan(
            "run", files.folder(), HOURS, START + HOURS - 1, Map.of(), Set.of(), Long.MAX_VALUE);
    long start = System.nanoTime();
    RetriedBatches.Pass pass = new RetriedBatches().pass(plan, new Configuration());
    for (int p = 0; p < PARTITIONS; p++) {
      pass.isRetried(p, 1);
    }
    double millis = (System.nanoTime() - start) / 1e6;
    long loaded = pass.close().state().entries();
    if (loaded != expected) {
      throw new IllegalStateException(loaded + " of " + expected + " entries were loaded");
    }
    return millis;
  }

  private void hashSet() throws IOException {
    long before = usedHeap();
    Set<Long> known = new HashSet<>();
    long retried = 0;
    long start = System.nanoTime();
    for (long n = 0; n < entries; n++) {
      if (!known.add(fingerprint(n))) {
        retried++;
      }
    }
    double nanos = (System.nanoTime() - start) / (double) entries;
    double bytes = (usedHeap() - before) / (double) known.size();
    require(retried, known.size());
    start = System.nanoTime();
    Set<Long> loaded = new HashSet<>();
    for (FingerprintFile file : files.list()) {
      for (int p = 0; p < PARTITIONS; p++) {
        files.read(file, p, loaded::add);
      }
    }
    double millis = (System.nanoTime() - start) / 1e6;
    require(entries - loaded.size(), loaded.size());
    print("HashSet<Long>", nanos, bytes, Double.NaN, millis);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void rocksDb() throws RocksDBException, IOException {
    RocksDB.loadLibrary();
    String path = Files.createDirectories(folder.resolve("rocksdb")).toString();
    BlockBasedTableConfig table = new BlockBasedTableConfig().setFilterPolicy(new BloomFilter(10));
    try (Options options = new Options().setCreateIfMissing(true).setTableFormatConfig(table);
        WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
      double nanos;
      double memory;
      long retried = 0;
      try (RocksDB db = RocksDB.open(options, path)) {
        byte[] key = new byte[Long.BYTES];
        long start = System.nanoTime();
        for (long n = 0; n < entries; n++) {
          SectionWriter.LONGS.set(key, 0, fingerprint(n));
          if (db.get(key) != null) {
            retried++;
          } else {
            db.put(unlogged, key, NOTHING);
          }
        }
        nanos = (System.nanoTime() - start) / (double) entries;
        memory =
            db.getLongProperty("rocksdb.size-all-mem-tables")
                + db.getLongProperty("rocksdb.block-cache-usage")
                + db.getLongProperty("rocksdb.estimate-table-readers-mem");
        db.flush(new FlushOptions());
        db.compactRange();
      }
      long start = System.nanoTime();
      RocksDB.open(options, path).close();
      double millis = (System.nanoTime() - start) / 1e6;
      double kept = entries - retried;
      require(retried, entries - retried);
      print("RocksDB", nanos, memory / kept, diskBytes("rocksdb") / kept, millis);
    }
  }

  private void require(long retried, long kept) {
    if (retried != entries / RETRY_EVERY || kept != entries - retried) {
      throw new IllegalStateException(
          "%d retried and %d kept of %d".formatted(retried, kept, entries));
    }
  }

  private void print(String who, double nanos, double memory, double disk, double millis) {
    System.out.printf(
        "%,11d | %-13s | %6.0f | %5.1f | %5.1f | %,8.0f%n",
        entries, who, nanos, memory, disk, millis);
  }

  private long diskBytes(String name) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve(name))) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
