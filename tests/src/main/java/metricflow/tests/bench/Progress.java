package metricflow.tests.bench;

/** A line that is overwritten while a benchmark works, for people at a terminal only. */
final class Progress {
  private static final boolean SHOWN = System.console() != null && System.console().isTerminal();

  private Progress() {}

  static void show(String format, Object... values) {
    if (SHOWN) {
      System.out.print("\r" + format.formatted(values));
    }
  }

  /** The next output begins where the progress stood. */
  static void done() {
    if (SHOWN) {
      System.out.print('\r');
    }
  }
}
