package metricflow.jobs;

import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What stands for a person in {@code timeline_blocks}: 64 bits of a hash of the id, xxHash64 with
 * seed 0. The queries' {@code from_big_endian_64(xxhash64(to_utf8(person_id)))} gives the same.
 */
public final class PersonKey {
  private static final long SEED = 0;

  private PersonKey() {}

  /** The key of a person. */
  public static long of(UTF8String personId) {
    return XXH64.hashUnsafeBytes(
        personId.getBaseObject(), personId.getBaseOffset(), personId.numBytes(), SEED);
  }

  /** The key of a person. */
  public static long of(String personId) {
    return of(UTF8String.fromString(personId));
  }
}
