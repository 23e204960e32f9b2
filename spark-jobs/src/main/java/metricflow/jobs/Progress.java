package metricflow.jobs;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/**
 * Tells people what a job is doing: a line at each step and, while a step lasts, a line every two
 * seconds with the rows read and written so far and the rate.
 */
public final class Progress implements AutoCloseable {
  private static final long PERIOD_MILLIS = 2_000;
  private static final int BAR = 20;

  private final PrintStream out;
  private final String job;
  private final SparkSession spark;
  private final RowCounter rows = new RowCounter();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private String step = "starting";
  private long stepStart = System.nanoTime();
  private long readBefore;
  private long writtenBefore;
  private long bytesBefore;
  private long bytesToRead;

  /** Prints to {@code out} until closed. */
  public Progress(SparkSession spark, String job, PrintStream out) {
    this.spark = spark;
    this.job = job;
    this.out = out;
    spark.sparkContext().addSparkListener(rows);
    var unused =
        ticker.scheduleAtFixedRate(this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Says what is being done from now on, and counts from zero. */
  public void step(String what) {
    step(what, 0);
  }

  /**
   * The same for a step that is done when so many bytes are read: people see how far it is.
   *
   * @param bytes how many, or 0 when that is not known
   */
  public synchronized void step(String what, long bytes) {
    step = what;
    bytesToRead = bytes;
    bytesBefore = rows.bytesRead();
    stepStart = System.nanoTime();
    readBefore = rows.read();
    writtenBefore = rows.written();
    out.println(job + ": " + step);
  }

  /** Says something worth knowing. */
  public synchronized void say(String text) {
    out.println(job + ": " + text);
  }

  long rowsRead() {
    return rows.read();
  }

  long rowsWritten() {
    return rows.written();
  }

  private synchronized void tick() {
    double seconds = (System.nanoTime() - stepStart) / 1e9;
    long read = rows.read() - readBefore;
    long written = rows.written() - writtenBefore;
    if (read == 0 && written == 0) {
      out.println("%s: %s, %.0f s".formatted(job, step, seconds));
    } else {
      out.println(
          String.format(
              Locale.ROOT,
              "%s: %s, %.0f s, %,d rows read, %,d written, %,.0f rows/s%s",
              job,
              step,
              seconds,
              read,
              written,
              Math.max(read, written) / seconds,
              howFar(seconds)));
    }
  }

  /** A bar, the part done, and the time it will take from here; nothing when unknown. */
  private String howFar(double seconds) {
    double done = bytesToRead == 0 ? 0 : (double) (rows.bytesRead() - bytesBefore) / bytesToRead;
    if (done <= 0 || done > 1) {
      return "";
    }
    int filled = (int) Math.round(done * BAR);
    return String.format(
        Locale.ROOT,
        ", [%s%s] %.0f %%, %.0f s left",
        "#".repeat(filled),
        ".".repeat(BAR - filled),
        done * 100,
        seconds / done - seconds);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    spark.sparkContext().removeSparkListener(rows);
  }
}
