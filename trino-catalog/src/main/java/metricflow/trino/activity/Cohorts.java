package metricflow.trino.activity;

import io.airlift.slice.Slice;
import io.airlift.slice.SliceInput;
import io.airlift.slice.Slices;
import metricflow.trino.group.GroupValue;

/** Persons by the interval in which they started and how many intervals later they returned. */
public final class Cohorts implements GroupValue<Cohorts> {
  private static final int OBJECT_BYTES = 64;
  private static final int CELL_BYTES = 2 + Long.BYTES;

  /** Takes a number of persons. */
  interface Taker {
    void take(int start, int later, long persons);
  }

  /** By intervals later, then by start; rows that nobody is in are not there. */
  private final long[][] persons = new long[Long.SIZE][];

  private int rows;

  /**
   * Adds persons who are alike.
   *
   * @param starts the intervals in which they started, as bits
   * @param returns those in which they returned; what is not after a start does not count for it
   */
  void add(long starts, long returns, long many) {
    for (long left = starts; left != 0; left &= left - 1) {
      int start = Long.numberOfTrailingZeros(left);
      count(start, 0, many);
      for (long after = returns & -2L << start; after != 0; after &= after - 1) {
        count(start, Long.numberOfTrailingZeros(after) - start, many);
      }
    }
  }

  private void count(int start, int later, long many) {
    if (persons[later] == null) {
      persons[later] = new long[Long.SIZE];
      rows++;
    }
    persons[later][start] += many;
  }

  /** Adds what {@code other} has. */
  void addAll(Cohorts other) {
    other.forEach(this::count);
  }

  /** Hands on every number that is not 0. */
  void forEach(Taker taker) {
    for (int later = 0; later < persons.length; later++) {
      for (int start = 0; persons[later] != null && start < Long.SIZE; start++) {
        if (persons[later][start] != 0) {
          taker.take(start, later, persons[later][start]);
        }
      }
    }
  }

  @Override
  public long retainedBytes() {
    return OBJECT_BYTES + (1L + rows) * Long.SIZE * Long.BYTES;
  }

  @Override
  public Cohorts copy() {
    Cohorts copy = new Cohorts();
    copy.addAll(this);
    return copy;
  }

  @Override
  public Slice toSlice() {
    Slice bytes = Slices.allocate(rows * Long.SIZE * CELL_BYTES);
    int[] at = {0};
    forEach((start, later, many) -> {
      bytes.setByte(at[0], start);
      bytes.setByte(at[0] + 1, later);
      bytes.setLong(at[0] + 2, many);
      at[0] += CELL_BYTES;
    });
    return bytes.slice(0, at[0]);
  }

  /** What {@link #toSlice} has made. */
  static Cohorts fromSlice(Slice bytes) {
    Cohorts cohorts = new Cohorts();
    SliceInput input = bytes.getInput();
    while (input.available() >= CELL_BYTES) {
      cohorts.count(input.readByte(), input.readByte(), input.readLong());
    }
    return cohorts;
  }
}
