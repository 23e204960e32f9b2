package metricflow.api.collect;

import com.maxmind.db.CHMCache;
import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the country of an address from a GeoIP database file (GeoLite2, DB-IP and others, {@code
 * .mmdb}). A file that was replaced is read within ten seconds of the next request. Remembers
 * records of the file, never addresses. Thread-safe.
 */
final class Countries {
  private static final Logger LOG = LoggerFactory.getLogger(Countries.class);
  private static final long CHECK_NANOS = Duration.ofSeconds(10).toNanos();

  private final Path file;
  private final LongSupplier nanoClock;
  private final AtomicLong checkedAt;
  private volatile Edition edition;

  /** The file as it was when it was read. */
  private record Edition(Reader reader, FileTime modified, long bytes) {}

  /**
   * The part of a record that is wanted; the reader passes over the rest.
   *
   * @param country null when the address has none
   */
  public record Place(Country country) {
    /** For the reader. */
    @MaxMindDbConstructor
    public Place(@MaxMindDbParameter(name = "country") Country country) {
      this.country = country;
    }
  }

  /**
   * A country in a record.
   *
   * @param code ISO 3166-1 alpha-2, or null
   */
  public record Country(String code) {
    /** For the reader. */
    @MaxMindDbConstructor
    public Country(@MaxMindDbParameter(name = "iso_code") String code) {
      this.code = code;
    }
  }

  private Countries(Path file, LongSupplier nanoClock, Edition edition) {
    this.file = file;
    this.nanoClock = nanoClock;
    this.checkedAt = new AtomicLong(nanoClock.getAsLong());
    this.edition = edition;
  }

  /** Without a database. */
  static Countries unknown() {
    return new Countries(null, () -> 0, null);
  }

  /**
   * From a database file.
   *
   * @throws IllegalArgumentException when the file is none or cannot be read
   */
  static Countries in(Path file, LongSupplier nanoClock) {
    try {
      return new Countries(file, nanoClock, read(file));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "METRICFLOW_GEOIP_DATABASE is '%s', which cannot be read as a GeoIP database (%s);"
                  .formatted(file, unreadable)
              + " name an .mmdb file, or leave the setting empty.",
          unreadable);
    }
  }

  /** ISO code of the country, or null when it is not known. */
  String of(InetAddress address) {
    if (edition == null) {
      return null;
    }
    renewIfReplaced();
    try {
      Place place = edition.reader().get(address, Place.class);
      return place == null || place.country() == null ? null : place.country().code();
    } catch (IOException damaged) {
      LOG.warn("{} has no readable record for an address", file, damaged);
      return null;
    }
  }

  private void renewIfReplaced() {
    long now = nanoClock.getAsLong();
    long last = checkedAt.get();
    if (now - last < CHECK_NANOS || !checkedAt.compareAndSet(last, now)) {
      return;
    }
    try {
      if (isReplaced()) {
        edition = read(file);
        LOG.info("{} was replaced and read again", file);
      }
    } catch (IOException unreadable) {
      LOG.warn("{} cannot be read; countries still come from its last edition", file, unreadable);
    }
  }

  private boolean isReplaced() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return !now.lastModifiedTime().equals(edition.modified()) || now.size() != edition.bytes();
  }

  /** Into memory: a mapped file would break under us when it is overwritten in place. */
  private static Edition read(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    Reader reader = new Reader(file.toFile(), Reader.FileMode.MEMORY, new CHMCache());
    return new Edition(reader, now.lastModifiedTime(), now.size());
  }
}
