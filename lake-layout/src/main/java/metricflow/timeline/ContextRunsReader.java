package metricflow.timeline;

/** Reads what {@link ContextRunsWriter} writes, without a copy, run by run. */
public final class ContextRunsReader {
  private final VarintReader varints = new VarintReader("contexts of a block");
  private byte[] bytes = {};
  private int position;
  private int end;
  private int code;
  private int events;

  /** Number of the event, from 0, that comes after the run at hand. */
  private int runEnd;

  /**
   * Starts to read the runs that lie in {@code bytes} from {@code from} to before {@code to}.
   *
   * @throws IllegalArgumentException when there are none
   */
  public void open(byte[] bytes, int from, int to) {
    if (from >= to || bytes[from] != ContextRunsWriter.VERSION) {
      throw new IllegalArgumentException("no contexts of a block, or of an unknown version");
    }
    this.bytes = bytes;
    position = from + 1;
    end = to;
    code = 0;
    runEnd = 0;
  }

  /**
   * Goes to the next run.
   *
   * @return whether there is one
   * @throws IllegalArgumentException when the bytes are damaged
   */
  public boolean nextRun() {
    if (position == end) {
      return false;
    }
    position = varints.read(bytes, position, end);
    code = varints.code();
    position = varints.read(bytes, position, end);
    long length = varints.value();
    if (length < 1 || length > Integer.MAX_VALUE - runEnd) {
      throw varints.damaged();
    }
    events = (int) length;
    runEnd += events;
    return true;
  }

  /** The code of the run at hand. */
  public int code() {
    return code;
  }

  /** How many events the run at hand has. */
  public int events() {
    return events;
  }

  /** Number of the event that comes after the run at hand. */
  public int runEnd() {
    return runEnd;
  }

  /**
   * The code of an event.
   *
   * @param event its number, from 0, not below any asked before
   * @throws IllegalArgumentException when the bytes are damaged, or tell of fewer events
   */
  public int at(int event) {
    while (event >= runEnd) {
      if (!nextRun()) {
        throw varints.damaged();
      }
    }
    return code;
  }
}
