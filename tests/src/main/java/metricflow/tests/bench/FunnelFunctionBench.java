package metricflow.tests.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.timeline.TimelineReader;
import metricflow.timeline.TimelineWriter;

/**
 * Rows a second of processor time of the counting core, on rows sorted by person and time: as they
 * are, gathered in an aggregate's state first, and read from timelines. Persons per step are
 * printed for comparison with other engines on the same rows.
 *
 * <p>{@code write FILE ROWS} makes the rows: person (int), time in milliseconds (long), step mask
 * (int), little endian. {@code run FILE MODE} measures.
 */
public final class FunnelFunctionBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int STEPS = 3;
  private static final long WINDOW_MILLIS = 3_600_000;
  private static final int ROUNDS = 7;
  private static final int ROW_BYTES = 16;
  private static final int MASKS = 1 << STEPS;

  private final int[] firstRows;
  private final long[] times;
  private final long[] masks;
  private final FunnelMatcher matcher;

  private FunnelFunctionBench(ByteBuffer rows, FunnelRules rules) {
    int size = rows.remaining() / ROW_BYTES;
    times = new long[size];
    masks = new long[size];
    int[] starts = new int[size + 1];
    int persons = 0;
    int last = -1;
    for (int row = 0; row < size; row++) {
      int person = rows.getInt();
      times[row] = rows.getLong();
      masks[row] = rows.getInt();
      if (person != last) {
        starts[persons++] = row;
        last = person;
      }
    }
    starts[persons] = size;
    firstRows = Arrays.copyOf(starts, persons + 1);
    matcher = rules.matcher();
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 3 && arguments[0].equals("write")) {
      write(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    } else if (arguments.length == 3 && arguments[0].equals("run")) {
      ByteBuffer rows =
          ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[1]))).order(ByteOrder.LITTLE_ENDIAN);
      new FunnelFunctionBench(rows, FunnelRules.of(STEPS, WINDOW_MILLIS, arguments[2])).run();
    } else {
      System.err.println("usage: write FILE ROWS | run FILE MODE");
      System.exit(2);
    }
  }

  /** Persons of 1 to 39 events in a day, times to the second; half of the events fill a step. */
  private static void write(Path file, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      int left = rows;
      for (int person = 0; left > 0; person++) {
        long[] events = new long[Math.min(left, random.nextInt(1, 40))];
        // Time and mask in one number: sorting puts events of one second in the order of steps.
        Arrays.setAll(
            events,
            i ->
                random.nextInt(86_400) * 1_000L * MASKS
                    + (random.nextBoolean() ? 1 << random.nextInt(STEPS) : 0));
        Arrays.sort(events);
        for (long event : events) {
          out.writeInt(Integer.reverseBytes(person));
          out.writeLong(Long.reverseBytes(event / MASKS));
          out.writeInt(Integer.reverseBytes((int) (event % MASKS)));
        }
        left -= events.length;
      }
    }
  }

  private void run() {
    long[] reached = new long[STEPS + 1];
    byte[][] timelines = timelines();
    double rows = times.length;
    System.out.printf(
        "  %s, %,d rows of %,d persons%n", matcher.rules(), times.length, firstRows.length - 1);
    System.out.printf(
        "  rows as they are     %,14.0f rows/s%n", rows / median(() -> direct(reached)));
    System.out.printf("  steps reached        %s%n", Arrays.toString(reached));
    System.out.printf(
        "  through the state    %,14.0f rows/s%n", rows / median(() -> gathered(reached)));
    System.out.printf(
        "  from timelines       %,14.0f rows/s, %.2f bytes a row%n",
        rows / median(() -> fromTimelines(timelines, reached)),
        Arrays.stream(timelines).mapToLong(bytes -> bytes.length).sum() / rows);
  }

  /** Median processor seconds of a round, after as many rounds of warming up. */
  private static double median(Runnable round) {
    double[] seconds = new double[ROUNDS];
    for (int i = -ROUNDS; i < ROUNDS; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      round.run();
      if (i >= 0) {
        seconds[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
      }
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }

  private void direct(long[] reached) {
    Arrays.fill(reached, 0);
    for (int person = 0; person + 1 < firstRows.length; person++) {
      reached[matcher.match(times, masks, firstRows[person], firstRows[person + 1])]++;
    }
  }

  private void gathered(long[] reached) {
    Arrays.fill(reached, 0);
    for (int person = 0; person + 1 < firstRows.length; person++) {
      FunnelEvents events = new FunnelEvents();
      for (int row = firstRows[person]; row < firstRows[person + 1]; row++) {
        if (matcher.rules().concerns(masks[row])) {
          events.add(times[row], -1, masks[row]);
        }
      }
      reached[events.match(matcher)]++;
    }
  }

  /** A timeline of each person; the code of an event is its mask. */
  private byte[][] timelines() {
    TimelineWriter writer = new TimelineWriter();
    byte[][] timelines = new byte[firstRows.length - 1][];
    for (int person = 0; person < timelines.length; person++) {
      for (int row = firstRows[person]; row < firstRows[person + 1]; row++) {
        writer.add(times[row], row, (int) masks[row]);
      }
      timelines[person] = writer.finish();
    }
    return timelines;
  }

  private void fromTimelines(byte[][] timelines, long[] reached) {
    Arrays.fill(reached, 0);
    long[] maskOf = new long[MASKS];
    Arrays.setAll(maskOf, code -> code);
    TimelineReader reader = new TimelineReader();
    for (byte[] timeline : timelines) {
      reader.open(timeline, 0, timeline.length);
      matcher.reset();
      while (reader.next()) {
        matcher.accept(reader.time(), maskOf[reader.code()]);
      }
      matcher.end();
      reached[matcher.stepsReached()]++;
    }
  }
}
