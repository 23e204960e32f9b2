package metricflow.streaming.step;

/** What a restart does to the recent events, for tests. */
public final class ForgottenEvents {
  private ForgottenEvents() {}

  /** The process knows no recent event any more. */
  public static void forget() {
    RecentEvents.ofProcess().forget();
  }
}
